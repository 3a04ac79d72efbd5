#include "core/domain/sessions.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::size_t longest_cid = 100;  // those of seeds are longer than people's
constexpr std::uint32_t forgotten_at_once = 8;
constexpr std::uint32_t tokens_at_once = 1000;  // of one session, looked at for expired ones
constexpr int max_tries = 8;                    // a conflict means that somebody else went forward

SessionPtr from_row(const Row& row) {
  auto out = std::make_shared<Session>();
  out->id = SessionId::from_blob(row.text(session::id));
  out->account = row.number(session::account);
  out->device = static_cast<coco_device_class>(row.number(session::device));
  out->push_token = row.text(session::push_token);
  out->address = row.text(session::address);
  out->agent = row.text(session::agent);
  out->created_ms = row.number(session::created_ms);
  out->ended_ms = row.number(session::ended_ms);
  out->ended_code = static_cast<coco_close_code>(row.number(session::ended_code));
  return out;
}

Values to_row(const Session& s) {
  return {s.id, s.account, s.device, s.push_token, s.address, s.agent, s.created_ms, s.ended_ms, std::int64_t{s.ended_code}};
}

Values token_row(const Fingerprint& print, const SessionId& session, coco_token_kind kind, std::int64_t expires_ms) {
  return {Value::blob(print), session, std::int64_t{kind}, expires_ms, std::int64_t{0}};
}

Refusal wrong_credentials() { return bad_request("unknown cid or wrong password"); }

Refusal contended() { return {COCO_CONFLICT, "CONFLICT", "too many sign-ins of this account at once", 1000}; }

}  // namespace

// ---- tokens --------------------------------------------------------------------------------------------------------------

Fingerprint Sessions::fingerprint(coco_token_kind kind, std::string_view text) const {
  const coco::Lease<coco_auth> auth = world_.host.acquire<coco_auth>(COCO_AUTH);
  Fingerprint print;
  if (auth->fingerprint(auth->self, kind, coco::view(text), print.data()) != COCO_OK) throw malformed_token();
  return print;
}

std::string Sessions::issue(coco_token_kind kind, Fingerprint& print) const {
  const coco::Lease<coco_auth> auth = world_.host.acquire<coco_auth>(COCO_AUTH);
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

runtime::Task<SessionPtr> Sessions::find(SessionId id) {
  if (SessionPtr cached = cache_.find(id)) co_return cached;
  const std::uint64_t losses = cache_.losses();
  const Rows rows = co_await world_.store.read_one(Range::of(session::table, values(id)));
  if (rows.empty()) co_return nullptr;
  if (SessionPtr cached = cache_.find(id)) co_return cached;
  // There is one Session in memory for a session, so that whoever holds it sees its end; and what was read before something was
  // forgotten may be old.
  if (cache_.losses() != losses) co_return co_await find(id);
  SessionPtr found = from_row(rows[0]);
  cache_.put(id, found);
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

// ---- signing in ------------------------------------------------------------------------------------------------------------

runtime::Task<SignedIn> Sessions::sign_in(std::string cid, std::string password, std::string push_token, Peer peer) {
  if (characters(cid) > longest_cid) throw wrong_credentials();  // nobody is called that, and it is not worth remembering
  const std::int64_t wait_ms = throttle_.wait_ms(cid, peer.address, world_.now_ms());
  if (wait_ms > 0) throw Refusal(COCO_RATE, "RATE", "too many failed sign-ins", static_cast<std::uint32_t>(wait_ms));
  AccountPtr account = co_await accounts_.find_by_cid(cid);
  const bool right = co_await accounts_.authenticate(account, std::move(password));
  if (!right) {
    throttle_.failed(cid, peer.address, world_.now_ms());
    throw wrong_credentials();
  }
  throttle_.succeeded(cid, peer.address);
  co_return co_await admit(std::move(account), std::move(push_token), std::move(peer));
}

runtime::Task<SignedIn> Sessions::admit(AccountPtr account, std::string push_token, Peer peer) {
  std::shared_ptr<runtime::Mutex>& slot = signing_in_[account->id];
  if (!slot) slot = std::make_shared<runtime::Mutex>(world_.executor);
  const std::shared_ptr<runtime::Mutex> mutex = slot;
  const runtime::Mutex::Guard one_at_a_time = co_await mutex->acquire();
  std::exception_ptr failed;
  SignedIn done;
  try {
    for (int tries = 0; !done.session && tries < max_tries; ++tries) done = co_await try_admit(account, push_token, peer);
  } catch (...) {
    failed = std::current_exception();
  }
  if (mutex.use_count() == 2) signing_in_.erase(account->id);  // nobody waits
  if (failed) std::rethrow_exception(failed);
  if (!done.session) throw contended();
  co_return done;
}

// No session: somebody else went forward, look again.
runtime::Task<SignedIn> Sessions::try_admit(AccountPtr proven, std::string push_token, Peer peer) {
  const AccountId account_id = proven->id;
  const AccountPtr account = co_await accounts_.reload(account_id);
  if (!account || account->disabled || account->verifier != proven->verifier) throw wrong_credentials();
  const std::vector<SessionPtr> existing = co_await open_sessions(account_id);
  std::vector<SessionId> forgettable = co_await forgettable_sessions(account_id);
  const std::int64_t now = world_.now_ms();

  SignedIn in;
  in.session = std::make_shared<Session>();
  Session& session = *in.session;
  world_.host.random(session.id.bytes.data(), session.id.bytes.size());
  session.account = account_id;
  session.device = peer.device;
  session.push_token = push_token;
  session.address = peer.address;
  session.agent = peer.agent;
  session.created_ms = now;
  const std::vector<SessionPtr> displaced = displaced_by(session, existing);

  const Pair pair = issue_pair();
  Transaction transaction;
  transaction.expect(account::table, values(account_id), {"session_version"}, values(account->session_version));
  transaction.set(account::table, values(account_id), {"session_version"}, values(account->session_version + 1));
  for (const SessionPtr& old : displaced)
    transaction.set(session::table, values(old->id), {"ended_ms", "ended_code"}, values(now, std::int64_t{COCO_CLOSE_REPLACED}));
  transaction.insert(session::table, to_row(session));
  add_tokens(transaction, session.id, pair, now);
  co_await forget(transaction, std::move(forgettable));
  bool conflict = false;
  accounts_.changed(account_id);
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict&) {
    conflict = true;
  }
  accounts_.changed(account_id);
  if (conflict) co_return SignedIn();

  cache_.put(session.id, in.session);
  remember(pair, session.id, now);
  for (const SessionPtr& old : displaced) {
    note_ended(old, COCO_CLOSE_REPLACED, now);
    listener_.session_ended(*old, push_token);
  }
  in.access_token = pair.access;
  in.refresh_token = pair.refresh;
  co_return in;
}

runtime::Task<std::vector<SessionPtr>> Sessions::open_sessions(AccountId account) {
  const Rows rows = co_await world_.store.read_one(Range::in(session::table, session::by_account, values(account, 0)));
  std::vector<SessionPtr> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SessionPtr session = from_row(rows[i]);
    if (SessionPtr cached = cache_.find(session->id)) session = cached;
    if (!session->is_ended()) out.push_back(std::move(session));
  }
  std::sort(out.begin(), out.end(), [](const SessionPtr& a, const SessionPtr& b) {
    return a->created_ms != b->created_ms ? a->created_ms < b->created_ms : a->id < b->id;
  });
  co_return out;
}

runtime::Task<std::vector<SessionId>> Sessions::forgettable_sessions(AccountId account) {
  const std::int64_t before = world_.now_ms() - world_.limits.access_token_ms;  // auth.device answers until then
  Range range =
      Range(session::table, session::by_account).from(values(account, 1)).to(values(account, before)).limit(forgotten_at_once);
  const Rows rows = co_await world_.store.read_one(std::move(range));
  std::vector<SessionId> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(SessionId::from_blob(rows[i].text(session::id)));
  co_return out;
}

runtime::Task<void> Sessions::forget(Transaction& transaction, std::vector<SessionId> sessions) {
  if (sessions.empty()) co_return;
  std::vector<Range> ranges;
  for (const SessionId& id : sessions)
    ranges.push_back(Range::in(token::table, token::by_session, values(id)).limit(tokens_at_once));
  const std::vector<Rows> tokens = co_await world_.store.read(std::move(ranges));
  std::size_t room = tokens_at_once;
  for (std::size_t s = 0; s < sessions.size() && tokens[s].size() <= room; ++s) {
    for (std::size_t i = 0; i < tokens[s].size(); ++i)
      transaction.erase(token::table, values(Value::blob(tokens[s][i].text(token::fingerprint))));
    room -= tokens[s].size();
    if (tokens[s].size() < tokens_at_once) transaction.erase(session::table, values(sessions[s]));
  }
}

std::vector<SessionPtr> Sessions::displaced_by(const Session& incoming, const std::vector<SessionPtr>& existing) const {
  const coco::Lease<coco_session_policy> policy = world_.host.acquire<coco_session_policy>(COCO_SESSION_POLICY);
  const coco_sign_in sign_in{sizeof sign_in,
                             incoming.device,
                             incoming.account,
                             incoming.created_ms,
                             coco::view(incoming.address),
                             coco::view(incoming.agent)};
  std::vector<std::string> ids;
  ids.reserve(existing.size());
  for (const SessionPtr& s : existing) ids.push_back(s->id.hex());
  std::vector<coco_session> sessions;
  for (std::size_t i = 0; i < existing.size(); ++i) {
    const Session& s = *existing[i];
    sessions.push_back({sizeof(coco_session), s.device, s.created_ms, s.created_ms, coco::view(ids[i]), coco::view(s.address),
                        coco::view(s.agent)});
  }
  std::vector<std::uint8_t> ends(existing.size(), 0);
  coco_verdict verdict{};
  verdict.size = sizeof verdict;
  verdict.ends = ends.data();
  policy->decide(policy->self, &sign_in, sessions.data(), sessions.size(), &verdict);
  if (verdict.admit == 0) throw Refusal(COCO_DENIED, "FORBIDDEN", verdict.reason);
  std::vector<SessionPtr> out;
  for (std::size_t i = 0; i < ends.size(); ++i)
    if (ends[i] != 0) out.push_back(existing[i]);
  return out;
}

// ---- reissue ----------------------------------------------------------------------------------------------------------------

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
  throw contended();
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

// ---- tickets ----------------------------------------------------------------------------------------------------------------

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

// ---- ending ----------------------------------------------------------------------------------------------------------------

void Sessions::note_ended(const SessionPtr& session, coco_close_code code, std::int64_t now_ms) {
  session->ended_ms = now_ms;
  session->ended_code = code;
  SessionPtr cached = cache_.find(session->id);
  if (cached == session) return;
  if (!cached) return cache_.put(session->id, session);
  cached->ended_ms = now_ms;  // somebody loaded it while its end was on the way to the storage
  cached->ended_code = code;
}

runtime::Task<void> Sessions::end(SessionPtr session, coco_close_code code) {
  if (session->is_ended()) co_return;
  const std::int64_t now = world_.now_ms();
  Transaction transaction;
  transaction.set(session::table, values(session->id), {"ended_ms", "ended_code"}, values(now, std::int64_t{code}));
  co_await world_.store.commit(transaction);
  if (session->is_ended()) co_return;  // twice at once
  note_ended(session, code, now);
  listener_.session_ended(*session, std::string());
}

runtime::Task<void> Sessions::end_all(AccountId account, coco_close_code code) {
  const std::vector<SessionPtr> open = co_await open_sessions(account);
  for (const SessionPtr& session : open) co_await end(session, code);
}

}  // namespace cocotalk::domain
