// One HTTP request, without a connection kept.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gateway-remote/address.hpp"
#include "gateway-remote/public_command.hpp"
#include "gateway-remote/tls.hpp"

namespace cocotalk::remote {

struct HttpOutcome {
  unsigned status = 0;  // 0: there was no answer, and `why` tells the reason
  std::string retry_after;
  std::string body;
  std::string why;
};

// A request under way; cancel() makes it answer at once.
class HttpPost {
 public:
  virtual ~HttpPost() = default;
  virtual void cancel() = 0;
};

// `tls` is there if the address is a secure one. Sends and calls `done` exactly once, on the thread of the io_context, within 30
// s. An answer is at most 1 MiB.
std::shared_ptr<HttpPost> http_post(boost::asio::io_context& io, const Address& to, const TlsContext& tls, PublicRequest what,
                                    std::function<void(HttpOutcome)> done);

}  // namespace cocotalk::remote
