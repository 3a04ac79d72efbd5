#include "net/tls_certificate.hpp"

#include <pthread.h>
#include <chrono>

namespace cocotalk::net {

namespace {

constexpr auto ticket_keys_live = std::chrono::hours(12);

}  // namespace

TlsCertificate::TlsCertificate(const coco::Host& host, const coco::Settings& settings)
    : host_(host),
      files_(settings.text("certificate"), settings.text("key")),
      look_every_(std::chrono::milliseconds(settings.number("certificate_check"))) {
  if (!is_given()) return;
  seen_stamp_ = loaded_stamp_ = files_.stamp();
  load();
}

std::shared_ptr<const TlsContext> TlsCertificate::current() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

void TlsCertificate::start() {
  if (!is_given()) return;
  thread_ = std::thread([this] { watch(); });
  pthread_setname_np(thread_.native_handle(), "net-certificate");
}

void TlsCertificate::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void TlsCertificate::watch() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, look_every_, [this] { return is_ending_; })) {
    lock.unlock();
    look();
    lock.lock();
  }
}

// Files that still change from one look to the next are being written: waits until they rest. The same files are read again
// when their ticket keys are old.
void TlsCertificate::look() {
  const std::string stamp = files_.stamp();
  const bool rests = stamp == seen_stamp_;
  seen_stamp_ = stamp;
  const bool is_due = stamp != loaded_stamp_ || Clock::now() >= loaded_at_ + ticket_keys_live;
  if (!rests || !is_due || stamp == refused_stamp_) return;
  try {
    load();
    if (stamp != loaded_stamp_) host_.info("new connections get the new certificate in '" + files_.certificate() + "'");
    loaded_stamp_ = stamp;
    refused_stamp_.clear();
    host_.health(COCO_HEALTH_OK, "");
  } catch (const std::exception& e) {
    refused_stamp_ = stamp;
    const std::string sentence = "the changed certificate cannot be used, the former one goes on: " + std::string(e.what());
    host_.error(sentence);
    host_.health(COCO_HEALTH_DEGRADED, sentence);
  }
}

void TlsCertificate::load() {
  const TlsIdentity identity = files_.read();
  auto context = std::make_shared<const TlsContext>(identity);
  if (const auto invalid = identity.invalid_at(host_.now_ms()))
    host_.warn("the certificate '" + files_.certificate() + "' " + *invalid + ": clients will refuse it; renew it");
  loaded_at_ = Clock::now();
  const std::lock_guard lock(mutex_);
  context_ = std::move(context);
}

}  // namespace cocotalk::net
