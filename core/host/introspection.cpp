// cocotalk.introspection/1 of a Host.
#include "core/host/host.hpp"

namespace cocotalk::host {
namespace {

void answer(coco_completion done, const std::string& text) {
  const coco_view result = coco::view(text);
  coco::Completion(done).ok(&result);
}

template <Errand::Kind kind>
void ask(void* self, coco_completion done) {
  static_cast<Host*>(self)->errands().post({kind}, coco::Completion(done));
}

void ask_to_replace(void* self, coco_view plugin, coco_view file, coco_completion done) {
  Errand errand{Errand::Kind::replace, std::string(coco::text(plugin)), std::string(coco::text(file))};
  static_cast<Host*>(self)->errands().post(std::move(errand), coco::Completion(done));
}

}  // namespace

void Host::provide_introspection() {
  introspection_.size = sizeof introspection_;
  introspection_.self = this;
  introspection_.health_json = [](void* self, coco_completion done) { answer(done, static_cast<Host*>(self)->health_json()); };
  introspection_.metrics_text = [](void* self, coco_completion done) { answer(done, static_cast<Host*>(self)->metrics_text()); };
  introspection_.status_json = &ask<Errand::Kind::status>;
  introspection_.history_json = &ask<Errand::Kind::history>;
  introspection_.plugin_files_json = &ask<Errand::Kind::plugin_files>;
  introspection_.replace = &ask_to_replace;
  introspection_.reload = &ask<Errand::Kind::reload>;
  slots_.of(COCO_INTROSPECTION).offer(&introspection_provider_);
}

}  // namespace cocotalk::host
