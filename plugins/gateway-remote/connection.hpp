// A WebSocket to the host.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gateway-remote/address.hpp"
#include "gateway-remote/conversation.hpp"
#include "gateway-remote/tls.hpp"

namespace cocotalk::remote {

// What a connection tells. Called on the thread that runs the io_context.
struct Hearing {
  std::function<void()> opened;
  std::function<void(std::string_view bytes)> received;
  std::function<void(Ending)> ended;  // once, and nothing after it; not after close()
};

// One WebSocket, as its client. Shared with its own operations, which keep it until the socket is gone. Lives on the thread of
// the io_context. A peer that is silent for 20 s is pinged, after 40 s it is gone.
class Connection {
 public:
  static constexpr std::size_t max_queued_bytes = 4 * 1024 * 1024;  // unsent; beyond: the link ends as lost

  // `tls` is there if the address is a secure one.
  static std::shared_ptr<Connection> open(boost::asio::io_context& io, const Address& to, const TlsContext& tls,
                                          std::size_t max_message_bytes, Hearing hearing);
  virtual ~Connection() = default;
  // Not before it was opened.
  virtual void send(std::string bytes) = 0;
  // Sends what is queued, says goodbye, and is silent from here on.
  virtual void close() = 0;
};

}  // namespace cocotalk::remote
