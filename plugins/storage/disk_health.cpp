#include "storage/disk_health.hpp"

namespace cocotalk::storage {

namespace {

// With 128 and more the host ends the process at once; 134 is what a shell shows for abort().
constexpr int exit_fsync_failed = 134;

}  // namespace

DiskHealth::DiskHealth(coco::Host host)
    : host_(host),
      failures_(host.counter("disk_failures", "commits and checkpoints refused because the disk failed or is full")) {}

void DiskHealth::writes_fail(const SqliteError& error) {
  coco::add(failures_);
  if (error.is_fsync()) return lose(error);
  if (refuses_writes()) return;
  write_failure_ = error.what();
  host_.error("read-only until the disk takes writes again: " + write_failure_);
  tell();
}

void DiskHealth::writes_succeed() {
  if (!refuses_writes() || is_lost_) return;
  write_failure_.clear();
  host_.info("the disk takes writes again");
  tell();
}

void DiskHealth::checkpoints_fail(const SqliteError& error) {
  coco::add(failures_);
  if (error.is_fsync()) return lose(error);
  if (!checkpoint_failure_.empty()) return;
  checkpoint_failure_ = error.what();
  host_.error("the write-ahead log grows until it can be moved to the database: " + checkpoint_failure_);
  tell();
}

void DiskHealth::checkpoints_succeed() {
  if (checkpoint_failure_.empty() || is_lost_) return;
  checkpoint_failure_.clear();
  host_.info("the write-ahead log can be moved to the database again");
  tell();
}

void DiskHealth::lose(const SqliteError& error) {
  is_lost_ = true;
  host_.health(COCO_HEALTH_FAILED, std::string("fsync failed: ") + error.what());
  host_.stop_host(exit_fsync_failed, std::string("fsync of the database failed, so memory and disk may differ: ") + error.what());
}

void DiskHealth::tell() {
  if (refuses_writes()) return host_.health(COCO_HEALTH_DEGRADED, "read-only: " + write_failure_);
  if (!checkpoint_failure_.empty())
    return host_.health(COCO_HEALTH_DEGRADED, "the write-ahead log grows: " + checkpoint_failure_);
  host_.health(COCO_HEALTH_OK, "");
}

}  // namespace cocotalk::storage
