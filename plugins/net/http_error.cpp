#include "net/http_error.hpp"

#include "net/http_response.hpp"

#include <cassert>

namespace cocotalk::net {

ErrorAnswer::ErrorAnswer(int status, std::string_view why) : status_(status) {
  assert(why.find_first_of("\"\\") == std::string_view::npos);
  with("content-type", "application/json").with("access-control-allow-origin", "*");
  body_.append("{\"status\":").append(std::to_string(status)).append(",\"error\":\"").append(reason_of(status));
  body_.append("\",\"message\":\"").append(why).append("\"}");
}

ErrorAnswer& ErrorAnswer::with(std::string_view name, std::string_view value) {
  headers_.push_back(field(name, value));
  return *this;
}

}  // namespace cocotalk::net
