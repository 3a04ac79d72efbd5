// Which web pages may open a WebSocket: a browser says where a page is from, and lets every page try.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::net {

// The setting `allowed_origins`. Immutable.
class Origins {
 public:
  // Throws coco::Error for what is neither "*" nor "scheme://host[:port]".
  explicit Origins(const std::vector<std::string>& allowed);

  // `scheme` and `host`, with port, are the request's; on a loopback listener any loopback origin passes. Pages of the same host
  // and port always pass; but where TLS is known to be used, only those that came by TLS too: others anybody may have changed.
  bool allows(std::string_view origin, std::string_view scheme, std::string_view host, bool is_loopback_listener) const;

 private:
  std::vector<std::string> allowed_;  // lower case
  bool all_ = false;
};

}  // namespace cocotalk::net
