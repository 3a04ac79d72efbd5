// Signing in and out, tokens and tickets, and the single-login rule.
#pragma once

#include <cocotalk/auth.h>
#include <cocotalk/session_policy.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/domain/accounts.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/session.hpp"
#include "core/domain/throttle.hpp"
#include "core/domain/world.hpp"
#include "core/runtime/mutex.hpp"

namespace cocotalk::domain {

// A session with its tokens, as handed to a device.
struct SignedIn {
  SessionPtr session;
  std::string access_token, refresh_token;
};

// A session, and until when the presented token is good for it.
struct Authorized {
  SessionPtr session;
  std::int64_t expires_ms = 0;
};

// Lives on the loop.
class Sessions {
 public:
  Sessions(World& world, Accounts& accounts, Listener& listener)
      : world_(world),
        accounts_(accounts),
        listener_(listener),
        throttle_(world.limits),
        cache_(world.limits.cached_sessions),
        tokens_(world.limits.cached_sessions * 2) {}

  // Checks the password, asks the session policy, ends what it says and tells those devices, all before it answers. Refuses with
  // BAD_REQUEST (unknown cid or wrong password alike), RATE, BUSY.
  runtime::Task<SignedIn> sign_in(std::string cid, std::string password, std::string push_token, Peer peer);
  // Whether the password is the account's (null: unknown, which takes as long). Wrong ones count against cid and address: RATE.
  runtime::Task<bool> prove(std::string cid, AccountPtr account, std::string password, std::string address);
  // A session for whoever proved to be the account, by the password it had then: refused when that was changed meanwhile.
  runtime::Task<SignedIn> admit(AccountPtr account, std::string push_token, Peer peer);

  // Exchanges a refresh token for a new pair. The old one gives the same pair for 30 s or until the new one is used.
  // UNAUTHORIZED.
  runtime::Task<SignedIn> reissue(std::string refresh_token);

  // The session of an access token, ended or not; throws the JWT_AUTHENTICATION refusals.
  runtime::Task<Authorized> of_access_token(std::string text);
  // The same, but an ended session is refused.
  runtime::Task<Authorized> authorize(std::string text);
  // The session of a refresh token; null when there is none.
  runtime::Task<SessionPtr> of_refresh_token(std::string text);

  // A ticket for the session's next sockets.
  std::string issue_ticket(const SessionPtr& session);
  // Null: unknown, too old, or its session ended.
  SessionPtr of_ticket(std::string_view text);

  // Oldest first.
  runtime::Task<std::vector<SessionPtr>> open_sessions(AccountId account);
  runtime::Task<void> end(SessionPtr session, coco_close_code code);
  // The open sessions of these accounts whose devices can be woken.
  runtime::Task<std::vector<SessionPtr>> devices_of(std::vector<AccountId> accounts);
  // Its device will not be woken any more.
  runtime::Task<void> forget_push_token(SessionPtr session);
  // Ends all sessions of its account but this one.
  runtime::Task<void> end_others(SessionPtr session, coco_close_code code);
  // Ends every session of the account.
  runtime::Task<void> end_all(AccountId account, coco_close_code code);

 private:
  static constexpr int max_tries = 8;                    // a conflict means that somebody else went forward
  static constexpr std::uint32_t tokens_at_once = 1000;  // of one session, looked at for expired ones
  struct Token {
    SessionId session;
    std::int64_t kind, expires_ms, replaced_ms;
  };
  struct Pair {
    std::string access, refresh;
    Fingerprint access_print, refresh_print;
  };
  struct Grace {
    std::string access, refresh;
    std::int64_t until_ms;
  };
  struct Ticket {
    SessionPtr session;
    std::int64_t until_ms;
  };
  Fingerprint fingerprint(coco_token_kind kind, std::string_view text) const;
  std::string issue(coco_token_kind kind, Fingerprint& print) const;
  Pair issue_pair() const;
  void add_tokens(Transaction& transaction, const SessionId& session, const Pair& pair, std::int64_t now_ms) const;
  void remember(const Pair& pair, const SessionId& session, std::int64_t now_ms);
  void forget_grace(const Fingerprint& used);

  runtime::Task<std::shared_ptr<Token>> find_token(Fingerprint print);
  runtime::Task<SessionPtr> find(SessionId id);
  // Ended so long ago that no token of theirs can be valid; some of them.
  runtime::Task<std::vector<SessionId>> forgettable_sessions(AccountId account);
  runtime::Task<void> forget(Transaction& transaction, std::vector<SessionId> sessions);
  runtime::Task<SignedIn> try_admit(AccountPtr proven, std::string push_token, Peer peer);
  runtime::Task<SignedIn> try_reissue(Fingerprint print);
  std::vector<SessionPtr> displaced_by(const Session& incoming, const std::vector<SessionPtr>& existing) const;
  void note_ended(const SessionPtr& session, coco_close_code code, std::int64_t now_ms);

  World& world_;
  Accounts& accounts_;
  Listener& listener_;
  SignInThrottle throttle_;
  Cache<SessionId, Session, IdHash> cache_;
  Cache<Fingerprint, Token, IdHash> tokens_;
  std::unordered_map<AccountId, std::shared_ptr<runtime::Mutex>> signing_in_;
  std::unordered_map<Fingerprint, Grace, IdHash> grace_;             // by the old refresh token
  std::unordered_map<Fingerprint, Fingerprint, IdHash> grace_ends_;  // new token → old refresh token
  std::unordered_map<Fingerprint, Ticket, IdHash> tickets_;
};

}  // namespace cocotalk::domain
