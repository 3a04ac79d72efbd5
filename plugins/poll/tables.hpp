// The tables of polls and votes, and their rows.
#pragma once

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <string>
#include <vector>

#include "poll/poll.hpp"

namespace cocotalk::poll {

const coco_schema& schema();

namespace polls {
constexpr char table[] = "poll_poll", by_message[] = "poll_by_message", turn[] = "turn", closed[] = "closed_ms";
enum : std::size_t {
  room,
  number,
  maker,
  question,
  options,
  made_ms,
  ends_ms,
  closed_ms,
  message,
  turns,
  counts,
  columns = counts + most_options
};
// The column that counts an option.
const char* count_of(std::int64_t option);
}  // namespace polls

namespace votes {
constexpr char table[] = "poll_vote", by_account[] = "poll_vote_by_account", option_name[] = "choice";
enum : std::size_t { room, number, account, option, columns };
}  // namespace votes

// Values for the length of a call; texts are borrowed.
inline coco_value value(std::int64_t number) { return {COCO_INTEGER, 0, number, {}}; }
inline coco_value value(std::string_view text) { return {COCO_TEXT, 0, 0, coco::view(text)}; }
using Values = std::vector<coco_value>;

// Columns as declared; the counter of turns and the counts begin at 0. The texts are the poll's and `options`'s.
Values row_of(const Poll& poll, const std::string& options);
Poll poll_of(const coco_value* row);

}  // namespace cocotalk::poll
