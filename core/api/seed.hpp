// Accounts, rooms, messages and tokens for tests and benches, without a password hash each.
#pragma once

#include <string>
#include <vector>

#include "core/api/application.hpp"

namespace cocotalk::api {

struct SeedPlan {
  std::int64_t accounts = 10, rooms = 1, members_per_room = 10, messages_per_room = 0;
  std::int64_t regulars = 0;  // of the accounts: they share all rooms among them, and are so in many
  bool tokens = true;         // a mobile session with an access token for each regular; for each account when there are none
};

struct Seeded {
  struct Account {
    domain::AccountId id;
    std::string cid, access_token;
  };
  std::vector<Account> accounts;
  std::vector<domain::RoomId> rooms;
};

// Adds accounts seed-…-⟨n⟩ that nobody can sign in to by password, rooms of neighbours among them, and what was said there, a
// message a minute.
runtime::Task<Seeded> seed(Application& app, SeedPlan plan);

}  // namespace cocotalk::api
