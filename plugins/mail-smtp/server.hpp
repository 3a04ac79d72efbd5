// The mail server the letters go to.
#pragma once

#include "mail-smtp/message.hpp"

#include <Poco/Net/Context.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace cocotalk::mail_smtp {

enum class Security { none, starttls };

// Where it is and how to speak to it, as configured.
struct ServerSettings {
  std::string host;
  std::uint16_t port = 587;
  Security security = Security::starttls;
  std::string ca_file;  // PEM; empty: the system's
  std::string user, password;
  std::string from;
  std::chrono::seconds timeout{20};  // of each step
};

// RFC 5321 to the next server, RFC 3207 to secure it: once secured, its certificate must fit its name, and a server that does not
// offer STARTTLS gets nothing. On one thread.
class Server {
 public:
  explicit Server(ServerSettings settings);
  // Returns when the server has taken the letter over. Throws coco::Error: COCO_INVALID (a 5xx answer about the letter),
  // COCO_RETRY.
  void deliver(const Letter& letter, const std::string& id);

 private:
  const ServerSettings settings_;
  Poco::Net::Context::Ptr tls_;
};

}  // namespace cocotalk::mail_smtp
