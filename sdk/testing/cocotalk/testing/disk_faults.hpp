// The faulty disk in the words of a contract.
#pragma once

#include <cocotalk/testing/faulty_disk.h>

#include <cstdint>
#include <initializer_list>

namespace cocotalk::testing {

// The program's disk, which works again when this goes. A rule that needs it begins with
//
//   DiskFaults disk;
//   if (!disk) GTEST_SKIP() << DiskFaults::why_not;
class DiskFaults {
 public:
  static constexpr const char* why_not =
      "this program has no faulty disk; include <cocotalk/testing/faulty_disk.hpp> in one file of it";

  DiskFaults() = default;
  DiskFaults(const DiskFaults&) = delete;
  DiskFaults& operator=(const DiskFaults&) = delete;
  ~DiskFaults() { mend(); }
  explicit operator bool() const { return disk_ != nullptr; }

  void fail_writes(int with) { set(disk_->write_errno, with); }
  void fail_syncs(int with) { set(disk_->sync_errno, with); }
  void fail_opening(int with) { set(disk_->open_errno, with); }
  void shorten_writes() { set(disk_->short_writes, 1); }
  void slow_down(int ms) { set(disk_->delay_ms, ms); }
  // Nothing gets on or off it until mend().
  void hold() { set(disk_->held, 1); }
  void mend() {
    if (disk_ == nullptr) return;
    for (std::int32_t* const fault :
         {&disk_->write_errno, &disk_->sync_errno, &disk_->open_errno, &disk_->short_writes, &disk_->delay_ms, &disk_->held})
      set(*fault, 0);
  }
  std::uint64_t writes() const { return __atomic_load_n(&disk_->writes, __ATOMIC_SEQ_CST); }
  std::uint64_t syncs() const { return __atomic_load_n(&disk_->syncs, __ATOMIC_SEQ_CST); }

 private:
  static void set(std::int32_t& fault, std::int32_t value) { __atomic_store_n(&fault, value, __ATOMIC_SEQ_CST); }
  coco_faulty_disk* const disk_ = coco_testing_disk == nullptr ? nullptr : coco_testing_disk();
};

}  // namespace cocotalk::testing
