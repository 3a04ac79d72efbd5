// Accounts, rooms, messages and tokens for tests and benches, without a password hash each.
#pragma once

#include <string>
#include <vector>

#include "core/api/application.hpp"

namespace cocotalk::api {

struct SeedPlan {
  std::int64_t accounts = 10, rooms = 1, members_per_room = 10, messages_per_room = 0;
  bool tokens = true;  // a mobile session with an access token for each account
};

struct Seeded {
  struct Account {
    domain::AccountId id;
    std::string cid, access_token;
  };
  std::vector<Account> accounts;
  std::vector<domain::RoomId> rooms;
};

// Adds accounts seed-⟨n⟩ that nobody can sign in to by password, and rooms of neighbours among them.
runtime::Task<Seeded> seed(Application& app, SeedPlan plan);

}  // namespace cocotalk::api
