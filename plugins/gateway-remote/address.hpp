// Where the host is that this plugin stands for.
#pragma once

#include <string>
#include <string_view>

namespace cocotalk::remote {

struct Address {
  std::string host;  // a name or an IP address, without brackets
  std::string port;
  bool is_secure = false;  // speaks TLS
  std::string base;        // path before /stomp and /auth: empty, or "/chat" behind a proxy

  // As it stands in a Host header: brackets around IPv6.
  std::string authority() const;
};

// Reads "http://localhost:8080", "https://…", "ws://…" or "wss://…". Throws coco::Error with a sentence about setting 'url'.
Address parse_url(std::string_view url);

}  // namespace cocotalk::remote
