// The word somebody probably meant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cocotalk::plugins {

// The one of `known` with the fewest edits to `word`; nothing when even that one is a different word (more than a third edited).
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known);

// "did you mean 'listen'?", or, when nothing is near, "known are a, b, c".
std::string suggestion(std::string_view word, std::span<const std::string> known);

}  // namespace cocotalk::plugins
