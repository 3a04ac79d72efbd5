// The pages beside the conversation, as rows. Pure.
#pragma once

#include <vector>

#include "ui-console/screen/row.hpp"
#include "ui-console/screen/shown.hpp"

namespace cocotalk::console {

std::vector<Row> friends_page(const Shown& shown, int columns);
std::vector<Row> members_page(const State& state, int columns);
std::vector<Row> found_page(const State& state, const Shown& shown, int columns);
std::vector<Row> help_page(int columns);
std::vector<Row> welcome_page(int columns);

// Two rows a room: number, title and badge; what was said last.
std::vector<Row> room_list(const State& state, int columns);

}  // namespace cocotalk::console
