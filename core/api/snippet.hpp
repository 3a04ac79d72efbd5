// What of a text is shown where words were found in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/finder.hpp"

namespace cocotalk::api {

// Some 100 characters around the first find, on one line, cut between characters and then with "…" at that end: in pieces, of
// which every second one is a find, the first one not.
std::vector<std::string> snippet(std::string_view text, const domain::Spans& spans);

}  // namespace cocotalk::api
