// A Google service account: proves who we are, gets access tokens for it.
#pragma once

#include "push-http/client.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace cocotalk::push_http {

// The fields of the JSON key file that count.
struct AccountKey {
  std::string project_id, client_email, private_key, token_uri;
};
// Throws coco::Error COCO_INVALID that names the file and what is wrong with it.
AccountKey read_account_key(const std::string& path);

// OAuth 2.0 with a signed assertion (RFC 7523). On one thread.
class ServiceAccount {
 public:
  ServiceAccount(AccountKey key, const std::string& ca_file, std::chrono::seconds timeout);
  // Valid for at least another minute. `now_s`: unix seconds. Throws coco::Error COCO_RETRY.
  const std::string& access_token(std::int64_t now_s);
  // It was refused: the next one is a new one.
  void forget_token() { valid_until_s_ = 0; }
  const std::string& project() const { return key_.project_id; }

 private:
  const AccountKey key_;
  Client client_;
  std::string token_;
  std::int64_t valid_until_s_ = 0;
};

}  // namespace cocotalk::push_http
