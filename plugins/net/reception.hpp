// How a connection of a listener begins to speak.
#pragma once

#include <cocotalk/net.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

namespace cocotalk::net {

class Connection;

// What a listener and those of its connections that still shake hands have in common; the last of them ends it. [any]
class Reception {
 public:
  // Nothing: speaks HTTP; else plain streams.
  explicit Reception(std::optional<coco_acceptor> acceptor);
  bool is_http() const { return is_http_; }
  bool is_for(const void* ctx) const;
  // Plain streams only: accepts once those before are taken away.
  void add(const coco_acceptor& acceptor);
  // False when no acceptor is left.
  bool take_away(const void* ctx);
  // From here on nobody is accepted: the plugin behind may go.
  void close() { is_closed_ = true; }
  // On the connection's lane: gives it its session.
  void begin(Connection& connection) const;

 private:
  const bool is_http_;
  mutable std::mutex mutex_;
  std::vector<coco_acceptor> acceptors_;  // the first one accepts
  std::atomic<bool> is_closed_ = false;
};

}  // namespace cocotalk::net
