// Outcomes and rows of the in-memory store, as their completions want them.
#pragma once

#include "cocotalk/testing/memory/range.hpp"
#include "cocotalk/testing/memory/transaction.hpp"

#include <vector>

namespace cocotalk::testing::memory {

inline void answer(const Outcome& outcome, coco::Completion& done) {
  const coco_committed result{sizeof(coco_committed),      0,
                              outcome.failed_op,           outcome.results.data(),
                              outcome.first_result.data(), outcome.first_result.size() - 1};
  if (outcome.status == COCO_OK) return done.ok(&result);
  done.fail(outcome.status, outcome.why, outcome.status == COCO_CONFLICT ? &result : nullptr);
}

// One entry for each range of the read.
inline void answer(const std::vector<Rows>& read, coco::Completion& done) {
  std::vector<std::vector<coco_value>> values;
  std::vector<coco_rows> ranges;
  for (const Rows& rows : read) {
    std::vector<coco_value>& views = values.emplace_back();
    views.reserve(rows.values.size());
    for (const Value& value : rows.values) views.push_back(view_of(value));
    ranges.push_back({views.data(), rows.n_rows, rows.n_columns});
  }
  const coco_read_result result{sizeof(coco_read_result), 0, ranges.data(), ranges.size()};
  done.ok(&result);
}

// Copies and checks the ranges of a read; throws coco::Error with the range's number.
inline std::vector<Range> checked(Tables& tables, const coco_range* from, std::uint64_t n) {
  std::vector<Range> ranges;
  for (std::uint64_t i = 0; i < n; ++i) {
    try {
      ranges.emplace_back(tables, from[i]);
    } catch (const coco::Error& e) {
      throw coco::Error(e.code(), "range " + std::to_string(i) + ": " + e.what());
    }
  }
  return ranges;
}

}  // namespace cocotalk::testing::memory
