#include "tests/domain/simulator/bugs.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/schema.hpp"

namespace cocotalk::simulator {
namespace {

namespace event = domain::event;
namespace topic_event = domain::topic_event;
namespace room_head = domain::room_head;

bool is(const coco_op& op, coco_op_kind kind, std::string_view table) { return op.kind == kind && op.table == table; }

bool leaves_a_group(const coco_op& op) {
  namespace member = domain::member;
  return is(op, COCO_ERASE, member::table) || is(op, COCO_ERASE, domain::position::table) ||
         (is(op, COCO_SET, member::table) && op.values[0].number == member::is_ghost);
}

bool is_one_of(std::string_view table, std::string_view a, std::string_view b) { return table == a || table == b; }

// Takes a sequence of the room that no event will have.
void leave_a_hole(const coco_storage* storage, const std::string& room) {
  const coco_value key{COCO_BLOB, 0, 0, coco::view(room)};
  const char* const columns[] = {"seq", "number"};
  const coco_value ones[] = {{COCO_INTEGER, 0, 1, {}}, {COCO_INTEGER, 0, 1, {}}};
  const coco_op add{COCO_ADD, 0, room_head::table, nullptr, &key, 1, columns, ones, 2};
  const coco_transaction transaction{sizeof transaction, 0, &add, 1};
  storage->commit(storage->self, &transaction, {[](void*, coco_status, const void*, const coco_error*) {}, nullptr});
}

// A commit on its way, and the room it posts to.
struct Forwarded {
  coco::Completion done;
  const coco_storage* storage;
  std::string room;            // empty: no post
  std::uint64_t event_op = 0;  // which operation inserts the event
  static void answered(void* ctx, coco_status status, const void* result, const coco_error* error) {
    const std::unique_ptr<Forwarded> self(static_cast<Forwarded*>(ctx));
    if (status == COCO_OK) return self->done.ok(result);
    const auto* const committed = static_cast<const coco_committed*>(result);
    if (status == COCO_CONFLICT && !self->room.empty() && committed->failed_op == self->event_op)
      leave_a_hole(self->storage, self->room);
    self->done.fail(status, error == nullptr ? "" : error->text, result);
  }
};

// A read whose first missed event gets lost.
struct Shortened {
  coco::Completion done;
  static void answered(void* ctx, coco_status status, const void* result, const coco_error* error) {
    const std::unique_ptr<Shortened> self(static_cast<Shortened*>(ctx));
    if (status != COCO_OK) return self->done.fail(status, error == nullptr ? "" : error->text);
    const auto& sound = *static_cast<const coco_read_result*>(result);
    coco_rows rows = sound.ranges[0];
    if (rows.n_rows > 1) {
      rows.values += rows.n_columns;
      --rows.n_rows;
    }
    const coco_read_result shortened{sizeof shortened, 0, &rows, 1};
    self->done.ok(&shortened);
  }
};

}  // namespace

void BuggyStorage::define(const coco_schema& schema) {
  coco_error error{};
  coco::throw_if(sound_->define(sound_->self, &schema, &error), error);
}

void BuggyStorage::commit(const coco_transaction& transaction, coco::Completion&& done) {
  std::vector<coco_op> ops;
  std::vector<coco_value> without_id;
  auto forwarded = std::make_unique<Forwarded>();
  for (std::uint64_t i = 0; i < transaction.n_ops; ++i) {
    coco_op op = transaction.ops[i];
    if (bug_ == Bug::lost_eviction && is(op, COCO_SET, domain::session::table)) continue;
    if (bug_ == Bug::lost_departure && leaves_a_group(op)) continue;
    if (bug_ == Bug::no_dedup && is(op, COCO_APPEND, topic_event::table)) {
      without_id.assign(op.values, op.values + op.n_values);
      without_id[topic_event::client_id].type = COCO_NULL;
      op.values = without_id.data();
    }
    if (is(op, COCO_INSERT, event::table)) {
      forwarded->event_op = ops.size();
      if (bug_ == Bug::hole_after_conflict) forwarded->room = coco::text(op.values[event::room].bytes);
      if (bug_ == Bug::no_dedup) {
        without_id.assign(op.values, op.values + op.n_values);
        without_id[event::client_id].type = COCO_NULL;
        op.values = without_id.data();
      }
    }
    ops.push_back(op);
  }
  forwarded->done = std::move(done);
  forwarded->storage = sound_;
  const coco_transaction passed{sizeof passed, 0, ops.data(), ops.size()};
  sound_->commit(sound_->self, &passed, {&Forwarded::answered, forwarded.release()});
}

void BuggyStorage::read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done) {
  auto shortened = std::make_unique<Shortened>();
  shortened->done = std::move(done);
  const bool reads_events = is_one_of(ranges[0].table, event::table, topic_event::table);
  const bool is_resumption = n == 1 && reads_events && ranges[0].index == nullptr;
  if (bug_ == Bug::gap_on_resume && is_resumption)
    return sound_->read(sound_->self, ranges, n, {&Shortened::answered, shortened.release()});
  struct Whole {
    static void answered(void* ctx, coco_status status, const void* result, const coco_error* error) {
      const std::unique_ptr<Shortened> self(static_cast<Shortened*>(ctx));
      if (status == COCO_OK) return self->done.ok(result);
      self->done.fail(status, error == nullptr ? "" : error->text);
    }
  };
  sound_->read(sound_->self, ranges, n, {&Whole::answered, shortened.release()});
}

void BuggyStorage::backup(std::string_view, coco::Completion&& done) {
  done.fail(COCO_UNAVAILABLE, "the simulator makes no backups");
}
void BuggyStorage::restore(std::string_view) { throw coco::Error(COCO_UNAVAILABLE, "the simulator restores nothing"); }

}  // namespace cocotalk::simulator
