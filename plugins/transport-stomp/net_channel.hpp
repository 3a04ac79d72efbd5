// A link on a connection of its own.
#pragma once

#include "transport-stomp/channel.hpp"

namespace cocotalk::stomp {

class Link;
struct Services;

// STOMP as it is. Idle links are what most memory goes to: a channel is as small as it can be.
class NetChannel : public Channel {
 public:
  explicit NetChannel(Link& link) : link_(link) {}
  // What net is to call, for as long as the connection lives. Its name is known a little later.
  coco_conn_handler handler();
  virtual void opened(coco_conn conn) { conn_ = conn; }

  coco_conn conn() const final { return conn_; }
  void send(std::string_view frame) override;
  std::uint64_t queued() const final;
  void notify_below(std::uint64_t bytes) final;
  void pause() final;
  void resume() final;
  void close(coco_close_code code, std::string_view reason) override;
  void abort(std::string_view why) final;

 protected:
  virtual void on_data(std::string_view bytes);
  Link& link() const { return link_; }
  void limit_messages(std::uint64_t bytes);
  const coco_net& net() const;

 private:
  Link& link_;
  coco_conn conn_ = 0;
};

// Frames on a TCP stream.
class StreamChannel final : public NetChannel {
 public:
  using NetChannel::NetChannel;
  void admit(std::uint64_t silence_limit_ms) override;
};

// One frame in each WebSocket message, sometimes two. Net pings by itself.
class WebSocketChannel final : public NetChannel {
 public:
  using NetChannel::NetChannel;
  void admit(std::uint64_t silence_limit_ms) override;
};

}  // namespace cocotalk::stomp
