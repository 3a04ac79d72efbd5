#pragma once

#include "transport-http/in_flight.hpp"
#include "transport-http/upload_gate.hpp"
#include "transport-http/upload_limits.hpp"

#include <cocotalk/gateway.h>
#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <string>

namespace cocotalk::http {

// Settings of the plugin, checked.
struct Limits {
  std::uint64_t json_bytes;
  std::uint64_t json_ms;
  UploadLimits uploads;
  std::uint64_t sign_up_ms;
  std::uint64_t upload_ms;
};

// What all requests share. Owned by the plugin, which is not destroyed before the last request is over.
struct Server {
  coco::Host host;
  Limits limits;
  std::string public_url;  // empty: as the client addressed us
  UploadGate sign_ups, uploads;
  coco::Lease<coco_http> http{};
  coco::Lease<coco_net> net{};
  InFlight in_flight{};

  // How the client reaches us: no slash at the end. Empty when it did not say (HTTP/1.0 without Host).
  std::string base_url(const coco_http_request& request) const {
    if (!public_url.empty()) return public_url;
    if (request.host.size == 0) return {};
    return std::string(coco::text(request.scheme)) + "://" + std::string(coco::text(request.host));
  }
};

}  // namespace cocotalk::http
