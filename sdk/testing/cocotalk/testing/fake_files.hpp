// cocotalk.files/1 in memory. Answers at once, unless a test holds the answers back or makes the disk full.
#pragma once

#include <cocotalk/files.h>
#include <cocotalk/plugin.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::testing {

class FakeFiles {
 public:
  FakeFiles() = default;
  FakeFiles(const FakeFiles&) = delete;
  FakeFiles& operator=(const FakeFiles&) = delete;

  const coco_files* table() const { return &table_; }

  std::map<std::string, std::string> stored() {
    const std::lock_guard lock(mutex_);
    return stored_;
  }
  std::size_t under_way() {
    const std::lock_guard lock(mutex_);
    return uploads_.size();
  }
  // From now on writes fail with this; COCO_OK: they work again.
  void fail_writes(coco_status status) {
    const std::lock_guard lock(mutex_);
    write_status_ = status;
  }
  // Answers of write() wait until release().
  void hold_writes() {
    const std::lock_guard lock(mutex_);
    is_holding_ = true;
  }
  void release() {
    std::vector<std::pair<coco::Completion, coco_status>> held;
    {
      const std::lock_guard lock(mutex_);
      is_holding_ = false;
      held = std::move(held_);
      held_.clear();
    }
    for (auto& [done, status] : held) answer(done, status);
  }

  // ---- the table ----
  void create(std::string_view name, coco_upload& out) {
    check(name);
    const std::lock_guard lock(mutex_);
    for (const auto& [id, upload] : uploads_)
      if (upload.name == name) throw coco::Error(COCO_CONFLICT, "the name is being written");
    out = ++last_;
    uploads_[out].name = name;
  }
  void write(coco_upload id, std::string_view bytes, coco::Completion&& done) {
    coco_status status = COCO_OK;
    {
      const std::lock_guard lock(mutex_);
      const auto found = uploads_.find(id);
      status = found == uploads_.end() ? COCO_NOT_FOUND : write_status_;
      if (status == COCO_OK) found->second.bytes += bytes;
      if (found != uploads_.end() && status != COCO_OK) found->second.is_broken = true;
      if (is_holding_) return void(held_.emplace_back(std::move(done), status));
    }
    answer(done, status);
  }
  void finish(coco_upload id, coco::Completion&& done) {
    coco_status status = COCO_OK;
    {
      const std::lock_guard lock(mutex_);
      const auto found = uploads_.find(id);
      if (found == uploads_.end())
        status = COCO_NOT_FOUND;
      else if (found->second.is_broken)
        status = COCO_RETRY;
      else if (!stored_.emplace(found->second.name, found->second.bytes).second)
        status = COCO_CONFLICT;
      if (found != uploads_.end()) uploads_.erase(found);
    }
    answer(done, status);
  }
  void abandon(coco_upload id) {
    const std::lock_guard lock(mutex_);
    uploads_.erase(id);
  }
  void open(std::string_view name, coco_file_info& out) {
    check(name);
    const std::lock_guard lock(mutex_);
    const auto found = stored_.find(std::string(name));
    if (found == stored_.end()) throw coco::Error(COCO_NOT_FOUND, "there is no such file");
    const int fd = ::memfd_create("fake", MFD_CLOEXEC);
    if (fd < 0 || ::write(fd, found->second.data(), found->second.size()) != static_cast<ssize_t>(found->second.size()))
      throw coco::Error(COCO_RETRY, "no memory file");
    out = {sizeof out, fd, found->second.size(), 1'643'948'474'542};
  }
  void erase(std::string_view name, coco::Completion&& done) {
    check(name);
    {
      const std::lock_guard lock(mutex_);
      stored_.erase(std::string(name));
    }
    done.ok();
  }

 private:
  struct Upload {
    std::string name, bytes;
    bool is_broken = false;
  };

  static void check(std::string_view name) {
    bool at_start = true;
    for (const char c : name) {
      const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
      if (!is_plain && (at_start || (c != '.' && c != '/'))) throw coco::Error(COCO_INVALID, "the name is not allowed");
      at_start = c == '/';
    }
    if (at_start) throw coco::Error(COCO_INVALID, "the name is not allowed");
  }
  static void answer(coco::Completion& done, coco_status status) {
    if (status == COCO_OK)
      done.ok();
    else
      done.fail(status, "refused");
  }

  std::mutex mutex_;
  std::map<coco_upload, Upload> uploads_;
  std::map<std::string, std::string> stored_;
  coco_upload last_ = 0;
  coco_status write_status_ = COCO_OK;
  bool is_holding_ = false;
  std::vector<std::pair<coco::Completion, coco_status>> held_;
  const coco_files table_{sizeof table_,
                          0,
                          this,
                          COCO_BIND(coco_files, create, FakeFiles),
                          COCO_BIND(coco_files, write, FakeFiles),
                          COCO_BIND(coco_files, finish, FakeFiles),
                          COCO_BIND(coco_files, abandon, FakeFiles),
                          COCO_BIND(coco_files, open, FakeFiles),
                          COCO_BIND(coco_files, erase, FakeFiles)};
};

}  // namespace cocotalk::testing
