#include "push-http/client.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>

#include <cocotalk/plugin.hpp>

#include <array>
#include <istream>
#include <ostream>

namespace cocotalk::push_http {
namespace {

using Poco::Net::Context;

constexpr std::size_t max_answer = 64 * 1024;

Context::Ptr make_context(const std::string& ca_file) {
  Context::Params params;
  params.caLocation = ca_file;
  params.loadDefaultCAs = ca_file.empty();
  params.verificationMode = Context::VERIFY_STRICT;
  Context::Ptr context = new Context(Context::TLS_CLIENT_USE, params);
  context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
  context->enableExtendedCertificateVerification(true);
  return context;
}

bool is_this_machine(const std::string& host) { return host == "localhost" || host == "127.0.0.1" || host == "::1"; }

std::string read(std::istream& stream) {
  std::string out;
  std::array<char, 4096> part;
  while (out.size() < max_answer && stream.read(part.data(), part.size()).gcount() > 0)
    out.append(part.data(), static_cast<std::size_t>(stream.gcount()));
  return out;
}

}  // namespace

Client::Client(const std::string& url, const std::string& ca_file, std::chrono::seconds timeout) : url_(url), timeout_(timeout) {
  if (url_.getScheme() == "https")
    tls_ = make_context(ca_file);
  else if (url_.getScheme() != "http" || !is_this_machine(url_.getHost()))
    throw coco::Error(COCO_INVALID, "'" + url + "' is not an https:// address");
}

std::unique_ptr<Poco::Net::HTTPClientSession> Client::connect() const {
  std::unique_ptr<Poco::Net::HTTPClientSession> session;
  if (tls_)
    session = std::make_unique<Poco::Net::HTTPSClientSession>(url_.getHost(), url_.getPort(), tls_);
  else
    session = std::make_unique<Poco::Net::HTTPClientSession>(url_.getHost(), url_.getPort());
  session->setKeepAlive(true);
  session->setTimeout(Poco::Timespan(static_cast<long>(timeout_.count()), 0));
  return session;
}

Response Client::exchange(const Request& request) {
  Poco::Net::HTTPRequest head(Poco::Net::HTTPRequest::HTTP_POST, request.path, Poco::Net::HTTPRequest::HTTP_1_1);
  head.setContentType(request.content_type);
  head.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
  for (const auto& [name, value] : request.headers) head.set(name, value);
  session_->sendRequest(head) << request.body << std::flush;
  Poco::Net::HTTPResponse answer;
  std::istream& body = session_->receiveResponse(answer);
  Response out{static_cast<int>(answer.getStatus()), read(body)};
  if (out.body.size() >= max_answer) session_.reset();  // what is left of it is of no interest
  return out;
}

Response Client::post(const Request& request) {
  try {
    if (!session_) session_ = connect();
    return exchange(request);
  } catch (const Poco::Exception& e) {
    session_.reset();
    throw coco::Error(COCO_RETRY, url_.getHost() + ":" + std::to_string(url_.getPort()) + ": " + e.displayText());
  }
}

}  // namespace cocotalk::push_http
