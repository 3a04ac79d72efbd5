// Whom one wants to hear nothing from, without his noticing it.
//
// In their private room nothing that the blocked person says reaches whoever blocks: it is stored and receipted, and hidden from
// him for ever. The blocked makes that room as any other, does not bring the other back into it, and sees him listed. Into groups
// he does not bring him. In groups both are in, each hears the other; but no device is woken by a blocked person.
#pragma once

#include <set>
#include <vector>

#include "core/domain/accounts.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/rooms.hpp"
#include "core/domain/session.hpp"

namespace cocotalk::domain {

// Lives on the loop.
class Blocks {
 public:
  Blocks(World& world, Accounts& accounts, Rooms& rooms, Listener& listener)
      : world_(world), accounts_(accounts), rooms_(rooms), listener_(listener) {}

  // Both refuse BAD_REQUEST oneself and unknown accounts; it may be so already.
  runtime::Task<AccountPtr> block(SessionPtr by, AccountId whom);
  runtime::Task<AccountPtr> unblock(SessionPtr by, AccountId whom);
  // Sorted by name.
  runtime::Task<std::vector<AccountPtr>> list(AccountId of);

 private:
  enum class Wish { block, unblock };
  runtime::Task<AccountPtr> change(SessionPtr by, AccountId whom, Wish wish);
  runtime::Task<bool> try_change(SessionPtr by, AccountId whom, Wish wish);
  World& world_;
  Accounts& accounts_;
  Rooms& rooms_;
  Listener& listener_;
};

// Who blocks the account.
runtime::Task<std::set<AccountId>> blockers_of(Store& store, AccountId whom);
// Adds that `by` blocks `whom`, or that he does not, to what the transaction expects.
void expect_block(Transaction& transaction, AccountId by, AccountId whom, bool blocks);

}  // namespace cocotalk::domain
