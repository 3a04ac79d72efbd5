#include "net/handshake.hpp"

#include "net/text.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/SHA1Engine.h>

#include <algorithm>
#include <set>
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

// RFC 6455, 4.1: "the elements that comprise this value MUST be non-empty strings … and MUST all be unique strings".
bool are_different_words(const RequestHead& head, std::string_view name) {
  std::set<std::string_view> seen;
  bool are = true;
  head.for_each(name, [&](std::string_view word) { are = are && is_token(word) && seen.insert(word).second; });
  return are;
}

// RFC 6455, 9.1: token [ "=" ( token | quoted-string ) ], a quoted string being a token when unquoted.
bool is_parameter(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return is_token(text);
  std::string_view value = trimmed(text.substr(equals + 1));
  if (value.size() > 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  return is_token(trimmed(text.substr(0, equals))) && is_token(value);
}

// None is ever agreed to; one that is malformed fails the handshake all the same.
bool are_extensions(const RequestHead& head) {
  bool are = true;
  head.for_each("sec-websocket-extensions", [&](std::string_view extension) {
    const std::size_t end = extension.find(';');
    are = are && is_token(trimmed(extension.substr(0, end)));
    if (end != std::string_view::npos)
      for_each_element(extension.substr(end + 1), ';', [&](std::string_view parameter) { are = are && is_parameter(parameter); });
  });
  return are;
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
  if (!are_different_words(head, "sec-websocket-protocol"))
    return Rejection{400, "the Sec-WebSocket-Protocol is no list of different words"};
  if (!are_extensions(head)) return Rejection{400, "the Sec-WebSocket-Extensions are malformed"};
  if (head.count("origin") > 1) return Rejection{400, "more than one Origin"};
  return std::nullopt;
}

bool offers_subprotocol(const RequestHead& head, std::string_view subprotocol) {
  bool found = false;
  head.for_each("sec-websocket-protocol", [&](std::string_view offered) { found = found || offered == subprotocol; });
  return found;
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
