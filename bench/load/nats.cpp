// The NATS client protocol: lines, and payloads of a told length. A stream: WebSocket frames are cut anywhere.
#include "load/protocol.hpp"

#include <charconv>

namespace cocotalk::load {
namespace {

using namespace std::literals;

class Nats final : public Protocol {
 public:
  explicit Nats(Words words) : words_(std::move(words)) {
    if (words_.path.empty()) words_.path = "/";
    if (words_.destination.empty()) words_.destination = "room.{r}";
  }

  Opcode opcode() const override { return Opcode::binary; }
  std::string path(const Place& place) const override { return fill(words_.path, place); }

  // Nothing is answered but PING, so each request ends with one.
  std::string sign_in(const Place&) const override {
    std::string login;
    if (!words_.login.empty()) login = R"(,"user":")" + words_.login + R"(","pass":")" + words_.passcode + '"';
    return R"(CONNECT {"verbose":false,"pedantic":false,"lang":"load","version":"1")" + login + "}\r\nPING\r\n";
  }
  std::string join(const Place& place) const override { return "SUB " + fill(words_.destination, place) + " 1\r\nPING\r\n"; }

  std::string message(const Place& place, std::string_view body) const override {
    return "PUB " + fill(words_.destination, place) + ' ' + std::to_string(body.size()) + "\r\n" + std::string(body) + "\r\n";
  }
  std::string_view pong() const override { return "PONG\r\n"; }

  Unit hear(std::string_view bytes) const override {
    const std::size_t end = bytes.find("\r\n"sv);
    if (end == bytes.npos) return {Kind::incomplete, 0, {}};
    const std::string_view line = bytes.substr(0, end);
    const std::size_t used = end + 2;
    if (line.starts_with("MSG "sv)) return payload(bytes, line, used);
    if (line == "PING"sv) return {Kind::ping, used, {}};
    if (line == "PONG"sv) return {Kind::answered, used, {}};
    if (line.starts_with("INFO "sv) || line == "+OK"sv) return {Kind::other, used, {}};
    return {Kind::refused, used, line};
  }

 private:
  // MSG subject sid [reply] size CRLF payload CRLF
  static Unit payload(std::string_view bytes, std::string_view line, std::size_t begin) {
    const std::string_view word = line.substr(line.rfind(' ') + 1);
    std::size_t size = 0;
    if (std::from_chars(word.data(), word.data() + word.size(), size).ec != std::errc{}) return {Kind::refused, begin, line};
    if (bytes.size() < begin + size + 2) return {Kind::incomplete, 0, {}};
    return {Kind::message, begin + size + 2, bytes.substr(begin, size)};
  }

  Words words_;
};

}  // namespace

std::unique_ptr<Protocol> nats(Words words) { return std::make_unique<Nats>(std::move(words)); }

}  // namespace cocotalk::load
