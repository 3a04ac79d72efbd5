#include "core/api/account_words.hpp"

#include <chrono>
#include <utility>

#include "core/domain/refusal.hpp"

namespace cocotalk::api {

bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u})
    if (text[i] < '0' || text[i] > '9') return false;
  const std::chrono::year_month_day date{std::chrono::year(std::stoi(text.substr(0, 4))),
                                         std::chrono::month(static_cast<unsigned>(std::stoi(text.substr(5, 2)))),
                                         std::chrono::day(static_cast<unsigned>(std::stoi(text.substr(8, 2))))};
  return date.ok();
}

runtime::Task<void> require_proof(Application& app, std::string email) {
  if (!app.world.limits.require_verified_email) co_return;
  const bool is_verified = co_await app.codes.is_verified(domain::CodePurpose::verify_address, std::move(email));
  if (!is_verified) throw domain::bad_request("the e-mail address was not verified in the last half hour");
}

std::string user_json(const domain::Account* account, Visible visible) {
  JsonWriter out;
  write_user(out, account, visible);
  return out.take();
}

}  // namespace cocotalk::api
