// The account whose passcode everybody knows, for applications on the same machine (config/broker.json).
#pragma once

#include <string>
#include <string_view>

#include "core/domain/accounts.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/session.hpp"
#include "core/domain/throttle.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

struct GuestLogin {
  std::string cid, passcode;  // cid empty: there is no guest
};

inline constexpr char guest_role[] = "guest";

// Guests come from loopback addresses only and use topics for applications only. All their links are of one session, which is in
// memory alone: letting one in writes nothing, and the session policy is not asked. Lives on the loop.
class Guest {
 public:
  Guest(World& world, Accounts& accounts, Listener& listener, GuestLogin login)
      : world_(world), accounts_(accounts), listener_(listener), login_(std::move(login)), throttle_(world.limits) {}

  // Makes the account if it is missing. Throws coco::Error when a person is called that.
  runtime::Task<void> settle();
  bool is_called(std::string_view cid) const { return !login_.cid.empty() && cid == login_.cid; }
  // Refuses a wrong passcode, an address that is not this machine's, a disabled account; RATE.
  runtime::Task<SessionPtr> admit(std::string passcode, Peer peer);
  // Ends all links if the account is the guest's.
  void end(AccountId account, coco_close_code code);

 private:
  World& world_;
  Accounts& accounts_;
  Listener& listener_;
  const GuestLogin login_;
  AccountId account_ = 0;
  SignInThrottle throttle_;
  SessionPtr session_;  // null while nobody is in
};

// 127.0.0.0/8 and ::1, also as an IPv4-mapped one.
bool is_loopback(std::string_view address);

}  // namespace cocotalk::domain
