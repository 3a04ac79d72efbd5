// The REST API of the service: method and path to command, and its reply to an envelope.
#include "transport-http/door.hpp"
#include "transport-http/server.hpp"
#include "transport-http/upload.hpp"

#include <cocotalk/files.h>
#include <cocotalk/pictures.h>
#include <cocotalk/plugin.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::http {
namespace {

std::uint64_t size_of(const coco::Settings& values, std::string_view name) {
  return static_cast<std::uint64_t>(values.number(name));
}

std::string checked_url(std::string url) {
  if (url.empty()) return url;
  const bool has_scheme = url.starts_with("http://") || url.starts_with("https://");
  if (!has_scheme || url.ends_with('/') || url.find_first_of("?# ") != std::string::npos)
    throw coco::Error(COCO_INVALID,
                      "setting 'public_url': '" + url + "' is no address like https://talk.example, without a slash at the end");
  return url;
}

class TransportHttp {
 public:
  static constexpr char id[] = "transport-http", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, COCO_HTTP, COCO_NET, COCO_FILES, COCO_PICTURES "?", nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("public_url", "", "how clients reach us, behind a proxy; empty: as each request addresses us"),
      coco::bytes("max_json_body", "256 KiB", 1024, 64 << 20, "largest JSON body; beyond: 413"),
      coco::millis("json_body_time", "10 s", 1000, 600'000, "time for a JSON body to arrive; beyond: 408"),
      coco::bytes("max_picture", "25 MiB", 1024, 1LL << 32, "largest picture; beyond: 413"),
      coco::bytes("max_file", "200 MiB", 1024, 1LL << 40, "largest video or other file; beyond: 413"),
      coco::bytes("max_thumbnail", "2 MiB", 1024, 1LL << 32, "largest thumbnail of a client; a larger one counts as none"),
      coco::integer("max_pixels", "200000000", 1, 1LL << 40, "pixels a picture may claim in its header; beyond: 413"),
      coco::millis("upload_time", "30 min", 1000, 86'400'000, "time for a file to arrive; beyond: 408"),
      coco::integer("uploads_per_session", "5", 1, 100'000, "files under way from one signed-in device; beyond: 429"),
      coco::millis("sign_up_time", "60 s", 1000, 600'000, "time for a sign-up's form to arrive; beyond: 408"),
      coco::integer("sign_ups_per_address", "5", 1, 100'000, "sign-ups under way from one address; beyond: 429"),
  };

  TransportHttp(coco::Host host, const coco::Settings& values)
      : server_{.host = host,
                .limits = {.json_bytes = size_of(values, "max_json_body"),
                           .json_ms = size_of(values, "json_body_time"),
                           .uploads = {.picture_bytes = size_of(values, "max_picture"),
                                       .file_bytes = size_of(values, "max_file"),
                                       .thumbnail_bytes = size_of(values, "max_thumbnail"),
                                       .pixels = size_of(values, "max_pixels")},
                           .sign_up_ms = size_of(values, "sign_up_time"),
                           .upload_ms = size_of(values, "upload_time")},
                .public_url = checked_url(values.text("public_url")),
                .sign_ups = UploadGate(size_of(values, "sign_ups_per_address")),
                .uploads = UploadGate(size_of(values, "uploads_per_session"))} {}

  void start() {
    server_.http = server_.host.acquire<coco_http>(COCO_HTTP);
    server_.net = server_.host.acquire<coco_net>(COCO_NET);
    if (!server_.http || !server_.net) throw coco::Error(COCO_UNAVAILABLE, "nobody provides cocotalk.http/1 and cocotalk.net/1");
    if (!COCO_HAS(&*server_.http, serve_file))
      throw coco::Error(COCO_UNAVAILABLE, "the provider of cocotalk.http/1 is too old to serve files; update it");
    for (std::unique_ptr<Door>& door : doors(server_)) {
      door->mount();
      doors_.push_back(std::move(door));
    }
  }
  // Requests and uploads under way are finished.
  void retire(coco::Completion&& empty) {
    for (const std::unique_ptr<Door>& door : doors_) door->unmount();
    server_.in_flight.close(std::move(empty));
  }
  void stop(coco::Completion&& drained) {
    for (const std::unique_ptr<Door>& door : doors_) door->unmount();
    for (UploadGate* const gate : {&server_.sign_ups, &server_.uploads})
      for (const std::shared_ptr<Upload>& upload : gate->receiving()) upload->cancel();
    server_.in_flight.close(std::move(drained));
  }
  const void* interface_of(std::string_view) { return nullptr; }

 private:
  Server server_;
  std::vector<std::unique_ptr<Door>> doors_;  // those that are mounted
};

}  // namespace
}  // namespace cocotalk::http

COCO_EXPORT(cocotalk::http::TransportHttp)
