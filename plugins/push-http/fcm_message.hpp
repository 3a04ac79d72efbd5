// A note as the FCM HTTP v1 API takes it (cocotalk-wire.md, 8.2).
#pragma once

#include "push-http/note.hpp"

#include <string>

namespace cocotalk::push_http {

// The request body for one target. `front_end`: the address a page opens when its notification is clicked.
std::string fcm_message(const Note& note, const Target& target, const std::string& front_end);

}  // namespace cocotalk::push_http
