#pragma once

#include "transport-http/exchange.hpp"
#include "transport-http/outcome.hpp"
#include "transport-http/routes.hpp"
#include "transport-http/server.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cocotalk::http {

// One request on its way through one command. Made in on_request and answered on the request's lane; in between the core's
// completion holds it. Keeps what it needs of the request, which is gone when on_request returns.
class Call : public std::enable_shared_from_this<Call> {
 public:
  Call(Server& server, const Route& route, coco_exchange id, const coco_http_request& request);

  // [lane] False when the route asks for a token and the request has none: then it has been answered.
  bool has_credential();
  // [lane] Asks another command on behalf of the request, and tells what it said on the lane.
  void ask_about(std::string_view command, std::string_view input, std::function<void(const Outcome&)> hear);
  // [lane] Asks the command and answers the request with what it said.
  void ask(std::string input);
  // [lane] Hears how the command ended, before the answer goes out.
  void on_outcome(std::function<void(const Outcome&)> hear) { hear_ = std::move(hear); }

  // [lane] The other answers.
  void answer(const Outcome& outcome) const;
  void respond(const Reply& reply) const { exchange_.respond(reply); }
  void respond_framework_error(int http_status) const { respond(framework_error(http_status, place_, now_ms())); }
  void respond_refusal(const Refusal& why) const { respond(refusal(place_, why, 0, now_ms())); }

  const Exchange& exchange() const { return exchange_; }
  const std::string& base_url() const { return base_url_; }
  const std::string& address() const { return address_; }
  const std::string& token() const { return token_; }

 private:
  std::int64_t now_ms() const { return server_.host.now_ms(); }
  coco_credential credential() const;
  void settle(const Outcome& outcome);

  Server& server_;
  const InFlight::Token in_flight_;
  const Route& route_;
  const std::string command_;
  const Exchange exchange_;
  const Place place_;
  const std::string base_url_, address_, agent_;
  const bool has_header_;  // the one with the token
  std::string token_;
  std::string input_;
  std::function<void(const Outcome&)> hear_;
};

}  // namespace cocotalk::http
