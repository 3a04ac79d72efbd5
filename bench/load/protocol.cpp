#include "load/protocol.hpp"

#include <stdexcept>

namespace cocotalk::load {

std::string Protocol::message_with_receipt(const Place&, std::string_view) const {
  throw std::runtime_error("this protocol has no receipts here; durable is measured with --protocol stomp");
}

std::unique_ptr<Protocol> protocol_named(std::string_view name, Words words) {
  if (name == "stomp") return stomp(std::move(words));
  if (name == "mqtt") return mqtt(std::move(words));
  if (name == "nats") return nats(std::move(words));
  if (name == "raw") return raw(std::move(words));
  if (name == "socketio") return socketio(std::move(words));
  throw std::runtime_error("--protocol " + std::string(name) + ": there are stomp, mqtt, nats, raw and socketio");
}

}  // namespace cocotalk::load
