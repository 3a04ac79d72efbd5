#include "files/store.hpp"

#include "files/name.hpp"

#include <functional>
#include <utility>

namespace cocotalk::files {
namespace {

constexpr std::uint64_t max_queued_jobs = 4096;  // per worker; an erase is some hundred bytes
constexpr std::string_view unknown_upload = "there is no such upload";
constexpr std::string_view stopping = "the file store is stopping";

}  // namespace

Store::Store(coco::Host host, const Folder& folder, const Limits& limits)
    : host_(host),
      folder_(folder),
      limits_(limits),
      under_way_(host.gauge("file_uploads", "files being written")),
      stored_(host.counter("files_stored_total", "files finished")),
      failed_(host.counter("files_failed_total", "uploads that the disk refused")) {
  for (std::uint64_t i = 0; i < limits.threads; ++i)
    workers_.push_back(std::make_unique<Worker>(Worker::Bounds{limits.queue_bytes / limits.threads, max_queued_jobs},
                                                [this](Job& job) { run(job); }));
}

void Store::create(std::string_view name, coco_upload& out) {
  check_name(name);
  const std::lock_guard lock(mutex_);
  if (is_closed_) throw coco::Error(COCO_ABORTED, std::string(stopping));
  if (uploads_.size() >= limits_.uploads)
    throw coco::Error(COCO_BUSY, "max_uploads (" + std::to_string(limits_.uploads) + ") files are being written");
  if (!reserved_.emplace(name).second)
    throw coco::Error(COCO_CONFLICT, std::string(name) + " is being written by another upload");
  auto upload = std::make_shared<Upload>();
  upload->id = out = ++last_id_;
  upload->name = name;
  uploads_.emplace(out, std::move(upload));
  coco::add(under_way_);
}

void Store::write(coco_upload id, std::string_view bytes, coco::Completion&& done) {
  const std::shared_ptr<Upload> upload = find(id);
  if (!upload) return done.fail(COCO_NOT_FOUND, unknown_upload);
  if (upload->is_writing.exchange(true)) return done.fail(COCO_INVALID, "the upload's previous write is still under way");
  Job job{Job::What::append, upload, std::string(bytes), std::move(done)};
  if (worker_of(id).offer(job)) return;
  upload->is_writing = false;
  job.done.fail(COCO_BUSY, "too much waits to be written to disk");
}

void Store::finish(coco_upload id, coco::Completion&& done) {
  std::shared_ptr<Upload> upload = take(id);
  if (!upload) return done.fail(COCO_NOT_FOUND, unknown_upload);
  Job job{Job::What::publish, std::move(upload), {}, std::move(done)};
  if (!worker_of(id).insist(job)) job.done.fail(COCO_ABORTED, stopping);
}

void Store::abandon(coco_upload id) {
  std::shared_ptr<Upload> upload = take(id);
  if (!upload) return;
  Job job{Job::What::discard, std::move(upload), {}, {}};
  worker_of(id).insist(job);
}

void Store::open(std::string_view name, coco_file_info& out) {
  check_name(name);
  out = folder_.open(name);
}

void Store::erase(std::string_view name, coco::Completion&& done) {
  check_name(name);
  Job job{Job::What::erase, nullptr, std::string(name), std::move(done)};
  if (!worker_of(std::hash<std::string_view>{}(name)).offer(job)) job.done.fail(COCO_BUSY, "too much waits for the disk");
}

void Store::close() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  for (const auto& worker : workers_) worker->close();
  const std::lock_guard lock(mutex_);
  coco::add(under_way_, -static_cast<std::int64_t>(uploads_.size()));
  uploads_.clear();
  reserved_.clear();
}

std::shared_ptr<Upload> Store::find(coco_upload id) {
  const std::lock_guard lock(mutex_);
  const auto found = uploads_.find(id);
  return found == uploads_.end() ? nullptr : found->second;
}

std::shared_ptr<Upload> Store::take(coco_upload id) {
  const std::lock_guard lock(mutex_);
  const auto found = uploads_.find(id);
  if (found == uploads_.end()) return nullptr;
  std::shared_ptr<Upload> upload = std::move(found->second);
  uploads_.erase(found);
  coco::add(under_way_, -1);
  return upload;
}

// On a worker. The completion is called last and without a lock.
void Store::run(Job& job) {
  coco_status status = COCO_OK;
  std::string why;
  try {
    switch (job.what) {
      case Job::What::append: append(*job.upload, job.text); break;
      case Job::What::publish: publish(*job.upload); break;
      case Job::What::discard: break;
      case Job::What::erase: folder_.erase(job.text); break;
    }
  } catch (const coco::Error& e) {
    status = e.code();
    why = e.what();
  } catch (const std::exception& e) {
    status = COCO_INTERNAL;
    why = e.what();
  }
  if (job.what == Job::What::publish || job.what == Job::What::discard) forget(*job.upload);
  if (status == COCO_OK)
    job.done.ok();
  else
    job.done.fail(status, why);
}

void Store::forget(Upload& upload) {
  upload.file.reset();
  const std::lock_guard lock(mutex_);
  reserved_.erase(upload.name);
}

void Store::append(Upload& upload, std::string_view bytes) {
  try {
    if (!upload.broken.empty()) throw coco::Error(COCO_RETRY, upload.broken);
    if (!upload.file) upload.file = std::make_unique<Incoming>(folder_, upload.id);
    upload.file->append(bytes);
    upload.is_writing = false;
    disk_works(true, {});
  } catch (const coco::Error& e) {
    upload.broken = e.what();
    upload.is_writing = false;
    disk_works(false, e.what());
    throw;
  }
}

void Store::publish(Upload& upload) {
  if (!upload.broken.empty()) throw coco::Error(COCO_RETRY, upload.broken);
  if (!upload.file) upload.file = std::make_unique<Incoming>(folder_, upload.id);  // an empty file
  upload.file->publish(upload.name);
  coco::add(stored_);
}

void Store::disk_works(bool works, std::string_view why) {
  if (!works) coco::add(failed_);
  if (disk_works_.exchange(works) == works) return;
  if (works) {
    host_.health(COCO_HEALTH_OK, "files are written again");
  } else {
    host_.warn(why);
    host_.health(COCO_HEALTH_DEGRADED, why);
  }
}

}  // namespace cocotalk::files
