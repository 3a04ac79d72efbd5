#include "mail-smtp/sender.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace cocotalk::mail_smtp {

Sender::Sender(coco::Host host, ServerSettings server, std::size_t max_waiting)
    : host_(host),
      server_(std::move(server)),
      sent_(host.counter("mails_sent_total", "letters the mail server has taken over")),
      failed_(host.counter("mails_failed_total", "letters it has not")),
      worker_(max_waiting, [this](Job& job) { deliver(job); }) {}

void Sender::offer(Letter letter, coco::Completion&& done) {
  if (const std::string fault = fault_of(letter); !fault.empty()) return done.fail(COCO_INVALID, fault);
  Job job{std::move(letter), std::move(done)};
  if (!worker_.offer(job)) job.done.fail(COCO_BUSY, "too many letters wait for the mail server");
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
