// How a console ends.
#pragma once

namespace cocotalk::console {

// docs/console.md lists them.
enum class Exit { done = 0, not_signed_in = 1, usage = 2, lost = 3 };

}  // namespace cocotalk::console
