// host.*: what an operator's tools look at.

#include "core/api/command.hpp"
#include "core/api/introspection.hpp"
#include "core/api/json.hpp"
#include "core/api/offers.hpp"
#include "core/api/reference.hpp"

namespace cocotalk::api {
namespace {

using runtime::Task;

Task<Reply> health(Application& app, Asker, std::string) {
  std::string json = co_await ask_host(app, &coco_introspection::health_json);
  co_return Reply(std::move(json));
}

Task<Reply> metrics(Application& app, Asker, std::string) {
  const std::string text = co_await ask_host(app, &coco_introspection::metrics_text);
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
