#include "poll/ledger.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace cocotalk::poll {
namespace {

constexpr int most_tries = 8;
constexpr std::uint32_t erased_at_once = 500;

// ---- operations and ranges; all they name is borrowed until the call

coco_op row(coco_op_kind kind, const char* table, const Values& values) {
  return {kind, 0, table, nullptr, nullptr, 0, nullptr, values.data(), values.size()};
}
coco_op keyed(coco_op_kind kind, const char* table, const Values& key) {
  return {kind, 0, table, nullptr, key.data(), key.size(), nullptr, nullptr, 0};
}
// One column, its name in memory that stays.
coco_op column(coco_op_kind kind, const char* table, const Values& key, const char* const& name, const coco_value& value) {
  return {kind, 0, table, nullptr, key.data(), key.size(), &name, &value, 1};
}
coco_range beginning_with(const char* table, const char* index, const Values& key) {
  return {table, index, key.data(), key.size(), key.data(), key.size(), 0, 0, 0, 0};
}

const coco_value* row_at(const coco_rows& rows, std::uint64_t i) { return rows.values + i * rows.n_columns; }

constexpr const char* turn_name = polls::turn;
constexpr const char* closed_name = polls::closed;
constexpr const char* option_name = votes::option_name;
const coco_value zero = value(std::int64_t{0}), one = value(std::int64_t{1}), less = value(std::int64_t{-1});

Outcome not_found() { return {COCO_NOT_FOUND, "there is no such poll"}; }

void add_votes(std::vector<Poll>& polls, const coco_rows& rows) {
  for (std::uint64_t i = 0; i < rows.n_rows; ++i)
    for (Poll& poll : polls)
      if (poll.number == row_at(rows, i)[votes::number].number) poll.mine = row_at(rows, i)[votes::option].number;
}

}  // namespace

void Ledger::define() {
  const auto storage = host_.acquire<coco_storage>(COCO_STORAGE);
  coco_error error{};
  coco::throw_if(storage->define(storage->self, &schema(), &error), error);
}

void Ledger::read(const std::vector<coco_range>& ranges,
                  std::function<void(const Outcome&, const coco_read_result*)> then) const {
  const auto storage = std::make_shared<coco::Lease<coco_storage>>(host_.acquire<coco_storage>(COCO_STORAGE));
  (*storage)->read(
      (*storage)->self, ranges.data(), ranges.size(),
      coco::on_completion<coco_read_result>(
          [storage, then = std::move(then)](coco_status status, const coco_read_result* result, const coco_error* error) {
            then({status, error == nullptr ? "" : error->text}, result);
          }));
}

void Ledger::commit(const std::vector<coco_op>& ops, std::function<void(const Outcome&, const coco_committed*)> then) const {
  const auto storage = std::make_shared<coco::Lease<coco_storage>>(host_.acquire<coco_storage>(COCO_STORAGE));
  const coco_transaction transaction{sizeof transaction, 0, ops.data(), ops.size()};
  (*storage)->commit(
      (*storage)->self, &transaction,
      coco::on_completion<coco_committed>(
          [storage, then = std::move(then)](coco_status status, const coco_committed* result, const coco_error* error) {
            then({status, error == nullptr ? "" : error->text}, result);
          }));
}

void Ledger::add(Poll poll, One then) const {
  const auto kept = std::make_shared<Poll>(std::move(poll));  // the row borrows its texts
  const std::string options = options_json(kept->options);
  const Values values = row_of(*kept, options);
  commit({row(COCO_APPEND, polls::table, values)},
         [this, kept, then = std::move(then)](const Outcome& outcome, const coco_committed* done) {
           if (outcome.status == COCO_CONFLICT) return find_said(kept->message, then);
           if (outcome.status == COCO_OK) kept->number = done->results[0];
           then(outcome, *kept);
         });
}

void Ledger::find_said(const std::string& message, One then) const {
  const Values key = {value(message)};
  read({beginning_with(polls::table, polls::by_message, key)},
       [then = std::move(then)](const Outcome& outcome, const coco_read_result* found) {
         if (outcome.status != COCO_OK) return then(outcome, {});
         if (found->ranges[0].n_rows == 0) return then(not_found(), {});
         then(outcome, poll_of(row_at(found->ranges[0], 0)));
       });
}

void Ledger::find(std::string room, std::int64_t number, std::int64_t account, One then) const {
  const Values key = {value(room), value(number)}, vote = {value(room), value(number), value(account)};
  read({beginning_with(polls::table, nullptr, key), beginning_with(votes::table, nullptr, vote)},
       [then = std::move(then)](const Outcome& outcome, const coco_read_result* found) {
         if (outcome.status != COCO_OK) return then(outcome, {});
         if (found->ranges[0].n_rows == 0) return then(not_found(), {});
         std::vector<Poll> out = {poll_of(row_at(found->ranges[0], 0))};
         add_votes(out, found->ranges[1]);
         then(outcome, out.front());
       });
}

void Ledger::list(std::string room, std::int64_t account, std::int64_t before, std::uint32_t limit, Found then) const {
  const Values lower = {value(room)}, upper = {value(room), value(before)};
  coco_range newest = beginning_with(polls::table, nullptr, lower);
  if (before > 0) newest.upper = upper.data(), newest.n_upper = upper.size(), newest.upper_open = 1;
  newest.descending = 1, newest.limit = limit;
  const Values own = {value(account), value(room)};
  read({newest, beginning_with(votes::table, votes::by_account, own)},
       [then = std::move(then)](const Outcome& outcome, const coco_read_result* found) {
         std::vector<Poll> out;
         if (outcome.status != COCO_OK) return then(outcome, out);
         for (std::uint64_t i = 0; i < found->ranges[0].n_rows; ++i) out.push_back(poll_of(row_at(found->ranges[0], i)));
         add_votes(out, found->ranges[1]);
         then(outcome, std::move(out));
       });
}

void Ledger::find_behind(const std::string& room, One then) const {
  const Values last = {value(room)};
  coco_range next = beginning_with(polls::table, nullptr, last);
  next.lower_open = 1, next.n_upper = 0, next.limit = 1;
  read({next}, [then = std::move(then)](const Outcome& outcome, const coco_read_result* found) {
    if (outcome.status != COCO_OK) return then(outcome, {});
    if (found->ranges[0].n_rows == 0) return then(not_found(), {});
    then(outcome, poll_of(row_at(found->ranges[0], 0)));
  });
}

// ---- changing

struct Ledger::Changing {
  std::string room;
  std::int64_t number, account;
  Decide decide;
  One then;
  int tries = 0;
};

void Ledger::change(std::string room, std::int64_t number, std::int64_t account, Decide decide, One then) const {
  try_change(std::make_shared<Changing>(Changing{std::move(room), number, account, std::move(decide), std::move(then)}));
}

void Ledger::try_change(const std::shared_ptr<Changing>& changing) const {
  if (++changing->tries > most_tries) return changing->then({COCO_CONFLICT, "the poll changed again and again"}, {});
  find(changing->room, changing->number, changing->account, [this, changing](const Outcome& found, const Poll& poll) {
    if (found.status != COCO_OK) return changing->then(found, poll);
    const Change wanted = changing->decide(poll);
    if (wanted.outcome.status != COCO_OK || wanted.is_so_already) return changing->then(wanted.outcome, poll);
    const Values key = {value(poll.room), value(poll.number)},
                 vote = {value(poll.room), value(poll.number), value(changing->account)};
    const Values chosen = {vote[0], vote[1], vote[2], value(wanted.option)};
    const coco_value before = value(poll.mine.value_or(0)), closed = value(wanted.closed_ms);
    const char* const old_count = polls::count_of(poll.mine.value_or(0));
    const char* const new_count = polls::count_of(std::max<std::int64_t>(0, wanted.option));
    std::vector<coco_op> ops = {column(COCO_EXPECT, polls::table, key, closed_name, zero),
                                column(COCO_ADD, polls::table, key, turn_name, one)};
    if (wanted.closed_ms != 0) {
      ops.push_back(column(COCO_SET, polls::table, key, closed_name, closed));
    } else {
      ops.push_back(poll.mine ? column(COCO_EXPECT, votes::table, vote, option_name, before)
                              : keyed(COCO_ABSENT, votes::table, vote));
      if (poll.mine) ops.push_back(column(COCO_ADD, polls::table, key, old_count, less));
      ops.push_back(column(COCO_ADD, polls::table, key, new_count, one));
      ops.push_back(row(COCO_PUT, votes::table, chosen));
    }
    commit(ops, [this, changing](const Outcome& outcome, const coco_committed*) {
      if (outcome.status == COCO_CONFLICT) return try_change(changing);
      if (outcome.status != COCO_OK) return changing->then(outcome, {});
      find(changing->room, changing->number, changing->account, changing->then);
    });
  });
}

// ---- forgetting

void Ledger::erase_room(std::string room, Done then) const {
  const Values key = {value(room)};
  coco_range of_polls = beginning_with(polls::table, nullptr, key), of_votes = beginning_with(votes::table, nullptr, key);
  of_polls.limit = of_votes.limit = erased_at_once;
  read({of_polls, of_votes}, [this, room, then = std::move(then)](const Outcome& outcome, const coco_read_result* found) {
    if (outcome.status != COCO_OK) return then(outcome);
    std::vector<Values> keys;
    std::vector<coco_op> ops;
    keys.reserve(2 * erased_at_once);
    const auto erase = [&](const char* table, const coco_rows& rows, std::size_t n_key) {
      for (std::uint64_t i = 0; i < rows.n_rows; ++i) {
        keys.emplace_back(row_at(rows, i), row_at(rows, i) + n_key);
        ops.push_back(keyed(COCO_ERASE, table, keys.back()));
      }
    };
    erase(votes::table, found->ranges[1], 3);
    if (ops.empty()) erase(polls::table, found->ranges[0], 2);  // a vote is never without its poll
    if (ops.empty()) return then(outcome);
    commit(ops, [this, room, then](const Outcome& erased, const coco_committed*) {
      erased.status == COCO_OK ? erase_room(room, then) : then(erased);
    });
  });
}

void Ledger::erase_account(std::int64_t account, Changed changed, Done then) const {
  const Values key = {value(account)};
  coco_range own = beginning_with(votes::table, votes::by_account, key);
  own.limit = erased_at_once;
  read({own}, [this, account, changed = std::move(changed), then = std::move(then)](const Outcome& outcome,
                                                                                    const coco_read_result* found) {
    if (outcome.status != COCO_OK || found->ranges[0].n_rows == 0) return then(outcome);
    const coco_rows& rows = found->ranges[0];
    std::vector<Values> keys;
    std::vector<const char*> counts;
    std::vector<coco_op> ops;
    std::vector<std::pair<std::string, std::int64_t>> touched;
    keys.reserve(2 * rows.n_rows), counts.reserve(rows.n_rows);
    for (std::uint64_t i = 0; i < rows.n_rows; ++i) {
      const coco_value* const vote = row_at(rows, i);
      const Values& of_vote = keys.emplace_back(vote, vote + votes::option);
      const Values& of_poll = keys.emplace_back(vote, vote + votes::account);
      touched.emplace_back(coco::text(vote[votes::room].bytes), vote[votes::number].number);
      counts.push_back(polls::count_of(vote[votes::option].number));
      ops.push_back(column(COCO_EXPECT, votes::table, of_vote, option_name, vote[votes::option]));
      ops.push_back(column(COCO_ADD, polls::table, of_poll, counts.back(), less));
      ops.push_back(column(COCO_ADD, polls::table, of_poll, turn_name, one));
      ops.push_back(keyed(COCO_ERASE, votes::table, of_vote));
    }
    commit(ops, [this, account, changed, then, touched](const Outcome& erased, const coco_committed*) {
      if (erased.status == COCO_CONFLICT) return erase_account(account, changed, then);  // its room went meanwhile: look again
      if (erased.status != COCO_OK) return then(erased);
      look_again(touched, changed, [this, account, changed, then] { erase_account(account, changed, then); });
    });
  });
}

void Ledger::look_again(const std::vector<std::pair<std::string, std::int64_t>>& which, Changed changed,
                        std::function<void()> then) const {
  std::vector<Values> keys;
  std::vector<coco_range> ranges;
  keys.reserve(which.size());
  for (const auto& [room, number] : which)
    ranges.push_back(beginning_with(polls::table, nullptr, keys.emplace_back(Values{value(room), value(number)})));
  read(ranges, [changed = std::move(changed), then = std::move(then)](const Outcome& outcome, const coco_read_result* found) {
    for (std::uint64_t i = 0; outcome.status == COCO_OK && i < found->n_ranges; ++i)
      if (found->ranges[i].n_rows != 0) changed(poll_of(row_at(found->ranges[i], 0)));
    then();
  });
}

}  // namespace cocotalk::poll
