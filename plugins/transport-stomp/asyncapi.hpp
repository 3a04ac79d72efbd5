// What is said and heard over STOMP, as a document for programs: /docs/asyncapi.json.
#pragma once

#include <cocotalk/http.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "transport-stomp/services.hpp"

namespace cocotalk::stomp {

// An AsyncAPI 3.0 document made of the answer to host.reference and of our own destinations. Pure. Throws coco::Error when that
// is no answer.
std::string asyncapi(std::string_view reference);

// [lane] Asks the core, and answers the exchange with the document.
void answer_asyncapi(const Services& services, coco_exchange exchange, std::uint32_t lane);

}  // namespace cocotalk::stomp
