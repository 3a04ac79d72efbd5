// The tokens and tickets of sessions: issuing, checking, exchanging.
#include <algorithm>
#include <utility>

#include "core/domain/lease.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"
#include "core/domain/sessions.hpp"

namespace cocotalk::domain {
namespace {

Values token_row(const Fingerprint& print, const SessionId& session, coco_token_kind kind, std::int64_t expires_ms) {
  return {Value::blob(print), session, std::int64_t{kind}, expires_ms, std::int64_t{0}};
}

}  // namespace

// ---- tokens

Fingerprint Sessions::fingerprint(coco_token_kind kind, std::string_view text) const {
  const coco::Lease<coco_auth> auth = lease_on<coco_auth>(world_.host, COCO_AUTH);
  Fingerprint print;
  if (auth->fingerprint(auth->self, kind, coco::view(text), print.data()) != COCO_OK) throw malformed_token();
  return print;
}

std::string Sessions::issue(coco_token_kind kind, Fingerprint& print) const {
  const coco::Lease<coco_auth> auth = lease_on<coco_auth>(world_.host, COCO_AUTH);
  coco_token token{};
  token.size = sizeof token;
  coco_error error{};
  coco::throw_if(auth->issue(auth->self, kind, &token, &error), error);
  std::copy_n(token.fingerprint, print.size(), print.begin());
  return std::string(token.text, token.text_size);
}

Sessions::Pair Sessions::issue_pair() const {
  Pair pair;
  pair.access = issue(COCO_TOKEN_ACCESS, pair.access_print);
  pair.refresh = issue(COCO_TOKEN_REFRESH, pair.refresh_print);
  return pair;
}

void Sessions::add_tokens(Transaction& transaction, const SessionId& session, const Pair& pair, std::int64_t now_ms) const {
  transaction.insert(token::table,
                     token_row(pair.access_print, session, COCO_TOKEN_ACCESS, now_ms + world_.limits.access_token_ms));
  transaction.insert(token::table,
                     token_row(pair.refresh_print, session, COCO_TOKEN_REFRESH, now_ms + world_.limits.refresh_token_ms));
}

void Sessions::remember(const Pair& pair, const SessionId& session, std::int64_t now_ms) {
  const auto keep = [&](const Fingerprint& print, coco_token_kind kind, std::int64_t lifetime_ms) {
    tokens_.put(print, std::make_shared<Token>(Token{session, kind, now_ms + lifetime_ms, 0}));
  };
  keep(pair.access_print, COCO_TOKEN_ACCESS, world_.limits.access_token_ms);
  keep(pair.refresh_print, COCO_TOKEN_REFRESH, world_.limits.refresh_token_ms);
}

runtime::Task<std::shared_ptr<Sessions::Token>> Sessions::find_token(Fingerprint print) {
  if (std::shared_ptr<Token> cached = tokens_.find(print)) co_return cached;
  const std::uint64_t losses = tokens_.losses();
  const Rows rows = co_await world_.store.read_one(Range::of(token::table, values(Value::blob(print))));
  if (rows.empty()) co_return nullptr;
  const Row row = rows[0];
  auto found = std::make_shared<Token>();
  found->session = SessionId::from_blob(row.text(token::session));
  found->kind = row.number(token::kind);
  found->expires_ms = row.number(token::expires_ms);
  found->replaced_ms = row.number(token::replaced_ms);
  if (tokens_.losses() == losses) tokens_.put(print, found);
  co_return found;
}

runtime::Task<Authorized> Sessions::of_access_token(std::string text) {
  if (text.empty()) throw empty_token();
  const Fingerprint print = fingerprint(COCO_TOKEN_ACCESS, text);
  const std::shared_ptr<Token> token = co_await find_token(print);
  if (!token || token->kind != COCO_TOKEN_ACCESS) throw malformed_token();
  if (token->expires_ms <= world_.now_ms()) throw expired_token();
  Authorized out;
  out.session = co_await find(token->session);
  if (!out.session) throw malformed_token();
  out.expires_ms = token->expires_ms;
  forget_grace(print);
  co_return out;
}

runtime::Task<Authorized> Sessions::authorize(std::string text) {
  Authorized out = co_await of_access_token(std::move(text));
  if (out.session->is_ended()) throw expired_token();
  co_return out;
}

runtime::Task<SessionPtr> Sessions::of_refresh_token(std::string text) {
  Fingerprint print;
  try {
    print = fingerprint(COCO_TOKEN_REFRESH, text);
  } catch (const Refusal&) {
    co_return nullptr;
  }
  const std::shared_ptr<Token> token = co_await find_token(print);
  if (!token || token->kind != COCO_TOKEN_REFRESH || token->expires_ms <= world_.now_ms()) co_return nullptr;
  co_return co_await find(token->session);
}

// ---- reissue

runtime::Task<SignedIn> Sessions::reissue(std::string refresh_token) {
  Fingerprint print;
  try {
    print = fingerprint(COCO_TOKEN_REFRESH, refresh_token);
  } catch (const Refusal&) {
    throw unauthorized();
  }
  for (int tries = 0; tries < max_tries; ++tries) {
    try {
      co_return co_await try_reissue(print);
    } catch (const Conflict&) {
      tokens_.invalidate(print);
    }
  }
  throw Refusal(COCO_CONFLICT, "CONFLICT", "this token is being exchanged again and again", 1000);
}

runtime::Task<SignedIn> Sessions::try_reissue(Fingerprint print) {
  const std::shared_ptr<Token> old = co_await find_token(print);
  const std::int64_t now = world_.now_ms();
  if (!old || old->kind != COCO_TOKEN_REFRESH || old->expires_ms <= now) throw unauthorized();
  SignedIn in;
  in.session = co_await find(old->session);
  if (!in.session || in.session->is_ended()) throw unauthorized();
  if (const auto grace = grace_.find(print); grace != grace_.end() && now < grace->second.until_ms) {
    in.access_token = grace->second.access;
    in.refresh_token = grace->second.refresh;
    co_return in;
  }
  if (old->replaced_ms != 0) throw unauthorized();

  const Pair pair = issue_pair();
  Transaction transaction;
  transaction.expect(session::table, values(old->session), {"ended_ms"}, values(0));
  transaction.expect(token::table, values(Value::blob(print)), {"replaced_ms"}, values(0));
  transaction.set(token::table, values(Value::blob(print)), {"replaced_ms"}, values(now));
  Range of_session = Range::in(token::table, token::by_session, values(old->session)).limit(tokens_at_once);
  const Rows tokens = co_await world_.store.read_one(std::move(of_session));
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Row row = tokens[i];
    const std::int64_t replaced = row.number(token::replaced_ms);
    if (row.number(token::expires_ms) <= now || (replaced != 0 && now - replaced > world_.limits.reissue_grace_ms))
      transaction.erase(token::table, values(Value::blob(row.text(token::fingerprint))));
  }
  add_tokens(transaction, old->session, pair, now);
  co_await world_.store.commit(transaction);

  old->replaced_ms = now;
  remember(pair, old->session, now);
  std::erase_if(grace_, [now](const auto& entry) { return entry.second.until_ms <= now; });
  std::erase_if(grace_ends_, [this](const auto& entry) { return !grace_.contains(entry.second); });
  grace_.insert_or_assign(print, Grace{pair.access, pair.refresh, now + world_.limits.reissue_grace_ms});
  grace_ends_.insert_or_assign(pair.access_print, print);
  grace_ends_.insert_or_assign(pair.refresh_print, print);
  forget_grace(print);
  in.access_token = pair.access;
  in.refresh_token = pair.refresh;
  co_return in;
}

void Sessions::forget_grace(const Fingerprint& used) {
  const auto found = grace_ends_.find(used);
  if (found == grace_ends_.end()) return;
  grace_.erase(found->second);
  grace_ends_.erase(found);
}

// ---- tickets

std::string Sessions::issue_ticket(const SessionPtr& session) {
  const std::int64_t now = world_.now_ms();
  if (tickets_.size() >= 1024 && (tickets_.size() & 1023u) == 0)
    std::erase_if(tickets_, [now](const auto& entry) { return entry.second.until_ms <= now; });
  Fingerprint print;
  std::string text = issue(COCO_TOKEN_TICKET, print);
  tickets_.insert_or_assign(print, Ticket{session, now + world_.limits.ticket_ms});
  return text;
}

SessionPtr Sessions::of_ticket(std::string_view text) {
  try {
    const auto found = tickets_.find(fingerprint(COCO_TOKEN_TICKET, text));
    if (found == tickets_.end() || found->second.until_ms <= world_.now_ms() || found->second.session->is_ended()) return nullptr;
    return found->second.session;
  } catch (const Refusal&) {
    return nullptr;
  }
}

}  // namespace cocotalk::domain
