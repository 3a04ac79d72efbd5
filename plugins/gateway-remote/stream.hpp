// The two kinds of stream a connection may run over, as one.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl.hpp>
#include <optional>
#include <string>
#include <utility>

#include "gateway-remote/address.hpp"
#include "gateway-remote/tls.hpp"

namespace cocotalk::remote {

using PlainStream = boost::beast::tcp_stream;
using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

// Makes the stream that comes after TCP trustworthy, then calls `done(error)`; on a plain one at once.
template <class Done>
void secure(PlainStream&, const Address&, Done&& done) {
  done(boost::system::error_code());
}
template <class Done>
void secure(TlsStream& stream, const Address& to, Done&& done) {
  expect_host(stream.native_handle(), to.host);
  stream.async_handshake(boost::asio::ssl::stream_base::client, std::forward<Done>(done));
}

// Why secure() failed.
inline std::string why_insecure(PlainStream&, const Address&, const boost::system::error_code& error) { return error.message(); }
inline std::string why_insecure(TlsStream& stream, const Address& to, const boost::system::error_code& error) {
  return why_not_trusted(stream.native_handle(), to.authority(), error);
}

}  // namespace cocotalk::remote
