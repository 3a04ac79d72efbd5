// What people are told, whichever view tells it. Pure but for the time zone of this machine.
#pragma once

#include <string>
#include <string_view>

#include "ui-console/model.hpp"

namespace cocotalk::console {

// What was said; of files their kind and address.
std::string content_of(const Message& message);

// "👍 2  ❤️ 1": what was given to it; empty: nothing.
std::string reactions_of(const Message& message);

// The first words of a text, on one line without control characters.
std::string preview(const std::string& text);

// Why the sign-in ended.
std::string sentence_of(const Ending& ending);

// "cannot open: …; what to do": why a command was refused.
std::string sentence_of(std::string_view command, const Refusal& why);

// "09:21" of a time on the wire; empty when it is none.
std::string clock_of(const std::string& sent_at);

// "Friday, 4 February 2022" of a time on the wire; empty when it is none.
std::string day_of(const std::string& sent_at);

}  // namespace cocotalk::console
