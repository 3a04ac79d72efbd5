#pragma once

#include "transport-http/service.hpp"

#include <cocotalk/abi.h>

#include <string>
#include <string_view>

// Why a command was refused, and what each service of the original says then: cocotalk-wire.md, 1.7.
namespace cocotalk::http {

// A command's refusal (docs/commands.md): a word such as BAD_REQUEST, and a text for people, often empty.
struct Refusal {
  std::string code;
  std::string detail;
};

// The refusal in a command's answer; when the call itself failed and there is no answer, the word for its status.
Refusal refusal_of(coco_status status, std::string_view json);

// The services' own words for it. Auth and push have no types.
struct Spoken {
  int code;
  std::string_view type;
  std::string_view text;
};
Spoken spoken(Service service, std::string_view word);

// The HTTP status: 200 for what the application decides, 429 and 503 for what may be tried again later, 413 for too many or too
// large files, 404 and 500 for what the original leaves to its framework.
int http_status_of(std::string_view word);

}  // namespace cocotalk::http
