// The tables of docs/commands.md, made from what the commands declare.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/api/command.hpp"

namespace cocotalk::api {

// Who may ask, in a few words.
std::string_view words_for(Who who);

// A Markdown table of the commands of these families. Pure.
std::string command_table(std::span<const std::span<const Command>> of);

// `document` with the tables between its marks made anew; what is outside of them stays as it is. Throws coco::Error when a mark
// is missing.
std::string with_command_tables(std::string_view document);

}  // namespace cocotalk::api
