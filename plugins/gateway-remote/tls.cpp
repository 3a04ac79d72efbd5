#include "gateway-remote/tls.hpp"

#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <cocotalk/plugin.hpp>
#include <string_view>

namespace cocotalk::remote {

namespace {

namespace ssl = boost::asio::ssl;

bool is_ip_address(const std::string& host) {
  boost::system::error_code error;
  boost::asio::ip::make_address(host, error);
  return !error;
}

std::string_view advice(long problem) {
  switch (problem) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return "; use the name that the certificate has";
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return "; whoever runs the host must renew it";
    default: return "; if you trust its issuer, name the issuer's certificate in setting 'ca_file' of gateway-remote";
  }
}

}  // namespace

TlsContext tls_context(const std::string& ca_file) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
  ::SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  boost::system::error_code error;
  if (ca_file.empty())
    context->set_default_verify_paths(error);
  else
    context->load_verify_file(ca_file, error);
  if (error) throw coco::Error(COCO_INVALID, "setting 'ca_file': '" + ca_file + "' holds no PEM certificate that can be read");
  context->set_verify_mode(ssl::verify_peer);
  return context;
}

void expect_host(SSL* connection, const std::string& host) {
  if (is_ip_address(host)) {
    ::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(connection), host.c_str());
    return;
  }
  ::SSL_set_tlsext_host_name(connection, const_cast<char*>(host.c_str()));  // a C API that does not write to it
  ::SSL_set_hostflags(connection, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  ::SSL_set1_host(connection, host.c_str());
}

std::string why_not_trusted(SSL* connection, const std::string& authority, const boost::system::error_code& error) {
  const long problem = ::SSL_get_verify_result(connection);
  if (problem == X509_V_OK) return "no TLS with the host at " + authority + ": " + error.message();
  return "the certificate of the host at " + authority + " is not trusted: " + ::X509_verify_cert_error_string(problem) +
         std::string(advice(problem));
}

}  // namespace cocotalk::remote
