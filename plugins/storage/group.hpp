// Group commit: many transactions, one commit of the database.
#pragma once

#include "storage/apply.hpp"

#include <span>
#include <vector>

namespace cocotalk::storage {

// Applies the transactions in their order and makes them durable together. Each succeeds or fails for itself; the outcomes stand
// in the same order. Throws SqliteError when the database failed: then none of them was stored (unless the error is_fsync()).
std::vector<Outcome> commit_group(Connection& connection, std::span<const Transaction* const> group);

}  // namespace cocotalk::storage
