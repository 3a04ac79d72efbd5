// How a connection of a listener begins to speak.
#pragma once

#include <cocotalk/net.h>

#include <atomic>
#include <optional>

namespace cocotalk::net {

class Connection;

// What a listener and those of its connections that still shake hands have in common; the last of them ends it. [any]
class Reception {
 public:
  // Nothing: speaks HTTP; else plain streams.
  explicit Reception(std::optional<coco_acceptor> acceptor) : acceptor_(acceptor) {}
  bool is_http() const { return !acceptor_.has_value(); }
  bool is_for(const void* ctx) const { return acceptor_ && acceptor_->ctx == ctx; }
  // From here on nobody is accepted: the plugin behind may go.
  void close() { is_closed_ = true; }
  // On the connection's lane: gives it its session.
  void begin(Connection& connection) const;

 private:
  const std::optional<coco_acceptor> acceptor_;
  std::atomic<bool> is_closed_ = false;
};

}  // namespace cocotalk::net
