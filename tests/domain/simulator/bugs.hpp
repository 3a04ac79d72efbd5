// Six hosts built to break a promise: the simulator must find each of them, or its silence about ours proves nothing.
#pragma once

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

namespace cocotalk::simulator {

enum class Bug {
  none,
  receipt_before_commit,  // answers before the effect outlives a crash (P1)
  no_dedup,               // forgets client message ids (P2)
  hole_after_conflict,    // a refused post takes its sequence all the same (P3)
  gap_on_resume,          // leaves out the first event somebody missed (P4)
  lost_eviction,          // the displaced session is never ended in the store (P5)
  lost_departure          // who left a group is still its member in the store
};

// A storage with a bug before a sound one, which it borrows. receipt_before_commit is the crash's business, not this one's.
class BuggyStorage {
 public:
  BuggyStorage(const coco_storage* sound, Bug bug) : sound_(sound), bug_(bug) {}
  BuggyStorage(const BuggyStorage&) = delete;
  BuggyStorage& operator=(const BuggyStorage&) = delete;
  const coco_storage* table() const { return &table_; }

  void define(const coco_schema& schema);
  void commit(const coco_transaction& transaction, coco::Completion&& done);
  void read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done);
  void backup(std::string_view path, coco::Completion&& done);
  void restore(std::string_view path);

 private:
  const coco_storage* const sound_;
  const Bug bug_;
  const coco_storage table_{sizeof table_,
                            0,
                            this,
                            COCO_BIND(coco_storage, define, BuggyStorage),
                            COCO_BIND(coco_storage, commit, BuggyStorage),
                            COCO_BIND(coco_storage, read, BuggyStorage),
                            COCO_BIND(coco_storage, backup, BuggyStorage),
                            COCO_BIND(coco_storage, restore, BuggyStorage),
                            nullptr};
};

}  // namespace cocotalk::simulator
