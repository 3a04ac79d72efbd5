// A file store: a folder of its own in the data folder, and one thread that writes.
#include <cocotalk/files.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace fs = std::filesystem;

class TemplateFiles {
 public:
  static constexpr char id[] = "template-files", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_FILES, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("queue", "256", 1, 100'000, "pieces of files that may wait to be written; beyond: busy"),
  };

  TemplateFiles(coco::Host host, const coco::Settings& values)
      : host_(host), root_(fs::path(host.data_dir()) / id), max_waiting_(static_cast<std::size_t>(values.number("queue"))) {}

  void start() {
    fs::create_directories(root_ / incoming);
    forget_unfinished();
    worker_ = std::make_unique<coco::Worker<Job>>(max_waiting_, [](Job& job) { job.run(job.done); });
  }
  void stop(coco::Completion&& drained) {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
    }
    if (worker_) worker_->close();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_FILES ? &table_ : nullptr; }

  // ---- [any]: the slots. What may wait for the disk is a job of the thread; a coco::Error becomes the answer.
  void create(std::string_view name, coco_upload& out) {
    const fs::path target = path_of(name);
    const std::lock_guard lock(mutex_);
    if (is_stopping_) throw coco::Error(COCO_ABORTED, "the file store is stopping");
    for (const auto& [number, upload] : uploads_)
      if (upload->target == target) throw coco::Error(COCO_CONFLICT, "the file is being written by somebody else");
    out = ++last_upload_;
    uploads_[out] = std::make_shared<Upload>(root_ / incoming / random_name(), target);
  }
  void write(coco_upload number, std::string_view bytes, coco::Completion&& done) {
    later(std::move(done), [upload = find(number), bytes = std::string(bytes)](coco::Completion& answer) {
      for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t n = ::write(upload->fd, bytes.data() + at, bytes.size() - at);
        if (n < 0) return answer.fail(COCO_RETRY, std::string("the file cannot be written: ") + std::strerror(errno));
        at += static_cast<std::size_t>(n);
      }
      answer.ok();
    });
  }
  // Under its name when it is whole and would survive a power cut, never in the place of another.
  void finish(coco_upload number, coco::Completion&& done) {
    later(std::move(done), [this, upload = find(number)](coco::Completion& answer) {
      std::error_code ignored;
      fs::create_directories(upload->target.parent_path(), ignored);
      const bool is_there = ::fsync(upload->fd) == 0 && ::link(upload->part.c_str(), upload->target.c_str()) == 0;
      if (!is_there && errno == EEXIST) return answer.fail(COCO_CONFLICT, "a file of this name is there already");
      if (!is_there || !sync_folders(upload->target))
        return answer.fail(COCO_RETRY, std::string("not stored: ") + std::strerror(errno));
      answer.ok();
    });
    abandon(number);
  }
  void abandon(coco_upload number) {
    const std::lock_guard lock(mutex_);
    uploads_.erase(number);
  }
  void open(std::string_view name, coco_file_info& out) {
    const int fd = ::open(path_of(name).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    struct stat status {};
    if (fd < 0 || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
      if (fd >= 0) ::close(fd);
      throw coco::Error(COCO_NOT_FOUND, "there is no such file");
    }
    out.fd = fd;
    out.bytes = static_cast<std::uint64_t>(status.st_size);
    out.modified_ms = std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000;
  }
  void erase(std::string_view name, coco::Completion&& done) {
    later(std::move(done), [target = path_of(name)](coco::Completion& answer) {
      if (::unlink(target.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR) return answer.ok();
      answer.fail(COCO_RETRY, std::string("the file cannot be erased: ") + std::strerror(errno));
    });
  }

 private:
  static constexpr const char* incoming = ".incoming";

  // A file that is being written. Gone with whoever holds it last; a link under its name stays.
  struct Upload {
    Upload(fs::path from, fs::path to) : part(std::move(from)), target(std::move(to)) {
      fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (fd < 0) throw coco::Error(COCO_RETRY, part.string() + ": cannot be made: " + std::strerror(errno));
    }
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;
    ~Upload() {
      ::close(fd);
      ::unlink(part.c_str());
    }
    const fs::path part, target;
    int fd;
  };
  struct Job {
    coco::Completion done;
    std::function<void(coco::Completion&)> run;
  };

  // Names come from the network in the end: segments of [A-Za-z0-9._-], none of them hidden.
  fs::path path_of(std::string_view name) const {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/";
    const bool has_bad_segment = name.starts_with('.') || name.starts_with('/') || name.ends_with('/') ||
                                 name.find("/.") != std::string_view::npos || name.find("//") != std::string_view::npos;
    if (name.empty() || has_bad_segment || name.find_first_not_of(allowed) != std::string_view::npos)
      throw coco::Error(COCO_INVALID, "this is no name of a file");
    return root_ / name;
  }
  std::string random_name() const {
    std::uint64_t number = 0;
    host_.random(&number, sizeof number);
    return std::to_string(number);
  }
  // What a host that ended was writing. Not younger files: an older instance of this plugin may still serve while this one
  // starts.
  void forget_unfinished() const {
    for (const fs::directory_entry& file : fs::directory_iterator(root_ / incoming))
      if (fs::file_time_type::clock::now() - file.last_write_time() > std::chrono::hours(24)) fs::remove(file.path());
  }
  std::shared_ptr<Upload> find(coco_upload number) {
    const std::lock_guard lock(mutex_);
    const auto found = uploads_.find(number);
    if (found == uploads_.end()) throw coco::Error(COCO_NOT_FOUND, "there is no such upload");
    return found->second;
  }
  void later(coco::Completion&& done, std::function<void(coco::Completion&)> run) {
    Job job{std::move(done), std::move(run)};
    if (!worker_->offer(job)) job.done.fail(COCO_BUSY, "too much waits to be written; try again later");
  }
  bool sync_folders(fs::path file) const {
    do {
      file = file.parent_path();
      const int fd = ::open(file.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      const bool is_synced = fd >= 0 && ::fsync(fd) == 0;
      if (fd >= 0) ::close(fd);
      if (!is_synced) return false;
    } while (file != root_);
    return true;
  }

  const coco::Host host_;
  const fs::path root_;
  const std::size_t max_waiting_;
  std::unique_ptr<coco::Worker<Job>> worker_;
  std::mutex mutex_;
  bool is_stopping_ = false;
  coco_upload last_upload_ = 0;
  std::map<coco_upload, std::shared_ptr<Upload>> uploads_;
  const coco_files table_{sizeof table_,
                          0,
                          this,
                          COCO_BIND(coco_files, create, TemplateFiles),
                          COCO_BIND(coco_files, write, TemplateFiles),
                          COCO_BIND(coco_files, finish, TemplateFiles),
                          COCO_BIND(coco_files, abandon, TemplateFiles),
                          COCO_BIND(coco_files, open, TemplateFiles),
                          COCO_BIND(coco_files, erase, TemplateFiles)};
};

COCO_EXPORT(TemplateFiles)
