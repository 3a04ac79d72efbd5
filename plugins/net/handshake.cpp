#include "net/handshake.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/SHA1Engine.h>

#include <algorithm>
#include <sstream>

namespace cocotalk::net {

namespace {

// 16 bytes in base64: 22 digits and two '='.
bool is_key(std::string_view key) {
  const auto is_digit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/';
  };
  return key.size() == 24 && key.ends_with("==") && std::all_of(key.begin(), key.end() - 2, is_digit);
}

}  // namespace

std::optional<Rejection> check_upgrade(const RequestHead& head) {
  if (!head.lists("upgrade", "websocket")) return Rejection{426, "only WebSockets are served here"};
  if (head.method != "GET" || head.minor_version != 1) return Rejection{400, "an upgrade needs GET and HTTP/1.1"};
  if (!head.lists("connection", "upgrade")) return Rejection{400, "the Connection field does not say Upgrade"};
  if (head.body != RequestHead::Body::none) return Rejection{400, "an upgrade with a body"};
  if (head.count("sec-websocket-version") != 1 || *head.field("sec-websocket-version") != "13")
    return Rejection{426, "only version 13 of the WebSocket protocol is spoken here"};
  if (head.count("sec-websocket-key") != 1 || !is_key(*head.field("sec-websocket-key")))
    return Rejection{400, "the Sec-WebSocket-Key is not 16 bytes in base64"};
  if (head.count("origin") > 1) return Rejection{400, "more than one Origin"};
  return std::nullopt;
}

std::string accept_key(std::string_view key) {
  Poco::SHA1Engine sha1;
  sha1.update(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  const Poco::DigestEngine::Digest& digest = sha1.digest();
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.write(reinterpret_cast<const char*>(digest.data()), static_cast<std::streamsize>(digest.size()));
  encoder.close();
  return text.str();
}

}  // namespace cocotalk::net
