#include "core/host/policy_replay.hpp"

#include <cocotalk/view.hpp>

#include <algorithm>
#include <cstring>

namespace cocotalk::host {
namespace {

coco_session as_session(const SignIn& open) {
  return {sizeof(coco_session),     open.device,           open.at_ms, open.at_ms, coco::view(open.session),
          coco::view(open.address), coco::view(open.agent)};
}

}  // namespace

bool Decision::is_like(const Decision& other) const {
  return is_admitted == other.is_admitted &&
         std::ranges::equal(signed_out, other.signed_out, {}, &SignIn::session, &SignIn::session);
}

Decision PolicyReplay::sign_in(const SignIn& incoming) {
  std::vector<SignIn>& open = open_[incoming.account];
  const coco_sign_in asked{
      sizeof asked, incoming.device, incoming.account, incoming.at_ms, coco::view(incoming.address), coco::view(incoming.agent)};
  std::vector<coco_session> existing;
  for (const SignIn& each : open) existing.push_back(as_session(each));
  std::vector<std::uint8_t> ends(open.size(), 0);
  coco_verdict verdict{};
  verdict.size = sizeof verdict;
  verdict.ends = ends.data();
  policy_.decide(policy_.self, &asked, existing.data(), existing.size(), &verdict);

  Decision out;
  if (verdict.admit == 0) {
    ++n_refused_;
    out.is_admitted = false;
    out.reason.assign(verdict.reason, ::strnlen(verdict.reason, sizeof verdict.reason));
    return out;
  }
  std::vector<SignIn> staying;
  for (std::size_t i = 0; i < open.size(); ++i) (ends[i] != 0 ? out.signed_out : staying).push_back(std::move(open[i]));
  for (const SignIn& gone : out.signed_out) account_of_.erase(gone.session);
  n_signed_out_ += out.signed_out.size();
  staying.push_back(incoming);
  account_of_[incoming.session] = incoming.account;
  open = std::move(staying);
  return out;
}

void PolicyReplay::end(const std::string& session) {
  const auto account = account_of_.find(session);
  if (account == account_of_.end()) return;
  std::erase_if(open_[account->second], [&](const SignIn& each) { return each.session == session; });
  account_of_.erase(account);
}

Comparison compare(const std::vector<SignInEvent>& log, PolicyReplay& present, PolicyReplay& tried) {
  Comparison out;
  for (const SignInEvent& event : log) {
    if (event.kind == SignInEvent::Kind::displaced) continue;
    if (event.kind == SignInEvent::Kind::end) {
      present.end(event.sign_in.session);
      tried.end(event.sign_in.session);
      continue;
    }
    ++out.n_sign_ins;
    Decision now = present.sign_in(event.sign_in), then = tried.sign_in(event.sign_in);
    if (!now.is_like(then)) out.differences.push_back({event.sign_in, std::move(now), std::move(then)});
  }
  return out;
}

}  // namespace cocotalk::host
