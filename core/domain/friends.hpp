// Who knows whom: a friendship is directed, from whoever added the other.
#pragma once

#include <vector>

#include "core/domain/accounts.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/session.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

// The numbers of wire document 2.2.
enum class FriendType : std::int64_t { active = 0, passive = 1, yourself = 3 };

struct Friend {
  AccountPtr account;  // null: unknown
  FriendType type = FriendType::active;
  bool is_favourite = false;
};

struct Friendship {
  std::int64_t id = 0;
  AccountPtr from, to;
  bool hidden = false, favourite = false;
};

// The order of lists of people.
bool by_name(const AccountPtr& a, const AccountPtr& b);

// Lives on the loop.
class Friends {
 public:
  Friends(World& world, Accounts& accounts, Listener& listener) : world_(world), accounts_(accounts), listener_(listener) {}

  // Those I added and did not hide, and those who only added me, without those I block; sorted by name.
  runtime::Task<std::vector<Friend>> list(AccountId of);
  // What the account of that cid is to me; an unknown one is a passive friend without account.
  runtime::Task<Friend> find(AccountId of, std::string cid);
  // Refuses unknown accounts, oneself, and whom I added before.
  runtime::Task<Friendship> add(SessionPtr by, AccountId to);
  // Of several, those that can be added.
  runtime::Task<std::vector<Friendship>> add_all(SessionPtr by, std::vector<AccountId> to);
  // Those I hid; sorted by name.
  runtime::Task<std::vector<AccountPtr>> hidden(AccountId of);
  // Refuses whom I did not add.
  runtime::Task<Friendship> set_hidden(SessionPtr by, AccountId to, bool hidden);
  // Only I see it. Refuses whom I did not add.
  runtime::Task<Friendship> set_favourite(SessionPtr by, AccountId to, bool favourite);
  // Ends my side of it. Refuses unknown accounts and whom I did not add.
  runtime::Task<AccountPtr> remove(SessionPtr by, AccountId to);

 private:
  runtime::Task<Friendship> mine(SessionPtr by, AccountId to);
  runtime::Task<void> set(SessionPtr by, std::int64_t id, const char* column, bool value);
  World& world_;
  Accounts& accounts_;
  Listener& listener_;
};

}  // namespace cocotalk::domain
