#include "core/domain/guest.hpp"

#include <arpa/inet.h>

#include <cstring>
#include <utility>

#include "core/domain/refusal.hpp"

namespace cocotalk::domain {
namespace {

// Takes as long wherever the first difference is.
bool is_same_secret(std::string_view a, std::string_view b) {
  unsigned char difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference = static_cast<unsigned char>(difference | (a[i] ^ (b.empty() ? 0 : b[i % b.size()])));
  return difference == 0;
}

}  // namespace

bool is_loopback(std::string_view address) {
  const std::string text(address);
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return false;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return six.s6_addr[12] == 127;
  return IN6_IS_ADDR_LOOPBACK(&six);
}

runtime::Task<void> Guest::settle() {
  if (login_.cid.empty()) co_return;
  AccountPtr account = co_await accounts_.find_by_cid(login_.cid);
  if (!account) {
    SignUp form;
    form.cid = form.username = form.nickname = login_.cid;
    form.role = guest_role;
    std::string no_verifier;  // so no password signs in
    account = co_await accounts_.add(std::move(form), std::move(no_verifier));
  }
  if (account->role != guest_role)
    throw coco::Error(COCO_INVALID, "setting 'guest': '" + login_.cid + "' is the account of a person; name another one");
  account_ = account->id;
}

runtime::Task<SessionPtr> Guest::admit(std::string passcode, Peer peer) {
  const std::int64_t wait_ms = throttle_.wait_ms(login_.cid, peer.address, world_.now_ms());
  if (wait_ms > 0) throw Refusal(COCO_RATE, "RATE", "too many failed sign-ins", static_cast<std::uint32_t>(wait_ms));
  if (!is_loopback(peer.address))
    throw Refusal(COCO_DENIED, "NOT_PERMITTED", "the account '" + login_.cid + "' is for clients on the host's own machine");
  if (!is_same_secret(passcode, login_.passcode)) {
    throttle_.failed(login_.cid, peer.address, world_.now_ms());
    throw bad_request("unknown cid or wrong password");
  }
  const AccountPtr account = co_await accounts_.find(account_);
  if (!account || account->disabled) throw bad_request("unknown cid or wrong password");
  if (!session_) {
    session_ = std::make_shared<Session>();
    world_.host.random(session_->id.bytes.data(), session_->id.bytes.size());
    session_->account = account_;
    session_->created_ms = world_.now_ms();
    session_->is_stored = false;
  }
  co_return session_;
}

void Guest::end(AccountId account, coco_close_code code) {
  if (account != account_ || !session_) return;
  const SessionPtr ended = std::exchange(session_, nullptr);
  ended->ended_ms = world_.now_ms();
  ended->ended_code = code;
  listener_.session_ended(*ended, std::string());
}

}  // namespace cocotalk::domain
