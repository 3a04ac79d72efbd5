#include "core/runtime/process_bus.hpp"

#include <algorithm>

namespace cocotalk::runtime {

std::vector<std::shared_ptr<ProcessBus::Subscription>> ProcessBus::begin_calls(std::string_view subject) {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Subscription>> out;
  for (const std::shared_ptr<Subscription>& one : subscriptions_)
    if (one->subject == subject) out.push_back(one);
  for (const std::shared_ptr<Subscription>& one : out) ++one->calls;
  return out;
}

void ProcessBus::publish(std::string_view subject, std::string_view body) {
  for (const std::shared_ptr<Subscription>& one : begin_calls(subject)) {
    one->listener.on_message(one->listener.ctx, coco::view(subject), coco::view(body));
    {
      const std::lock_guard lock(mutex_);
      --one->calls;
    }
    call_ended_.notify_all();
  }
}

void ProcessBus::subscribe(std::string_view subject, const coco_bus_listener& listener) {
  if (subject.empty()) throw coco::Error(COCO_INVALID, "the subject is empty");
  const auto made = std::make_shared<Subscription>(Subscription{std::string(subject), listener});
  const std::lock_guard lock(mutex_);
  subscriptions_.push_back(made);
}

// Waits for calls that are under way elsewhere.
void ProcessBus::unsubscribe(void* ctx) {
  std::unique_lock lock(mutex_);
  std::vector<std::shared_ptr<Subscription>> gone;
  std::erase_if(subscriptions_, [&](const std::shared_ptr<Subscription>& one) {
    if (one->listener.ctx != ctx) return false;
    gone.push_back(one);
    return true;
  });
  call_ended_.wait(lock, [&gone] {
    return std::all_of(gone.begin(), gone.end(), [](const std::shared_ptr<Subscription>& one) { return one->calls == 0; });
  });
}

void ProcessBus::announce(std::string_view address, std::uint64_t load) {
  const std::lock_guard lock(mutex_);
  announced_ = Announcement{std::string(address), load};
}

void ProcessBus::hosts(coco::Completion&& done) {
  std::optional<Announcement> announced;
  {
    const std::lock_guard lock(mutex_);
    announced = announced_;
  }
  if (!announced) {
    const coco_bus_hosts nobody{sizeof nobody, 0, nullptr, 0};
    return done.ok(&nobody);
  }
  const coco_bus_host self{sizeof self, 1, coco::view(announced->address), announced->load};
  const coco_bus_host* const all[] = {&self};
  const coco_bus_hosts out{sizeof out, 0, all, 1};
  done.ok(&out);
}

}  // namespace cocotalk::runtime
