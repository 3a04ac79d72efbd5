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

  // `host` is the request's, with port; on a loopback listener any loopback origin passes. Pages of the same host and port
  // always pass.
  bool allows(std::string_view origin, std::string_view host, bool is_loopback_listener) const;

 private:
  std::vector<std::string> allowed_;  // lower case
  bool all_ = false;
};

}  // namespace cocotalk::net
