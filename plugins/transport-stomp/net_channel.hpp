// A link on a connection of its own.
#pragma once

#include "transport-stomp/channel.hpp"

namespace cocotalk::stomp {

class Link;
struct Services;

// STOMP as it is: frames on a TCP stream, or one frame in each WebSocket message.
class NetChannel : public Channel {
 public:
  // `limit` is that of a message once the client signed in; 0 on a stream, which has no messages.
  NetChannel(Link& link, std::uint64_t message_limit) : link_(link), message_limit_(message_limit) {}
  // What net is to call, for as long as the connection lives. Its name is known a little later.
  coco_conn_handler handler();
  virtual void opened(coco_conn conn) { conn_ = conn; }

  coco_conn conn() const final { return conn_; }
  void send(std::string_view frame) override;
  std::uint64_t queued() const final;
  void notify_below(std::uint64_t bytes) final;
  void pause() final;
  void resume() final;
  void admit(std::uint64_t silence_limit_ms) final;
  void close(coco_close_code code, std::string_view reason) override;
  void abort(std::string_view why) final;

 protected:
  virtual void on_data(std::string_view bytes);
  Link& link() { return link_; }
  const coco_net& net() const;

 private:
  Link& link_;
  const std::uint64_t message_limit_;
  coco_conn conn_ = 0;
};

}  // namespace cocotalk::stomp
