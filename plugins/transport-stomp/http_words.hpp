// What a request says, in this transport's words.
#pragma once

#include <cocotalk/http.h>
#include <cocotalk/plugin.hpp>

#include <span>
#include <string>
#include <string_view>

#include "transport-stomp/link.hpp"

namespace cocotalk::stomp {

// Empty when it is missing.
inline std::string_view header_of(const coco_http_request& request, std::string_view name) {
  for (const coco_header& header : std::span(request.headers, request.n_headers))
    if (coco::text(header.name) == name) return coco::text(header.value);
  return {};
}

inline Origin origin_of(const coco_http_request& request, Group::Framing framing) {
  return {framing, std::string(coco::text(request.address)), std::string(header_of(request, "user-agent"))};
}

}  // namespace cocotalk::stomp
