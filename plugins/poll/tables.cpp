#include "poll/tables.hpp"

#include <iterator>

namespace cocotalk::poll {
namespace {

constexpr coco_value none{COCO_NULL, 0, 0, {nullptr, 0}};

constexpr const char* count_names[most_options] = {"n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"};

constexpr coco_column poll_columns[] = {
    {"room", COCO_TEXT, 0, none},         {"number", COCO_INTEGER, 0, none},      {"maker", COCO_INTEGER, 0, none},
    {"question", COCO_TEXT, 0, none},     {"options", COCO_TEXT, 0, none},        {"made_ms", COCO_INTEGER, 0, none},
    {"ends_ms", COCO_INTEGER, 0, none},   {polls::closed, COCO_INTEGER, 0, none}, {"message", COCO_TEXT, 0, none},
    {polls::turn, COCO_INTEGER, 0, none}, {"n0", COCO_INTEGER, 0, none},          {"n1", COCO_INTEGER, 0, none},
    {"n2", COCO_INTEGER, 0, none},        {"n3", COCO_INTEGER, 0, none},          {"n4", COCO_INTEGER, 0, none},
    {"n5", COCO_INTEGER, 0, none},        {"n6", COCO_INTEGER, 0, none},          {"n7", COCO_INTEGER, 0, none},
    {"n8", COCO_INTEGER, 0, none},        {"n9", COCO_INTEGER, 0, none},
};
static_assert(std::size(poll_columns) == polls::columns);

constexpr coco_column vote_columns[] = {
    {"room", COCO_TEXT, 0, none},
    {"number", COCO_INTEGER, 0, none},
    {"account", COCO_INTEGER, 0, none},
    {votes::option_name, COCO_INTEGER, 0, none},
};

constexpr const char* poll_key[] = {"room", "number", nullptr};
constexpr const char* vote_key[] = {"room", "number", "account", nullptr};
constexpr const char* message_columns[] = {"message", nullptr};
constexpr const char* account_columns[] = {"account", "room", "number", nullptr};
constexpr coco_index poll_indexes[] = {{polls::by_message, message_columns, 1, 0}};
constexpr coco_index vote_indexes[] = {{votes::by_account, account_columns, 0, 0}};

constexpr coco_table tables[] = {
    {"poll", poll_columns, std::size(poll_columns), poll_key, poll_indexes, std::size(poll_indexes)},
    {"vote", vote_columns, std::size(vote_columns), vote_key, vote_indexes, std::size(vote_indexes)},
};

}  // namespace

const coco_schema& schema() {
  static constexpr coco_schema all{sizeof(coco_schema), 1, "poll", tables, std::size(tables)};
  return all;
}

const char* polls::count_of(std::int64_t option) { return count_names[option]; }

Values row_of(const Poll& poll, const std::string& options) {
  Values out = {value(poll.room),    value(poll.number),  value(poll.maker),     value(poll.question), value(options),
                value(poll.made_ms), value(poll.ends_ms), value(poll.closed_ms), value(poll.message)};
  out.resize(polls::columns, value(std::int64_t{0}));
  return out;
}

Poll poll_of(const coco_value* row) {
  Poll out;
  out.room = coco::text(row[polls::room].bytes);
  out.number = row[polls::number].number;
  out.maker = row[polls::maker].number;
  out.question = coco::text(row[polls::question].bytes);
  out.options = parse_options(coco::text(row[polls::options].bytes));
  out.made_ms = row[polls::made_ms].number;
  out.ends_ms = row[polls::ends_ms].number;
  out.closed_ms = row[polls::closed_ms].number;
  out.message = coco::text(row[polls::message].bytes);
  out.turn = row[polls::turns].number;
  for (std::size_t i = 0; i < most_options; ++i) out.counts.at(i) = row[polls::counts + i].number;
  return out;
}

}  // namespace cocotalk::poll
