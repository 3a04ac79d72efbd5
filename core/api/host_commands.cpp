// host.*: what an operator's tools look at.

#include "core/api/command.hpp"
#include "core/api/json.hpp"
#include "core/api/offers.hpp"
#include "core/api/reference.hpp"
#include "core/domain/refusal.hpp"
#include "core/host/introspection.h"

namespace cocotalk::api {
namespace {

using runtime::Task;

void copy_text(std::string& to, const coco_view& from) { to = coco::text(from); }

Task<std::string> ask(Application& app, void (*coco_introspection::*slot)(void*, coco_completion)) {
  const coco::Lease<coco_introspection> host = app.world.host.acquire<coco_introspection>(COCO_INTROSPECTION);
  if (!host) throw domain::Refusal(COCO_UNAVAILABLE, "INTERNAL", "nobody provides " COCO_INTROSPECTION);
  runtime::Awaiting<std::string, coco_view> answer(app.world.executor, &copy_text);
  ((*host).*slot)(host->self, answer.completion());
  co_await answer;
  answer.throw_if_failed();
  co_return std::move(answer.kept());
}

Task<Reply> health(Application& app, Asker, std::string) {
  std::string json = co_await ask(app, &coco_introspection::health_json);
  co_return Reply(std::move(json));
}

Task<Reply> metrics(Application& app, Asker, std::string) {
  const std::string text = co_await ask(app, &coco_introspection::metrics_text);
  JsonWriter out;
  out.begin_object();
  out.key("text").string(text);
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> reference(Application& app, Asker, std::string) {
  const std::vector<OfferPtr> offers = app.offers->newest();
  co_return Reply(reference_json(offers));
}

constexpr Command commands[] = {
    {.name = "host.health",
     .run = &health,
     .who = Who::anyone,
     .summary = "says how the host and its plugins are",
     .output = "Health"},
    {.name = "host.metrics",
     .run = &metrics,
     .who = Who::anyone,
     .summary = "gives counters and gauges",
     .gives = {field::text("text", "as Prometheus reads it")}},
    {.name = "host.reference",
     .run = &reference,
     .who = Who::anyone,
     .summary = "gives what these tables are made from, with JSON Schema for what goes in and out",
     .output = "Reference"},
};

}  // namespace

std::span<const Command> host_commands() { return commands; }

}  // namespace cocotalk::api
