#pragma once

#include "transport-http/envelope.hpp"
#include "transport-http/routes.hpp"

#include <cocotalk/abi.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace cocotalk::http {

// How a command ended.
struct Outcome {
  coco_status status = COCO_OK;
  std::string json;  // of the answer, or of the refusal; empty when the call itself failed
  std::uint32_t retry_after_ms = 0;
};

// The HTTP answer for it. `base_url` is how the client reaches us ("http://host:port", no slash at the end; empty: unknown).
Reply reply_for(const Route& route, const Place& place, const Outcome& outcome, std::string_view base_url, std::int64_t now_ms);

}  // namespace cocotalk::http
