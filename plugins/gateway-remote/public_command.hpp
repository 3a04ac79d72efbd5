// The commands that need no link, as the REST calls of cocotalk-wire.md 2.1. Pure.
#pragma once

#include <cocotalk/gateway.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::remote {

struct PublicRequest {
  std::string target;  // "/auth/signin"
  std::string content_type;
  std::string user_agent;  // tells the device class
  std::string body;
  std::string refresh_token;  // not empty: a GET with it
};

struct PublicAnswer {
  coco_status status = COCO_OK;
  std::string json;    // the command's output, or {"code","detail"}
  std::string detail;  // of a refusal
  std::uint32_t retry_after_ms = 0;
};

// The request for auth.sign-in or auth.sign-up; nothing for other commands. `boundary` separates the parts of a form and occurs
// in no value: 128 random bits. Throws coco::Error when `json` is no object.
std::optional<PublicRequest> request_of(std::string_view command, std::string_view json, std::string_view boundary);

// The request for auth.reissue; it tells the device class of the session whose refresh token it is.
PublicRequest reissue_of(std::string_view refresh_token, coco_device_class device);

// What envelope A of the wire document says.
PublicAnswer answer_of_envelope(unsigned http_status, std::string_view retry_after, std::string_view body);

}  // namespace cocotalk::remote
