// The SDK's client and events, under the names conversations use.
#pragma once

#include <cocotalk/testing/client.hpp>

#include <chrono>

namespace cocotalk::conversation {

using testing::Client;
using testing::Events;

inline constexpr auto patience = std::chrono::seconds(20);

}  // namespace cocotalk::conversation
