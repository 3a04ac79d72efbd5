#include "core/domain/sessions.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/guest.hpp"
#include "core/domain/lease.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::size_t longest_cid = 100;  // those of seeds are longer than people's
constexpr std::uint32_t forgotten_at_once = 8;
constexpr std::size_t accounts_at_once = 100;  // of whom devices are read in one go

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

Refusal wrong_credentials() { return bad_request("unknown cid or wrong password"); }

Refusal contended() { return {COCO_CONFLICT, "CONFLICT", "too many sign-ins of this account at once", 1000}; }

}  // namespace

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

// ---- signing in

runtime::Task<SignedIn> Sessions::sign_in(std::string cid, std::string password, std::string push_token, Peer peer) {
  if (characters(cid) > longest_cid) throw wrong_credentials();  // nobody is called that, and it is not worth remembering
  AccountPtr account = co_await accounts_.find_by_cid(cid);
  const bool is_right = co_await prove(std::move(cid), account, std::move(password), peer.address);
  if (!is_right) throw wrong_credentials();
  co_return co_await admit(std::move(account), std::move(push_token), std::move(peer));
}

runtime::Task<bool> Sessions::prove(std::string cid, AccountPtr account, std::string password, std::string address) {
  const std::int64_t wait_ms = throttle_.wait_ms(cid, address, world_.now_ms());
  if (wait_ms > 0) throw Refusal(COCO_RATE, "RATE", "too many failed sign-ins", static_cast<std::uint32_t>(wait_ms));
  const bool is_right = co_await accounts_.authenticate(std::move(account), std::move(password));
  if (is_right)
    throttle_.succeeded(cid, address);
  else
    throttle_.failed(cid, address, world_.now_ms());
  co_return is_right;
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
  const bool is_persons = account && account->role != guest_role;
  if (!is_persons || account->disabled || account->verifier != proven->verifier) throw wrong_credentials();
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

runtime::Task<std::vector<SessionPtr>> Sessions::devices_of(std::vector<AccountId> accounts) {
  std::vector<SessionPtr> out;
  for (std::size_t at = 0; at < accounts.size(); at += accounts_at_once) {
    std::vector<Range> ranges;
    for (std::size_t i = at; i < std::min(accounts.size(), at + accounts_at_once); ++i)
      ranges.push_back(Range::in(session::table, session::by_account, values(accounts[i], 0)));
    const std::vector<Rows> read = co_await world_.store.read(std::move(ranges));
    for (const Rows& rows : read)
      for (std::size_t i = 0; i < rows.size(); ++i) {
        SessionPtr session = from_row(rows[i]);
        if (SessionPtr cached = cache_.find(session->id)) session = cached;
        if (!session->is_ended() && !session->push_token.empty()) out.push_back(std::move(session));
      }
  }
  co_return out;
}

runtime::Task<void> Sessions::forget_push_token(SessionPtr session) {
  const std::string none;
  Transaction transaction;
  transaction.set(session::table, values(session->id), {"push_token"}, values(none));
  co_await world_.store.commit(transaction);
  session->push_token.clear();
  if (SessionPtr cached = cache_.find(session->id)) cached->push_token.clear();
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
  const coco::Lease<coco_session_policy> policy = lease_on<coco_session_policy>(world_.host, COCO_SESSION_POLICY);
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

// ---- ending

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

runtime::Task<void> Sessions::end_others(SessionPtr session, coco_close_code code) {
  const std::vector<SessionPtr> open = co_await open_sessions(session->account);
  for (const SessionPtr& other : open)
    if (other->id != session->id) co_await end(other, code);
}

runtime::Task<void> Sessions::end_all(AccountId account, coco_close_code code) {
  const std::vector<SessionPtr> open = co_await open_sessions(account);
  for (const SessionPtr& session : open) co_await end(session, code);
}

}  // namespace cocotalk::domain
