#include "ui-console/screen/layout.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ui-console/screen/bubbles.hpp"
#include "ui-console/screen/cluster.hpp"
#include "ui-console/screen/pages.hpp"
#include "ui-console/text.hpp"
#include "ui-console/words.hpp"

namespace cocotalk::console {

namespace {

constexpr int narrow = 60;  // columns below which list and conversation do not stand side by side
constexpr int most_input_rows = 6;

struct Area {
  int row = 0, column = 0, rows = 0, columns = 0;
};

void put_rows(Grid& grid, const Area& area, const std::vector<Row>& rows, std::size_t first = 0) {
  for (std::size_t i = first; i < rows.size() && static_cast<int>(i - first) < area.rows; ++i)
    for (const Piece& piece : rows[i])
      grid.put({area.row + static_cast<int>(i - first), area.column + piece.column}, piece.text, piece.style,
               area.columns - piece.column);
}

void put_bar(Grid& grid, int row, const std::string& left, const std::string& right, Style style) {
  const int columns = grid.size().columns;
  grid.fill({row, 0}, columns, style);
  const std::string end = fitted(right, columns - 2);
  const int end_at = columns - 1 - width_of(end);
  grid.put({row, end_at}, end, style, columns - end_at);
  grid.put({row, 1}, fitted(left, end_at - 2), style, end_at - 2);
}

// Keeps the chosen one of a list of entries in sight.
std::size_t first_row(std::size_t chosen, std::size_t rows_each, int rows) {
  const std::size_t end = (chosen + 1) * rows_each;
  return end > static_cast<std::size_t>(rows) ? end - static_cast<std::size_t>(rows) : 0;
}

// The input as lines, with the place of the cursor among them.
struct InputLines {
  std::vector<std::string> lines;
  Place cursor;
};

InputLines input_lines(const Input& input, int columns) {
  if (input.is_secret) {
    std::string dots;
    for (std::string_view rest = input.text; !rest.empty(); rest.remove_prefix(first_cluster(rest).text.size())) dots += "•";
    return {{dots}, {0, std::min(width_of(dots), columns - 1)}};
  }
  InputLines out{{""}, {}};
  int used = 0;
  std::size_t at = 0;
  const auto mark = [&] {
    if (at == input.cursor) out.cursor = {static_cast<int>(out.lines.size()) - 1, used};
  };
  while (at < input.text.size()) {
    const Cluster cluster = first_cluster(std::string_view(input.text).substr(at));
    if (cluster.text == "\n") {
      mark();
      out.lines.emplace_back();
      used = 0;
    } else {
      if (used + cluster.width > columns - 1) {  // the last column is the cursor's
        out.lines.emplace_back();
        used = 0;
      }
      mark();
      out.lines.back() += cluster.shown;
      used += cluster.width;
    }
    at += cluster.text.size();
  }
  mark();
  return out;
}

std::string people_in(const State& state, const Room& room) {
  int people = 0, here = 0;
  for (const Member& member : room.members) {
    people += member.is_joining ? 1 : 0;
    here += member.is_joining && (member.is_here || member.id == state.me.id) ? 1 : 0;
  }
  return std::to_string(people) + (people == 1 ? " person, " : " people, ") + std::to_string(here) + " here";
}

std::string typing_in(const State& state, const Room& room) {
  std::string names;
  for (const Typing& one : state.typing) names += (names.empty() ? "" : ", ") + harmless(room.name_of(one.account), " ");
  if (names.empty()) return {};
  return names + (state.typing.size() == 1 ? " is typing…" : " are typing…");
}

class Screen {
 public:
  Screen(const State& state, const Shown& shown, Size size) : state_(state), shown_(shown), laid_{Grid(size), 0, false, 0} {}

  Laid draw() {
    const Size size = laid_.grid.size();
    if (size.rows < smallest.rows || size.columns < smallest.columns) {
      laid_.grid.put({0, 0}, fitted("too small", size.columns), Style::warning, size.columns);
      return std::move(laid_);
    }
    const std::string who = state_.me.id == 0
                                ? "CocoTalk"
                                : "CocoTalk · " + harmless(state_.me.name, " ") + " (" + harmless(state_.me.cid, " ") + ")";
    put_bar(laid_.grid, 0, who, shown_.link, Style::bar);
    const int below = draw_input();
    Area pane{1, 0, below - 1, size.columns};
    const bool has_list =
        state_.me.id != 0 && (size.columns >= narrow || (state_.open_room.empty() && shown_.page == Page::conversation));
    if (has_list) pane = draw_list(pane);
    if (pane.columns > 0) draw_pane(pane);
    return std::move(laid_);
  }

 private:
  // Input and status line; answers the row of the first of them.
  int draw_input() {
    const Size size = laid_.grid.size();
    const int prompt = std::min(width_of(shown_.input.prompt), size.columns / 2);
    const InputLines input = input_lines(shown_.input, size.columns - prompt);
    const int most = std::max(1, std::min(most_input_rows, size.rows / 3));
    const int n = std::min(static_cast<int>(input.lines.size()), most);
    const int top = std::clamp(input.cursor.row - n + 1, 0, static_cast<int>(input.lines.size()) - n);
    const int row = size.rows - 1 - n;
    laid_.grid.put({row, 0}, shown_.input.prompt, Style::strong, prompt);
    for (int i = 0; i < n; ++i)
      laid_.grid.put({row + i, prompt}, input.lines[static_cast<std::size_t>(top + i)], Style::plain, size.columns - prompt);
    laid_.grid.cursor = Place{row + input.cursor.row - top, prompt + input.cursor.column};
    const std::string sentence = shown_.sentence.empty() ? "? shows the keys" : harmless(shown_.sentence, " ");
    put_bar(laid_.grid, size.rows - 1, sentence, "", shown_.is_warning && !shown_.sentence.empty() ? Style::warning : Style::bar);
    return row;
  }

  // Answers what is left of the pane beside it.
  Area draw_list(const Area& all) {
    const bool is_alone = all.columns < narrow;
    const Area list{all.row, 0, all.rows, is_alone ? all.columns : std::clamp(all.columns / 3, 20, 32)};
    const Room* open = state_.find(state_.open_room);
    const std::size_t chosen = open == nullptr ? 0 : state_.number_of(*open) - 1;
    put_rows(laid_.grid, list, room_list(state_, list.columns), first_row(chosen, 2, list.rows));
    if (is_alone) return {all.row, list.columns, all.rows, 0};
    for (int row = all.row; row < all.row + all.rows; ++row) laid_.grid.put({row, list.columns}, "│", Style::frame, 1);
    return {all.row, list.columns + 2, all.rows, all.columns - list.columns - 2};
  }

  void draw_pane(Area pane) {
    laid_.page_rows = pane.rows;
    if (shown_.page == Page::help) return draw_page(pane, "Keys and commands", help_page(pane.columns), shown_.scroll);
    if (state_.me.id == 0)
      return put_rows(laid_.grid, {pane.row + 1, 2, pane.rows - 1, pane.columns - 2}, welcome_page(pane.columns - 2));
    switch (shown_.page) {
      case Page::friends:
        return draw_page(pane, "Friends", friends_page(shown_, pane.columns), first_row(shown_.chosen, 1, pane.rows - 1));
      case Page::members: return draw_page(pane, "Who is here", members_page(state_, pane.columns), shown_.scroll);
      case Page::found:
        return draw_page(pane, "Found: " + shown_.searched, found_page(state_, shown_, pane.columns),
                         first_row(shown_.chosen, 2, pane.rows - 1));
      default: draw_conversation(pane);
    }
  }

  void draw_page(Area pane, const std::string& title, const std::vector<Row>& rows, std::size_t first) {
    laid_.grid.put({pane.row, pane.column}, fitted(harmless(title, " "), pane.columns), Style::strong, pane.columns);
    const Area body{pane.row + 1, pane.column, pane.rows - 1, pane.columns};
    laid_.scroll = std::min(
        first, rows.size() > static_cast<std::size_t>(body.rows) ? rows.size() - static_cast<std::size_t>(body.rows) : 0);
    put_rows(laid_.grid, body, rows, laid_.scroll);
  }

  void draw_conversation(Area pane) {
    const Room* room = state_.find(state_.open_room);
    if (room == nullptr) {
      laid_.grid.put({pane.row, pane.column}, fitted("Alt-1 opens the first room, Ctrl-G shows your friends", pane.columns),
                     Style::faint, pane.columns);
      return;
    }
    const std::string people = " · " + people_in(state_, *room);
    const std::string title = fitted(harmless(room->title(state_.me.id), " "), std::max(4, pane.columns - width_of(people)));
    const int behind = laid_.grid.put({pane.row, pane.column}, title, Style::strong, pane.columns);
    laid_.grid.put({pane.row, behind}, people, Style::faint, pane.column + pane.columns - behind);
    ++pane.row;
    --pane.rows;
    if (state_.notice && pane.rows > 3) {
      const std::string notice = "notice: " + preview(content_of(*state_.notice));
      laid_.grid.put({pane.row, pane.column}, fitted(notice, pane.columns), Style::notice, pane.columns);
      ++pane.row;
      --pane.rows;
    }
    if (pane.rows > 2) --pane.rows;  // for whoever types
    laid_.grid.put({pane.row + pane.rows, pane.column}, fitted(typing_in(state_, *room), pane.columns), Style::faint,
                   pane.columns);
    const std::size_t scroll =
        shown_.anchor.empty() ? shown_.scroll : scroll_to(shown_.anchor, state_, *room, pane.rows, pane.columns);
    Conversation part = conversation(state_, *room, pane.rows, pane.columns, scroll);
    laid_.scroll = part.scroll;
    laid_.is_at_beginning = part.is_at_beginning;
    const int free = pane.rows - static_cast<int>(part.rows.size());
    put_rows(laid_.grid, {pane.row + free, pane.column, pane.rows - free, pane.columns}, part.rows);
  }

  const State& state_;
  const Shown& shown_;
  Laid laid_;
};

}  // namespace

Laid laid_out(const State& state, const Shown& shown, Size size) { return Screen(state, shown, size).draw(); }

}  // namespace cocotalk::console
