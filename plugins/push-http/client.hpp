// POST to one server, over HTTPS.
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/URI.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::push_http {

struct Request {
  std::string path, content_type, body;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct Response {
  int status = 0;
  std::string body;  // at most 64 KiB of it
  bool is_success() const { return status >= 200 && status < 300; }
};

// Keeps its connection. On one thread.
class Client {
 public:
  // `ca_file`: PEM with the authorities to trust; empty: the system's. Throws coco::Error COCO_INVALID when the address is not
  // https:// (http:// is for this machine only).
  Client(const std::string& url, const std::string& ca_file, std::chrono::seconds timeout);
  // Throws coco::Error COCO_RETRY when there is no answer.
  Response post(const Request& request);

 private:
  std::unique_ptr<Poco::Net::HTTPClientSession> connect() const;
  Response exchange(const Request& request);

  const Poco::URI url_;
  const std::chrono::seconds timeout_;
  Poco::Net::Context::Ptr tls_;
  std::unique_ptr<Poco::Net::HTTPClientSession> session_;
};

}  // namespace cocotalk::push_http
