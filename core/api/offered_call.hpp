// Asking a plugin for one of its commands.
#pragma once

#include "core/api/offers.hpp"

namespace cocotalk::api {

// After admission and the check of its input. Who asks, and that he is in the room, is looked at first, then how often he asks.
// Throws Refusal: the core's own, BUSY, RETRY at the deadline, and what the plugin says no with. `what` is the caller's until the
// answer.
runtime::Task<Reply> ask_plugin(Application& app, Offered what, Asker asker, std::string json);

}  // namespace cocotalk::api
