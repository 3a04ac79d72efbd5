// STOMP 1.2. A frame ends with NUL; bodies here hold none, so a frame is found by its end.
#include "load/protocol.hpp"

namespace cocotalk::load {
namespace {

using namespace std::literals;

std::string frame(std::string_view command, const Headers& headers, std::string_view body = {}) {
  std::string out(command);
  out += '\n';
  for (const auto& [name, value] : headers) out += name + ':' + value + '\n';
  out += '\n';
  out += body;
  out += '\0';
  return out;
}

class Stomp final : public Protocol {
 public:
  explicit Stomp(Words words) : words_(std::move(words)) {
    if (words_.path.empty()) words_.path = "/stomp/websocket";
    if (words_.destination.empty()) words_.destination = "/topic/room-{r}";
  }

  std::string path(const Place& place) const override { return fill(words_.path, place); }
  std::string_view subprotocol() const override { return "v12.stomp"; }

  std::string sign_in(const Place& place) const override {
    Headers headers{{"accept-version", "1.2"}, {"host", "/"}, {"heart-beat", "0,0"}};
    if (!words_.login.empty()) {
      headers.emplace_back("login", words_.login);
      headers.emplace_back("passcode", words_.passcode);
    }
    append_filled(headers, words_.connect_headers, place);
    return frame("CONNECT", headers);
  }

  std::string join(const Place& place) const override {
    return frame("SUBSCRIBE", {{"id", "0"}, {"destination", fill(words_.destination, place)}, {"receipt", "joined"}});
  }

  std::string message(const Place& place, std::string_view body) const override {
    return frame("SEND", send_headers(place, body), body);
  }

  std::string message_with_receipt(const Place& place, std::string_view body) const override {
    Headers headers = send_headers(place, body);
    headers.emplace_back("receipt", fill("{t}", place));
    return frame("SEND", headers, body);
  }

  Unit hear(std::string_view bytes) const override {
    if (bytes.front() == '\n') return {Kind::other, 1, {}};
    const std::size_t end = bytes.find('\0');
    if (end == bytes.npos) return {Kind::incomplete, 0, {}};
    const std::string_view whole = bytes.substr(0, end);
    return {kind_of(whole), end + 1, whole};
  }

 private:
  static Kind kind_of(std::string_view whole) {
    if (whole.starts_with("MESSAGE\n"sv)) return Kind::message;
    if (whole.starts_with("RECEIPT\n"sv)) return Kind::receipt;
    if (whole.starts_with("CONNECTED\n"sv)) return Kind::answered;
    return Kind::refused;
  }

  static void append_filled(Headers& to, const Headers& from, const Place& place) {
    for (const auto& [name, value] : from) to.emplace_back(name, fill(value, place));
  }

  Headers send_headers(const Place& place, std::string_view body) const {
    Headers headers{{"destination", fill(words_.destination, place)}, {"content-length", std::to_string(body.size())}};
    append_filled(headers, words_.send_headers, place);
    return headers;
  }

  Words words_;
};

}  // namespace

std::unique_ptr<Protocol> stomp(Words words) { return std::make_unique<Stomp>(std::move(words)); }

}  // namespace cocotalk::load
