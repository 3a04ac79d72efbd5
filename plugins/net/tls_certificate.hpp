// The certificate new connections get, and its replacement while others go on.
#pragma once

#include "net/tls_context.hpp"

#include <cocotalk/plugin.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace cocotalk::net {

// Made with the plugin, from the settings `certificate` and `key`; between start() and stop() a thread of its own looks whether
// the files changed. What it cannot use it leaves aside, loudly, and the former certificate goes on.
class TlsCertificate {
 public:
  // Throws coco::Error when files are given and cannot be used.
  TlsCertificate(const coco::Host& host, const coco::Settings& settings);
  TlsCertificate(const TlsCertificate&) = delete;
  TlsCertificate& operator=(const TlsCertificate&) = delete;
  ~TlsCertificate() { stop(); }

  bool is_given() const { return files_.is_given(); }
  // [any] For a new connection.
  std::shared_ptr<const TlsContext> current() const;

  void start();
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  void watch();
  void look();
  void load();

  const coco::Host host_;
  const TlsFiles files_;
  const std::chrono::milliseconds look_every_;
  std::string loaded_stamp_, seen_stamp_, refused_stamp_;  // once it runs, of its thread, as the next
  Clock::time_point loaded_at_;
  std::thread thread_;

  mutable std::mutex mutex_;  // of what follows
  std::condition_variable ended_;
  std::shared_ptr<const TlsContext> context_;
  bool is_ending_ = false;
};

}  // namespace cocotalk::net
