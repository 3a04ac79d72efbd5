// cocotalk.pictures/1 by a helper process for each picture: what a file does to its decoder it does to that process alone.
#include "pictures/helper_process.hpp"

#include <cocotalk/pictures.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace cocotalk::pictures {
namespace {

std::uint64_t size_of(const coco::Settings& values, std::string_view name) {
  return static_cast<std::uint64_t>(values.number(name));
}

// Beside the host's folder, or, for a program that tries plugins and stands there itself, in its own.
std::string beside_the_program() {
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
  const std::filesystem::path helper = folder.parent_path() / "libexec/cocotalk/cocotalk-shrink";
  return std::filesystem::exists(helper, failed) ? helper.string() : (folder / "cocotalk-shrink").string();
}

class Pictures {
 public:
  static constexpr char id[] = "pictures", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_PICTURES, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("helper", "", "the program that decodes; empty: libexec/cocotalk/cocotalk-shrink beside the host's folder"),
      coco::integer("at_once", "2", 1, 64, "pictures being made small at once, a process each"),
      coco::integer("max_waiting", "64", 1, 10'000, "pictures that wait for it; beyond: busy"),
      coco::integer("side", "480", 16, 4096, "pixels of the longer side of a small picture"),
      coco::integer("max_pixels", "200000000", 1, 1LL << 40, "pixels of a picture that is decoded, as its header says"),
      coco::bytes("max_memory", "512 MiB", 32 << 20, 1LL << 40, "memory of the helper; a picture that needs more stays as it is"),
      coco::millis("max_time", "5 s", 100, 600'000, "the helper's time for one picture, of the clock and of the processor"),
  };

  Pictures(coco::Host host, const coco::Settings& values)
      : host_(host),
        helper_{values.text("helper").empty() ? beside_the_program() : std::string(values.text("helper")),
                size_of(values, "max_pixels"), size_of(values, "side"), size_of(values, "max_memory"),
                size_of(values, "max_time")},
        at_once_(size_of(values, "at_once")),
        max_waiting_(size_of(values, "max_waiting")),
        made_(host.counter("pictures_made_total", "small pictures made")),
        failed_(host.counter("pictures_failed_total", "files no small picture could be made of")) {}

  void start() {
    if (::access(helper_.program.c_str(), X_OK) != 0)
      throw coco::Error(COCO_INVALID,
                        "setting 'helper': " + helper_.program + " is no program; install cocotalk-shrink there, or name it");
    for (std::uint64_t i = 0; i < at_once_; ++i)
      workers_.push_back(std::make_unique<coco::Worker<Job>>(max_waiting_ / at_once_ + 1, [this](Job& job) { work(job); }));
  }
  void stop(coco::Completion&& drained) {
    for (const auto& worker : workers_) worker->close();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_PICTURES ? &table_ : nullptr; }

  void shrink(std::int32_t fd, coco::Completion&& done) {
    Job job{Descriptor(fd), std::move(done)};
    if (workers_.empty()) return job.done.fail(COCO_UNAVAILABLE, "the plugin has not started");
    if (!workers_[next_++ % workers_.size()]->offer(job)) job.done.fail(COCO_BUSY, "too many pictures wait to be made small");
  }

 private:
  struct Job {
    Descriptor picture;
    coco::Completion done;
  };

  // On a worker.
  void work(Job& job) {
    const Shrunk small = run(helper_, job.picture);
    coco::add(small.status == COCO_OK ? made_ : failed_);
    if (small.status == COCO_ABORTED) host_.warn(small.why + "; one picture stays without a small one");
    if (small.status != COCO_OK) return job.done.fail(small.status, small.why);
    const coco_picture picture{sizeof picture, 0, coco::view(small.jpeg)};
    job.done.ok(&picture);
  }

  const coco::Host host_;
  const Helper helper_;
  const std::uint64_t at_once_, max_waiting_;
  std::int64_t* const made_;
  std::int64_t* const failed_;
  std::atomic<std::uint64_t> next_ = 0;
  std::vector<std::unique_ptr<coco::Worker<Job>>> workers_;
  const coco_pictures table_{sizeof table_, 0, this, COCO_BIND(coco_pictures, shrink, Pictures)};
};

}  // namespace
}  // namespace cocotalk::pictures

COCO_EXPORT(cocotalk::pictures::Pictures)
