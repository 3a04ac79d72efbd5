#pragma once

#include "transport-http/call.hpp"

#include <memory>

namespace cocotalk::http {

// [lane] Receives a request's body, checks that it is a JSON object and asks the call's command with it as it is. Anything else
// is the framework's 400; too long: 413.
void receive_json(std::shared_ptr<Call> call, const Limits& limits, std::int64_t content_length);

}  // namespace cocotalk::http
