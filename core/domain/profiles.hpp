// What people change about themselves.
#pragma once

#include <optional>
#include <string>

#include "core/domain/accounts.hpp"
#include "core/domain/files.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/rooms.hpp"
#include "core/domain/session.hpp"
#include "core/domain/sessions.hpp"

namespace cocotalk::domain {

struct ProfileUpdate {
  std::string username, nickname, email, phone, birth;
  std::int64_t status = 0;
};

// Lives on the loop. The rooms in memory see a change at once; the members that look at them are told.
class Profiles {
 public:
  Profiles(World& world, Accounts& accounts, Files& files, Rooms& rooms, Sessions& sessions, Listener& listener)
      : world_(world), accounts_(accounts), files_(files), rooms_(rooms), sessions_(sessions), listener_(listener) {}

  // Overwrites all these fields. Refuses EXISTS_INFO and what is longer than its limit; answers the account as it is now.
  runtime::Task<AccountPtr> update(SessionPtr by, ProfileUpdate update);
  // Empty: none.
  runtime::Task<AccountPtr> set_message(SessionPtr by, std::string message);
  // The profile's picture or background; nothing: none. The one before vanishes a minute later. Refuses QUOTA.
  runtime::Task<AccountPtr> set_picture(SessionPtr by, FileUse use, std::optional<NewFile> file);
  // Empties the profile, ends the friendships and the sessions. What the person said stays, under another name; so does the
  // account's number. Answers the account as it was.
  runtime::Task<AccountPtr> erase(SessionPtr by);

 private:
  runtime::Task<AccountPtr> stored(SessionPtr by, Transaction transaction);
  // After its row was written.
  runtime::Task<AccountPtr> published(AccountId id);
  runtime::Task<void> erase_friendships(AccountId account);
  World& world_;
  Accounts& accounts_;
  Files& files_;
  Rooms& rooms_;
  Sessions& sessions_;
  Listener& listener_;
};

}  // namespace cocotalk::domain
