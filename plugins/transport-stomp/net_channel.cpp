#include "transport-stomp/net_channel.hpp"

#include "transport-stomp/lane.hpp"

namespace cocotalk::stomp {

const coco_net& NetChannel::net() const { return *link_.lane().services().net; }

coco_conn_handler NetChannel::handler() {
  return {sizeof(coco_conn_handler),
          0,
          this,
          [](void* self, coco_view bytes, std::int32_t) { static_cast<NetChannel*>(self)->on_data(coco::text(bytes)); },
          [](void* self) { static_cast<NetChannel*>(self)->link_.drained(); },
          [](void* self, std::int32_t, coco_view) {
            Link& link = static_cast<NetChannel*>(self)->link_;
            link.lane().gone(link.name());
          }};
}

void NetChannel::on_data(std::string_view bytes) { link_.heard(bytes); }

void NetChannel::send(std::string_view frame) { net().send(net().self, conn_, coco::view(frame)); }

std::uint64_t NetChannel::queued() const { return net().queued(net().self, conn_); }

void NetChannel::notify_below(std::uint64_t bytes) { net().notify_below(net().self, conn_, bytes); }

void NetChannel::pause() { net().pause(net().self, conn_); }

void NetChannel::resume() { net().resume(net().self, conn_); }

void NetChannel::limit_messages(std::uint64_t bytes) { net().set_message_limit(net().self, conn_, bytes); }

void StreamChannel::admit(std::uint64_t silence_limit_ms) { net().set_silence_limit(net().self, conn(), silence_limit_ms); }

void WebSocketChannel::admit(std::uint64_t) { limit_messages(2 * link().lane().services().limits.max_frame); }

void NetChannel::close(coco_close_code code, std::string_view reason) {
  net().close(net().self, conn_, code, coco::view(reason));
}

void NetChannel::abort(std::string_view why) { net().abort(net().self, conn_, coco::view(why)); }

}  // namespace cocotalk::stomp
