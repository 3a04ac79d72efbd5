#include "ui-web/page.hpp"

#include <cocotalk/error.hpp>
#include <cocotalk/view.hpp>

#include <span>

namespace cocotalk::web {
namespace {

// `gzip;q=0` is what nobody sends.
bool takes_gzip(const coco_http_request& request) {
  for (const coco_header& header : std::span(request.headers, request.n_headers))
    if (coco::text(header.name) == "accept-encoding") return coco::text(header.value).find("gzip") != std::string_view::npos;
  return false;
}

coco_header header(std::string_view name, std::string_view value) { return {coco::view(name), coco::view(value)}; }

}  // namespace

Page::Page(const coco_http& http) : http_(http) {
  for (const Embedded& file : embedded()) {
    files_.push_back(Served{&http_, Asset(file)});
    if (files_.back().asset.path != "/") continue;
    files_.push_back(files_.back());
    files_.back().asset.path = admin_path;
  }
}

void Page::mount() {
  for (Served& file : files_) {
    const coco_route route{sizeof route, 0, coco::view("GET"), coco::view(file.asset.path), &file, &Page::answer};
    coco_error error{};
    const coco_status status = http_.mount(http_.self, &route, &error);
    if (status == COCO_OK) continue;
    unmount();
    coco::throw_if(status, error);
  }
}

void Page::unmount() {
  for (Served& file : files_) http_.unmount(http_.self, &file);
}

void Page::answer(void* served, coco_exchange exchange, const coco_http_request* request) noexcept {
  const auto& [http, asset] = *static_cast<const Served*>(served);
  const bool is_small = !asset.gzip.empty() && takes_gzip(*request);
  const coco_header headers[] = {
      header("Content-Type", asset.type),
      header("Cache-Control", asset.caching),
      header("Content-Security-Policy", content_security_policy),
      header("X-Content-Type-Options", "nosniff"),
      header("Referrer-Policy", "no-referrer"),
      header("Vary", "Accept-Encoding"),
      header("Content-Encoding", "gzip"),
  };
  http->respond(http->self, exchange, 200, headers, std::size(headers) - (is_small ? 0 : 1),
                coco::view(is_small ? std::string_view(asset.gzip) : asset.bytes));
}

}  // namespace cocotalk::web
