// Answers requests for the page's files.
#pragma once

#include <cocotalk/http.h>

#include <vector>

#include "ui-web/asset.hpp"

namespace cocotalk::web {

// Where the page, which is the same file, shows itself to administrators.
inline constexpr char admin_path[] = "/admin";

// Serves embedded() from memory, each file under a route of its own, the page under two. Made and destroyed on the main thread;
// requests come on the lanes. Outlives its routes, which unmount() takes away.
class Page {
 public:
  explicit Page(const coco_http& http);

  // Throws coco::Error when a route cannot be had.
  void mount();
  void unmount();

 private:
  struct Served {
    const coco_http* http;
    Asset asset;
  };
  static void answer(void* served, coco_exchange exchange, const coco_http_request* request) noexcept;

  const coco_http& http_;
  std::vector<Served> files_;  // routes point into it
};

// Everything the page may load comes from this host; nothing runs that is not one of its files.
inline constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src "
    "'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace cocotalk::web
