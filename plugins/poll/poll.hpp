// A poll in a room, and what may be asked of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::poll {

constexpr std::size_t least_options = 2, most_options = 10, longest_option = 100, longest_question = 300;  // bytes

struct Poll {
  std::string room;         // 24 hex digits
  std::int64_t number = 0;  // in the room, from 1
  std::int64_t maker = 0;
  std::string question;
  std::vector<std::string> options;
  std::array<std::int64_t, most_options> counts{};
  std::int64_t turn = 0;                                 // rises with every change
  std::int64_t made_ms = 0, ends_ms = 0, closed_ms = 0;  // 0: never
  std::string message;                                   // of the room, as which everybody sees it
  std::optional<std::int64_t> mine;                      // what whoever asks has chosen; from 0

  bool is_closed(std::int64_t now_ms) const { return closed_ms != 0 || (ends_ms != 0 && ends_ms <= now_ms); }
  bool has_option(std::int64_t option) const { return option >= 0 && option < static_cast<std::int64_t>(options.size()); }
};

// What is wrong with a new one, for people; empty: nothing.
std::string wrong_with(const Poll& poll, std::int64_t now_ms);

// As a message of the room, for clients that know no polls.
std::string as_message(const Poll& poll);

// ---- JSON (the shape Poll)
Poll parse_new(std::string_view json);
std::int64_t number_in(std::string_view json, const char* field);  // -1: it is not there
std::string text_in(std::string_view json, const char* field);     // empty: it is not there
std::string to_json(const Poll& poll, std::int64_t now_ms);
std::string to_json(const std::vector<Poll>& polls, std::int64_t now_ms);
// What `room.send` is asked with.
std::string sending(const std::string& room, const std::string& content, const std::string& client_id);
// What `poll.get` is asked with.
std::string getting(const std::string& room, const std::string& number);
// The answer of `poll.get` as text, a line for each option.
std::string as_page(std::string_view json);
std::string options_json(const std::vector<std::string>& options);
std::vector<std::string> parse_options(std::string_view json);

}  // namespace cocotalk::poll
