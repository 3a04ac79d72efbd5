// A link on a SockJS WebSocket.
#pragma once

#include "transport-stomp/net_channel.hpp"
#include "transport-stomp/sockjs_codec.hpp"

namespace cocotalk::stomp {

// The frames of SockJS, one in each WebSocket message: o at once, h every now and then, a["…"] around each frame of the link, c
// before the close. Its session id means nothing: the session is the connection.
class SockjsSocket final : public NetChannel {
 public:
  using NetChannel::NetChannel;
  ~SockjsSocket() override;

  void opened(coco_conn conn) override;
  void send(std::string_view frame) override;
  void admit(std::uint64_t silence_limit_ms) override;
  void close(coco_close_code code, std::string_view reason) override;

 private:
  void on_data(std::string_view payload) override;
  void beat_later();

  SockjsDecoder decoder_;
  std::uint64_t beat_ = 0;  // net's timer
};

}  // namespace cocotalk::stomp
