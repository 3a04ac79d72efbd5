#include "ui-console/screen/key_map.hpp"

#include <array>

namespace cocotalk::console {

namespace {

using Kind = Key::Kind;

// Of several that fit the first one counts.
constexpr std::array table{
    Binding{Kind::enter, "", Action::enter, "Enter", "say it; in a list: open what is chosen"},
    Binding{Kind::alt_enter, "", Action::new_line, "Alt-Enter", "a new line (also Ctrl-J)"},
    Binding{Kind::control, "j", Action::new_line, "", ""},
    Binding{Kind::control, "n", Action::next_room, "Ctrl-N", "the next room"},
    Binding{Kind::control, "p", Action::previous_room, "Ctrl-P", "the room before"},
    Binding{Kind::tab, "", Action::next_unread, "Tab", "the next room with unread messages"},
    Binding{Kind::alt, "1", Action::numbered_room, "Alt-1 … 9", "the room with this number"},
    Binding{Kind::alt, "2", Action::numbered_room, "", ""},
    Binding{Kind::alt, "3", Action::numbered_room, "", ""},
    Binding{Kind::alt, "4", Action::numbered_room, "", ""},
    Binding{Kind::alt, "5", Action::numbered_room, "", ""},
    Binding{Kind::alt, "6", Action::numbered_room, "", ""},
    Binding{Kind::alt, "7", Action::numbered_room, "", ""},
    Binding{Kind::alt, "8", Action::numbered_room, "", ""},
    Binding{Kind::alt, "9", Action::numbered_room, "", ""},
    Binding{Kind::control, "f", Action::search, "Ctrl-F", "find messages of all rooms"},
    Binding{Kind::control, "g", Action::friends, "Ctrl-G", "my friends"},
    Binding{Kind::control, "o", Action::members, "Ctrl-O", "who is in the room, and who looks at it"},
    Binding{Kind::page_up, "", Action::scroll_up, "PageUp", "older messages"},
    Binding{Kind::page_down, "", Action::scroll_down, "PageDown", "newer messages"},
    Binding{Kind::up, "", Action::older_input, "Up, Down", "what was typed before; in a list: choose"},
    Binding{Kind::down, "", Action::newer_input, "", ""},
    Binding{Kind::escape, "", Action::back, "Esc", "back to the conversation"},
    Binding{Kind::text, "?", Action::help, "?", "this page (F1 while something is typed)"},
    Binding{Kind::help, "", Action::help, "", ""},
    Binding{Kind::control, "l", Action::redraw, "Ctrl-L", "draw everything anew"},
    Binding{Kind::control, "c", Action::quit, "Ctrl-C", "end"},
    Binding{Kind::left, "", Action::left, "Left, Right", "move in the line; Home, End: to its ends (Ctrl-A, Ctrl-E)"},
    Binding{Kind::right, "", Action::right, "", ""},
    Binding{Kind::home, "", Action::to_beginning, "", ""},
    Binding{Kind::control, "a", Action::to_beginning, "", ""},
    Binding{Kind::end, "", Action::to_end, "", ""},
    Binding{Kind::control, "e", Action::to_end, "", ""},
    Binding{Kind::backspace, "", Action::erase_left, "", ""},
    Binding{Kind::erase, "", Action::erase_right, "", ""},
    Binding{Kind::control, "w", Action::erase_word, "Ctrl-W", "erase the word before the cursor"},
    Binding{Kind::control, "u", Action::erase_to_beginning, "Ctrl-U", "erase everything before it; Ctrl-K: after it"},
    Binding{Kind::control, "k", Action::erase_to_end, "", ""},
    Binding{Kind::text, "", Action::type, "", ""},
    Binding{Kind::paste, "", Action::type, "", ""},
};

}  // namespace

std::span<const Binding> bindings() { return table; }

std::optional<Action> action_of(const Key& key, bool has_input) {
  for (const Binding& one : table) {
    if (one.kind != key.kind || (!one.text.empty() && one.text != key.text)) continue;
    if (one.action == Action::help && key.kind == Kind::text && has_input) continue;
    return one.action;
  }
  return std::nullopt;
}

}  // namespace cocotalk::console
