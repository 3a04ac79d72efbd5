// What is refused before a command's handler runs: an asker of the wrong kind, and input that is not what was declared.
#pragma once

#include <string_view>

#include "core/api/command.hpp"
#include "core/api/json.hpp"

namespace cocotalk::api {

// Throws Refusal. Whether a token is valid and what place its account has in a room is not looked at: that takes the store.
void admit(const Command& command, const Asker& asker);

// Throws Refusal when a declared field is missing, of another type, no word of its list, out of its range, or more bytes or
// entries than declared. The domain counts characters, and says so in its own words.
void check_input(const Command& command, const Fields& given);

}  // namespace cocotalk::api
