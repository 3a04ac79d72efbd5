#include "core/api/introspection.hpp"

#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using Lease = coco::Lease<coco_introspection>;
using Answer = runtime::Awaiting<std::string, coco_view>;

void copy_text(std::string& to, const coco_view& from) { to = coco::text(from); }

Lease lease(const Application& app) {
  Lease host = app.world.host.acquire<coco_introspection>(COCO_INTROSPECTION);
  if (!host) throw domain::Refusal(COCO_UNAVAILABLE, "INTERNAL", "nobody provides " COCO_INTROSPECTION);
  return host;
}

std::string text_of(Answer& answer) {
  if (answer.status() == COCO_INVALID) throw domain::bad_request(answer.kept());
  answer.throw_if_failed();
  return std::move(answer.kept());
}

}  // namespace

runtime::Task<std::string> ask_host(Application& app, void (*coco_introspection::*function)(void*, coco_completion)) {
  const Lease host = lease(app);
  Answer answer(app.world.executor, &copy_text);
  ((*host).*function)(host->self, answer.completion());
  co_await answer;
  co_return text_of(answer);
}

runtime::Task<std::string> replace_plugin(Application& app, std::string plugin, std::string file) {
  const Lease host = lease(app);
  Answer answer(app.world.executor, &copy_text);
  host->replace(host->self, coco::view(plugin), coco::view(file), answer.completion());
  co_await answer;
  co_return text_of(answer);
}

}  // namespace cocotalk::api
