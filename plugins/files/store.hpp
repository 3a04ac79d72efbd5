#pragma once

#include "files/folder.hpp"
#include "files/incoming.hpp"
#include "files/worker.hpp"

#include <cocotalk/files.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace cocotalk::files {

// A reserved name and what has arrived for it. `file` and `broken` belong to the upload's worker.
struct Upload {
  std::uint64_t id = 0;
  std::string name;
  std::unique_ptr<Incoming> file;
  std::string broken;  // why a write failed: what is stored has a hole and must not be published
  std::atomic<bool> is_writing = false;
};

// cocotalk.files/1 on a folder. Callers are never kept waiting: an upload is bound to one worker, and all its steps run there
// in the order they were asked for. Completions come from the worker.
class Store {
 public:
  struct Limits {
    std::uint64_t threads, uploads, queue_bytes;
  };
  Store(coco::Host host, const Folder& folder, const Limits& limits);

  void create(std::string_view name, coco_upload& out);
  void write(coco_upload id, std::string_view bytes, coco::Completion&& done);
  void finish(coco_upload id, coco::Completion&& done);
  void abandon(coco_upload id);
  void open(std::string_view name, coco_file_info& out);
  void erase(std::string_view name, coco::Completion&& done);
  // [main] Finishes what was asked, forgets unfinished uploads. After it everything is refused.
  void close();

 private:
  std::shared_ptr<Upload> find(coco_upload id);
  std::shared_ptr<Upload> take(coco_upload id);
  Worker& worker_of(std::uint64_t number) { return *workers_[number % workers_.size()]; }
  void run(Job& job);
  void append(Upload& upload, std::string_view bytes);
  void publish(Upload& upload);
  void forget(Upload& upload);
  void disk_works(bool works, std::string_view why);

  const coco::Host host_;
  const Folder& folder_;
  const Limits limits_;
  std::int64_t* const under_way_;
  std::int64_t* const stored_;
  std::int64_t* const failed_;
  std::mutex mutex_;
  bool is_closed_ = false;
  std::uint64_t last_id_ = 0;
  std::unordered_map<coco_upload, std::shared_ptr<Upload>> uploads_;
  std::set<std::string, std::less<>> reserved_;
  std::atomic<bool> disk_works_ = true;
  std::vector<std::unique_ptr<Worker>> workers_;  // last: their threads use everything above
};

}  // namespace cocotalk::files
