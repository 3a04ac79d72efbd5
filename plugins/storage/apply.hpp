// One transaction's operations, run inside an open transaction of the database.
#pragma once

#include "storage/connection.hpp"
#include "storage/transaction.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::storage {

struct Outcome {
  coco_status status = COCO_OK;  // COCO_CONFLICT or COCO_INVALID: operation `failed_op` failed, for the reason `why`
  std::uint64_t failed_op = 0;
  std::string why;
  std::vector<std::int64_t> results;
  bool left_traces = false;  // failed after operations that changed rows; undoing them is the caller's part
};

// Throws SqliteError; then the whole open transaction must be rolled back.
Outcome apply(Connection& connection, const Transaction& transaction);

}  // namespace cocotalk::storage
