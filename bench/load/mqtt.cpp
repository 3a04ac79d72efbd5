// MQTT 3.1.1, QoS 0.
#include "load/protocol.hpp"

namespace cocotalk::load {
namespace {

enum class Packet : std::uint8_t { connect = 1, connack = 2, publish = 3, subscribe = 8, suback = 9, pingresp = 13 };

void append_string(std::string& out, std::string_view text) {
  out += static_cast<char>(text.size() >> 8);
  out += static_cast<char>(text.size());
  out += text;
}

// 2.2: type and flags, then the remaining length in groups of seven bits.
std::string packet(Packet type, unsigned flags, std::string_view rest) {
  std::string out(1, static_cast<char>(static_cast<unsigned>(type) << 4 | flags));
  for (std::size_t length = rest.size();;) {
    const auto group = static_cast<unsigned>(length & 0x7f);
    length >>= 7;
    out += static_cast<char>(length > 0 ? group | 0x80u : group);
    if (length == 0) break;
  }
  out += rest;
  return out;
}

class Mqtt final : public Protocol {
 public:
  explicit Mqtt(Words words) : words_(std::move(words)) {
    if (words_.path.empty()) words_.path = "/mqtt";
    if (words_.destination.empty()) words_.destination = "room/{r}";
  }

  Opcode opcode() const override { return Opcode::binary; }
  std::string path(const Place& place) const override { return fill(words_.path, place); }
  std::string_view subprotocol() const override { return "mqtt"; }

  // 3.1: a clean session without keep-alive, under a name of its own.
  std::string sign_in(const Place& place) const override {
    constexpr unsigned clean_session = 0x02, has_login = 0xc0;
    std::string rest;
    append_string(rest, "MQTT");
    rest += '\x04';
    rest += static_cast<char>(clean_session | (words_.login.empty() ? 0 : has_login));
    rest.append(2, '\0');
    append_string(rest, "load-" + std::to_string(place.connection));
    if (!words_.login.empty()) {
      append_string(rest, words_.login);
      append_string(rest, words_.passcode);
    }
    return packet(Packet::connect, 0, rest);
  }

  std::string join(const Place& place) const override {
    std::string rest("\0\1", 2);  // the packet's id
    append_string(rest, fill(words_.destination, place));
    rest += '\0';  // QoS 0
    return packet(Packet::subscribe, 2, rest);
  }

  std::string message(const Place& place, std::string_view body) const override {
    std::string rest;
    append_string(rest, fill(words_.destination, place));
    rest += body;
    return packet(Packet::publish, 0, rest);
  }

  Unit hear(std::string_view bytes) const override {
    std::size_t length = 0, header = 1;
    for (unsigned shift = 0;; shift += 7) {
      if (header >= bytes.size()) return {Kind::incomplete, 0, {}};
      const auto group = static_cast<unsigned char>(bytes[header++]);
      length |= static_cast<std::size_t>(group & 0x7fu) << shift;
      if ((group & 0x80u) == 0) break;
      if (shift == 21) return {Kind::refused, bytes.size(), "a remaining length of more than four bytes"};
    }
    if (bytes.size() - header < length) return {Kind::incomplete, 0, {}};
    const auto type = static_cast<Packet>(static_cast<unsigned char>(bytes[0]) >> 4);
    const std::string_view rest = bytes.substr(header, length);
    return {kind_of(type, rest), header + length, rest};
  }

 private:
  // CONNACK and SUBACK end with a code; CONNACK's 0 is yes, SUBACK's 0x80 is no.
  static Kind kind_of(Packet type, std::string_view rest) {
    if (type == Packet::publish) return Kind::message;
    if (type == Packet::pingresp) return Kind::other;
    if (rest.empty()) return Kind::refused;
    const auto code = static_cast<unsigned char>(rest.back());
    if (type == Packet::connack) return code == 0 ? Kind::answered : Kind::refused;
    if (type == Packet::suback) return code != 0x80 ? Kind::answered : Kind::refused;
    return Kind::refused;
  }

  Words words_;
};

}  // namespace

std::unique_ptr<Protocol> mqtt(Words words) { return std::make_unique<Mqtt>(std::move(words)); }

}  // namespace cocotalk::load
