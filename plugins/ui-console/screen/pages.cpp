#include "ui-console/screen/pages.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "ui-console/screen/cluster.hpp"
#include "ui-console/screen/key_map.hpp"
#include "ui-console/text.hpp"
#include "ui-console/words.hpp"

namespace cocotalk::console {

namespace {

using Rows = std::vector<Row>;
constexpr int label_columns = 14;
constexpr std::int64_t highest_badge = 999;

std::string safe(const std::string& text) { return harmless(text, " "); }

Row line(const std::string& text, int columns, Style style = Style::plain) { return {{0, fitted(text, columns), style}}; }

Style style_of(bool is_chosen) { return is_chosen ? Style::chosen : Style::plain; }

std::string badge_of(std::int64_t unread) {
  return unread > highest_badge ? std::to_string(highest_badge) + "+" : std::to_string(unread);
}

std::string last_words(const Room& room) { return room.last ? safe(preview(content_of(*room.last))) : "no messages yet"; }

}  // namespace

Rows friends_page(const Shown& shown, int columns) {
  if (shown.friends.empty()) return {line("no friends yet; /add ID adds one", columns, Style::faint)};
  Rows rows;
  for (std::size_t i = 0; i < shown.friends.size(); ++i) {
    const Friend& one = shown.friends[i];
    const std::string who =
        safe(one.person.name) + " (" + safe(one.person.cid) + ")" + (one.added_by_me ? "" : ", who added you");
    rows.push_back(line(who, columns, style_of(i == shown.chosen)));
  }
  return rows;
}

Rows members_page(const State& state, int columns) {
  Rows rows;
  const Room* room = state.find(state.open_room);
  if (room == nullptr) return rows;
  for (const Member& member : room->members) {
    const bool is_here = member.is_here || member.id == state.me.id;
    rows.push_back(
        {{0,
          is_here             ? "●"
          : member.is_joining ? "○"
                              : " ",
          is_here ? Style::strong : Style::faint},
         {2, fitted(safe(member.name) + (member.is_joining ? is_here ? ", looks at the room" : "" : ", who left"), columns - 2),
          member.is_joining ? Style::plain : Style::faint}});
  }
  return rows;
}

Rows found_page(const State& state, const Shown& shown, int columns) {
  if (shown.found.empty()) return {line("nothing is found", columns, Style::faint)};
  Rows rows;
  for (std::size_t i = 0; i < shown.found.size(); ++i) {
    const Found& one = shown.found[i];
    const Room* room = state.find(one.room);
    const std::string where = room == nullptr ? "" : safe(room->title(state.me.id)) + " · " + safe(room->name_of(one.sender));
    rows.push_back(line(where + " · " + day_of(one.sent_at) + " " + clock_of(one.sent_at), columns,
                        i == shown.chosen ? Style::chosen : Style::faint));
    Row words;
    int column = 2;
    for (std::size_t piece = 0; piece < one.pieces.size() && column < columns; ++piece) {
      std::string text = fitted(safe(one.pieces[piece]), columns - column);
      const int width = width_of(text);
      words.push_back({column, std::move(text), piece % 2 == 1 ? Style::unread : Style::plain});
      column += width;
    }
    rows.push_back(std::move(words));
  }
  return rows;
}

Rows help_page(int columns) {
  Rows rows;
  for (const Binding& one : bindings())
    if (!one.label.empty())
      rows.push_back({{0, fitted(one.label, label_columns - 1), Style::strong},
                      {label_columns, fitted(one.what, columns - label_columns), Style::plain}});
  rows.emplace_back();
  for (std::string_view rest = help_text(); !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find('\n'));
    rows.push_back(line(std::string(one), columns));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
  }
  return rows;
}

Rows welcome_page(int columns) {
  return {line("CocoTalk", columns, Style::strong),
          {},
          line("Type your id and press Enter to sign in.", columns),
          line("/sign-up ID NAME EMAIL PHONE makes an account.", columns),
          line("? shows the keys, Ctrl-C ends.", columns)};
}

Rows room_list(const State& state, int columns) {
  if (state.rooms.empty()) return {line("no rooms yet", columns, Style::faint), line("/new ID makes one", columns, Style::faint)};
  Rows rows;
  for (const Room& room : state.rooms) {
    const bool is_open = room.id == state.open_room;
    const std::string badge = room.unread > 0 ? " " + badge_of(room.unread) + " " : "";
    const int left = columns - width_of(badge) - (badge.empty() ? 0 : 1);
    const std::string title = std::to_string(state.number_of(room)) + " " + safe(room.title(state.me.id));
    Row first{{0, fitted(title, left), is_open ? Style::chosen : Style::strong}};
    if (!badge.empty()) first.push_back({columns - width_of(badge), badge, Style::badge});
    rows.push_back(std::move(first));
    rows.push_back({{2, fitted(last_words(room), columns - 2), Style::faint}});
  }
  return rows;
}

}  // namespace cocotalk::console
