#include "transport-http/call.hpp"

#include "transport-http/input.hpp"

#include <optional>
#include <utility>

namespace cocotalk::http {
namespace {

std::optional<std::string_view> token_header(const Route& route, const coco_http_request& request) {
  switch (route.credential) {
    case Credential::none: return std::nullopt;
    case Credential::optional:
    case Credential::access:
    case Credential::access_if_any: return header(request, "x-access-token");
    case Credential::refresh:
    case Credential::refresh_if_any: break;
  }
  return header(request, "x-refresh-token");
}

std::string command_of(const Route& route, const coco_http_request& request) {
  if (!route.command.empty()) return std::string(route.command);
  return "plugin:" + std::string(coco::text(request.params[0]));  // never one of the core's
}

// cocotalk-wire.md, 1.4: what a browser calls itself contains "Mozilla".
coco_device_class device_class(std::string_view agent) {
  return agent.find("Mozilla") != std::string_view::npos ? COCO_WEB : COCO_MOBILE;
}

Outcome outcome_of(coco_status status, const coco_answer* answer) {
  Outcome out{status, {}, 0};
  if (answer != nullptr) {
    out.json = coco::text(answer->json);
    out.retry_after_ms = answer->retry_after_ms;
  }
  return out;
}

}  // namespace

Call::Call(Server& server, const Route& route, coco_exchange id, const coco_http_request& request)
    : server_(server),
      in_flight_(server.in_flight),
      route_(route),
      command_(command_of(route, request)),
      exchange_{&*server.http, Lane{&*server.net, request.lane}, id},
      place_(coco::text(request.path)),
      base_url_(server.base_url(request)),
      address_(coco::text(request.address)),
      agent_(header(request, "user-agent").value_or("")),
      has_header_(token_header(route, request).has_value()),
      token_(token_header(route, request).value_or("")) {}

bool Call::has_credential() {
  if (!token_.empty()) return true;
  switch (route_.credential) {
    case Credential::none:
    case Credential::optional:
    case Credential::access_if_any: return true;
    case Credential::access:
      respond(token_refusal(has_header_ ? "헤더에 토큰이 포함되지 않았습니다." : "X-ACCESS-TOKEN 헤더가 설정되지 않았습니다.",
                            now_ms()));
      return false;
    case Credential::refresh: respond_refusal({"UNAUTHORIZED", ""}); return false;
    case Credential::refresh_if_any: break;
  }
  respond(success(place_.service, route_.success_status, {}, now_ms()));
  return false;
}

void Call::ask(std::string input) {
  input_ = std::move(input);
  ask_about(command_, input_, [self = shared_from_this()](const Outcome& outcome) { self->settle(outcome); });
}

void Call::ask_about(std::string_view command, std::string_view input, std::function<void(const Outcome&)> hear) {
  auto gateway = std::make_shared<coco::Lease<coco_gateway>>(server_.host.acquire<coco_gateway>(COCO_GATEWAY));
  if (!*gateway) return hear({COCO_UNAVAILABLE, {}, 0});
  const coco_peer peer{sizeof peer, device_class(agent_), coco::view(address_), coco::view(agent_)};
  const coco_caller caller{sizeof caller, 0, 0, credential(), peer};
  const coco_gateway& table = **gateway;
  table.ask(table.self, &caller, coco::view(command), coco::view(input),
            coco::on_completion<coco_answer>([self = shared_from_this(), gateway, hear = std::move(hear)](
                                                 coco_status status, const coco_answer* answer, const coco_error*) {
              self->exchange_.lane.run([self, hear, outcome = outcome_of(status, answer)] { hear(outcome); });
            }));
}

coco_credential Call::credential() const {
  coco_credential_kind kind = COCO_ANONYMOUS;
  if (!token_.empty()) {
    const bool is_refresh = route_.credential == Credential::refresh || route_.credential == Credential::refresh_if_any;
    kind = is_refresh ? COCO_REFRESH_TOKEN : COCO_ACCESS_TOKEN;
  }
  return {sizeof(coco_credential), kind, {}, coco::view(token_)};
}

void Call::settle(const Outcome& outcome) {
  const bool is_stale = route_.credential == Credential::optional && !token_.empty() && outcome.status == COCO_UNAUTHORIZED;
  if (is_stale) {  // a public endpoint does not mind what the header held
    token_.clear();
    return ask(std::move(input_));
  }
  if (const auto hear = std::exchange(hear_, nullptr)) hear(outcome);
  answer(outcome);
}

void Call::answer(const Outcome& outcome) const { respond(reply_for(route_, place_, outcome, base_url_, now_ms())); }

}  // namespace cocotalk::http
