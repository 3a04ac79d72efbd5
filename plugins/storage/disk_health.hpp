// What the disk let us do last, as the host and its people are told.
#pragma once

#include "storage/statement.hpp"

#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <string>

namespace cocotalk::storage {

// Lives on the writer's thread. Says each change once: in the log, in the health. An fsync that failed is final, and ends the
// host.
class DiskHealth {
 public:
  explicit DiskHealth(coco::Host host);

  void writes_fail(const SqliteError& error);
  void writes_succeed();
  void checkpoints_fail(const SqliteError& error);
  void checkpoints_succeed();

  bool refuses_writes() const { return !write_failure_.empty(); }
  bool is_lost() const { return is_lost_; }

 private:
  void lose(const SqliteError& error);
  void tell();

  coco::Host host_;
  std::string write_failure_, checkpoint_failure_;  // empty: it works
  bool is_lost_ = false;
  std::int64_t* failures_;
};

}  // namespace cocotalk::storage
