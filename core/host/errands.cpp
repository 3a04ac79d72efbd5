#include "core/host/errands.hpp"

#include "core/host/configuration.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <string_view>
#include <utility>

namespace cocotalk::host {
namespace {

std::string lines_of(const std::vector<std::string>& complaints) {
  std::string out;
  for (const std::string& each : complaints) out += (out.empty() ? "" : "\n") + each;
  return out;
}

void refuse(coco::Completion& done, std::string_view why) {
  const coco_view reasons = coco::view(why);
  done.fail(COCO_INVALID, why, &reasons);
}

void answer(const Errand& errand, coco::Completion& done, const Errands::Perform& perform) {
  try {
    const std::string json = perform(errand);
    const coco_view result = coco::view(json);
    done.ok(&result);
  } catch (const Refused& refused) {
    refuse(done, lines_of(refused.complaints()));
  } catch (const coco::Error& error) {
    done.fail(error.code(), error.what());
  }
}

}  // namespace

Errands::Errands() : arrived_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Errands::~Errands() { ::close(arrived_); }

void Errands::post(Errand errand, coco::Completion&& done) {
  std::unique_lock lock(mutex_);
  const bool is_full = waiting_.size() >= most_waiting;
  if (is_open_ && !is_full) {
    waiting_.push_back({std::move(errand), std::move(done)});
    lock.unlock();
    ::eventfd_write(arrived_, 1);
    return;
  }
  const bool is_open = is_open_;
  lock.unlock();
  if (is_open) return done.fail(COCO_BUSY, "the host is asked too much at once; ask again in a moment");
  done.fail(COCO_UNAVAILABLE, "the host does not serve; ask it between its start and its stop");
}

void Errands::open() {
  const std::lock_guard lock(mutex_);
  is_open_ = true;
}

std::vector<Errands::Waiting> Errands::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

void Errands::run(const Perform& perform) {
  std::uint64_t ignored = 0;
  ::eventfd_read(arrived_, &ignored);
  for (Waiting& one : take()) answer(one.errand, one.done, perform);
}

void Errands::close() {
  {
    const std::lock_guard lock(mutex_);
    is_open_ = false;
  }
  for (Waiting& one : take()) one.done.fail(COCO_UNAVAILABLE, "the host is stopping");
}

}  // namespace cocotalk::host
