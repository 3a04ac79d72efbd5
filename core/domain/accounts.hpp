// People: who they are, found by id, cid, e-mail or phone; signing up.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/domain/cache.hpp"
#include "core/domain/files.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

// The role of an account that was deleted: its number stays, for what it said.
inline constexpr char deleted_role[] = "deleted";

struct Account {
  AccountId id = 0;
  std::string cid, username, nickname, email, phone, birth;
  std::int64_t status = 0;
  std::string picture, background, message;  // empty: none
  std::string verifier;                      // of the password
  std::string role;
  bool disabled = false;
  std::int64_t session_version = 0;
  bool is_deleted() const { return role == deleted_role; }
};
using AccountPtr = std::shared_ptr<const Account>;

struct SignUp {
  std::string cid, password, username, nickname, phone, email, birth;
  std::optional<NewFile> picture;
  std::int64_t status = 0;
  std::string role = "user";
};

// Lives on the loop.
class Accounts {
 public:
  Accounts(World& world, Files& files) : world_(world), files_(files), cache_(world.limits.cached_accounts) {}

  // Null when unknown.
  runtime::Task<AccountPtr> find(AccountId id);
  runtime::Task<AccountPtr> find_by_cid(std::string cid);
  runtime::Task<AccountPtr> find_by_email(std::string email);
  runtime::Task<AccountPtr> find_by_phone(std::string phone);
  // One entry per id, null for unknown ones.
  runtime::Task<std::vector<AccountPtr>> find_all(std::vector<AccountId> ids);
  // As find(); null also when it was deleted.
  runtime::Task<AccountPtr> find_living(AccountId id);
  // Straight from the storage.
  runtime::Task<AccountPtr> reload(AccountId id);

  // Enrolls the password and stores the account. Refuses taken cid, e-mail or phone (EXISTS_INFO) and fields over their limits.
  // The same sign-up again within 60 s (the phone repeats requests) gets the same account.
  runtime::Task<AccountPtr> sign_up(SignUp form);

  // Stores an account with a verifier of its own; empty: nobody signs in by password. Refuses EXISTS_INFO.
  runtime::Task<AccountPtr> add(SignUp form, std::string verifier);

  // Whether the password is the account's; takes as long for a null account.
  runtime::Task<bool> authenticate(AccountPtr account, std::string password);
  // The verifier to store for a password; throws Refusal when the workers are busy.
  runtime::Task<std::string> enroll(std::string password);

  // Stores a new password, together with `more`. Whoever proved to be the account did it with the password it had then: CONFLICT
  // when that was changed meanwhile. Sign-ins under way with the old one fail.
  runtime::Task<void> set_password(AccountPtr proven, std::string password, Transaction more);

  // Refuses what is longer than its limit.
  void check_lengths(const std::string& username, const std::string& nickname, const std::string& phone,
                     const std::string& email) const;

  // After its row was written.
  void changed(AccountId id) { cache_.invalidate(id); }

 private:
  runtime::Task<AccountPtr> find_in(const char* index, std::string value);
  World& world_;
  Files& files_;
  Cache<AccountId, const Account> cache_;
  struct Recent {
    AccountId id;
    std::int64_t at_ms;
  };
  std::unordered_map<std::string, Recent> recent_;  // by cid; pruned as new ones come
};

// How many characters (not bytes) the UTF-8 text has.
std::size_t characters(std::string_view text);

}  // namespace cocotalk::domain
