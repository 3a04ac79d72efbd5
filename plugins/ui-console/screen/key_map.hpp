// Which key does what, as one table: what is pressed is looked up in it, and the page of '?' is printed from it. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ui-console/screen/key.hpp"

namespace cocotalk::console {

enum class Action {
  enter,
  new_line,
  next_room,
  previous_room,
  next_unread,
  numbered_room,
  search,
  friends,
  members,
  back,
  scroll_up,
  scroll_down,
  help,
  quit,
  redraw,
  // These change the input line only, and never wait for anything.
  older_input,
  newer_input,
  left,
  right,
  to_beginning,
  to_end,
  erase_left,
  erase_right,
  erase_word,
  erase_to_beginning,
  erase_to_end,
  type,
};

constexpr bool is_editing(Action action) { return action >= Action::left; }

struct Binding {
  Key::Kind kind;
  std::string_view text;  // what the key must say; empty: anything
  Action action;
  std::string_view label;  // "Ctrl-N"; empty: not on the page of '?'
  std::string_view what;
};

std::span<const Binding> bindings();

// Nothing: the key means nothing. '?' is a question only where nothing is typed yet.
std::optional<Action> action_of(const Key& key, bool has_input);

}  // namespace cocotalk::console
