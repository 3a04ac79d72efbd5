#include "transport-stomp/sockjs_socket.hpp"

#include "transport-stomp/lane.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {

SockjsSocket::~SockjsSocket() { net().cancel(net().self, link().lane().number(), beat_); }

void SockjsSocket::opened(coco_conn conn) {
  NetChannel::opened(conn);
  NetChannel::send("o");
  beat_later();
}

void SockjsSocket::beat_later() {
  const Lane& lane = link().lane();
  const auto beat = [](void* self) {
    SockjsSocket& socket = *static_cast<SockjsSocket*>(self);
    socket.NetChannel::send("h");
    socket.beat_later();
  };
  beat_ = net().after(net().self, lane.number(), lane.services().limits.sockjs_heartbeat_ms, beat, this);
}

void SockjsSocket::send(std::string_view frame) {
  std::string message;
  append_sockjs_message(message, frame);
  NetChannel::send(message);
}

void SockjsSocket::admit(std::uint64_t) { limit_messages(link().lane().services().limits.sockjs_message); }

void SockjsSocket::close(coco_close_code code, std::string_view reason) {
  NetChannel::send(sockjs_close_frame(code, reason));
  NetChannel::close(code, reason);
}

// An empty message is none.
void SockjsSocket::on_data(std::string_view payload) {
  std::string text;
  if (decoder_.decode(payload, text) == SockjsDecoder::Verdict::broken)
    return NetChannel::close(close_not_text, "Broken JSON encoding.");
  if (!text.empty()) link().heard(text);
}

}  // namespace cocotalk::stomp
