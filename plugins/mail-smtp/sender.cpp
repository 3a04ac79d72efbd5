#include "mail-smtp/sender.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace cocotalk::mail_smtp {

Sender::Sender(coco::Host host, ServerSettings server, std::size_t max_waiting)
    : host_(host),
      server_(std::move(server)),
      max_waiting_(max_waiting),
      sent_(host.counter("mails_sent_total", "letters the mail server has taken over")),
      failed_(host.counter("mails_failed_total", "letters it has not")),
      thread_([this] { work(); }) {}

void Sender::offer(Letter letter, coco::Completion&& done) {
  if (const std::string fault = fault_of(letter); !fault.empty()) return done.fail(COCO_INVALID, fault);
  {
    const std::lock_guard lock(mutex_);
    if (!is_closed_ && waiting_.size() < max_waiting_) {
      waiting_.push_back({std::move(letter), std::move(done)});
      changed_.notify_one();
      return;
    }
  }
  done.fail(COCO_BUSY, "too many letters wait for the mail server");
}

void Sender::close() {
  std::deque<Job> unsent;  // answered outside the lock
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    unsent.swap(waiting_);
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Sender::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
    if (is_closed_) return;
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    deliver(job);
  }
}

void Sender::deliver(Job& job) {
  std::array<unsigned char, 16> random;
  host_.random(random.data(), random.size());
  std::string id;
  for (const unsigned char byte : random) {
    std::array<char, 3> hex;
    std::snprintf(hex.data(), hex.size(), "%02x", byte);
    id += hex.data();
  }
  try {
    server_.deliver(job.letter, id);
    coco::add(sent_);
    host_.health(COCO_HEALTH_OK, "");
    job.done.ok();
  } catch (const coco::Error& e) {
    coco::add(failed_);
    if (e.code() == COCO_RETRY) host_.health(COCO_HEALTH_DEGRADED, e.what());
    job.done.fail(e.code(), e.what());
  }
}

}  // namespace cocotalk::mail_smtp
