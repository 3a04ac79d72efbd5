// The web client, served at "/": the page talks to the host as any other client does.
#include <cocotalk/http.h>
#include <cocotalk/plugin.hpp>

#include <optional>
#include <string_view>

#include "ui-web/page.hpp"

namespace cocotalk::web {
namespace {

class WebClient {
 public:
  static constexpr char id[] = "ui-web", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {COCO_HTTP, nullptr};

  WebClient(coco::Host host, const coco::Settings&) : host_(host) {}

  void start() {
    http_ = host_.acquire<coco_http>(COCO_HTTP);
    if (!http_) throw coco::Error(COCO_UNAVAILABLE, "nobody provides cocotalk.http/1");
    page_.emplace(*http_);
    page_->mount();
  }
  void stop(coco::Completion&& drained) {
    if (page_) page_->unmount();
    drained.ok();
  }
  const void* interface_of(std::string_view) { return nullptr; }

 private:
  const coco::Host host_;
  coco::Lease<coco_http> http_;
  std::optional<Page> page_;
};

}  // namespace
}  // namespace cocotalk::web

COCO_EXPORT(cocotalk::web::WebClient)
