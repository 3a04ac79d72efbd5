// Socket.IO 4 over WebSocket only. The server knows two events: join(room), answered, and say(room, body), told to the room as
// say(body).
#include "load/protocol.hpp"

namespace cocotalk::load {
namespace {

using namespace std::literals;

// Engine.IO's packet type, then for messages Socket.IO's.
constexpr std::string_view open_packet = "0", ping_packet = "2", pong_packet = "3";
constexpr std::string_view connect_packet = "40", event_packet = "42", acknowledged_packet = "43";

class SocketIo final : public Protocol {
 public:
  explicit SocketIo(Words words) : words_(std::move(words)) {
    if (words_.path.empty()) words_.path = "/socket.io/?EIO=4&transport=websocket";
    if (words_.destination.empty()) words_.destination = "room-{r}";
  }

  std::string path(const Place& place) const override { return fill(words_.path, place); }
  std::string sign_in(const Place&) const override { return std::string(connect_packet); }
  std::string join(const Place& place) const override { return R"(420["join",")" + fill(words_.destination, place) + R"("])"; }
  std::string message(const Place& place, std::string_view body) const override {
    return std::string(event_packet) + R"(["say",")" + fill(words_.destination, place) + R"(",")" + std::string(body) + R"("])";
  }
  std::string_view pong() const override { return pong_packet; }

  Unit hear(std::string_view bytes) const override {
    const auto is = [&](std::string_view packet) { return bytes.starts_with(packet); };
    const Kind kind = is(event_packet)                                ? Kind::message
                      : is(connect_packet) || is(acknowledged_packet) ? Kind::answered
                      : is(ping_packet)                               ? Kind::ping
                      : is(open_packet)                               ? Kind::other
                                                                      : Kind::refused;
    return {kind, bytes.size(), bytes};
  }

 private:
  Words words_;
};

}  // namespace

std::unique_ptr<Protocol> socketio(Words words) { return std::make_unique<SocketIo>(std::move(words)); }

}  // namespace cocotalk::load
