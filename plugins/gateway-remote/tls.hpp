// TLS towards a host: whom one trusts, and whether it is the host one asked for.
#pragma once

#include <openssl/ssl.h>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <string>

namespace cocotalk::remote {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

// TLS 1.2 and later, trusting the system's certificates, or only those of `ca_file` (PEM) if it is not empty. Throws coco::Error
// with a sentence about setting 'ca_file'.
TlsContext tls_context(const std::string& ca_file);

// Before the handshake: asks for `host` (RFC 6066, 3: names only), and accepts nobody else's certificate.
void expect_host(SSL* connection, const std::string& host);

// What went wrong, for people; `authority` is whom one wanted to speak to.
std::string why_not_trusted(SSL* connection, const std::string& authority, const boost::system::error_code& error);

}  // namespace cocotalk::remote
