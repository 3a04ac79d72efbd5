#include "ui-console/screen/bubbles.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "ui-console/screen/cluster.hpp"
#include "ui-console/text.hpp"
#include "ui-console/words.hpp"

namespace cocotalk::console {

namespace {

constexpr int widest_bubble = 60;  // columns of text

using Rows = std::vector<Row>;

Row centred(const std::string& text, int columns, Style style) {
  const std::string fits = fitted(text, columns);
  return {{(columns - width_of(fits)) / 2, fits, style}};
}

// What stands beside the last line of a bubble.
struct Margin {
  std::string unread;  // empty: everybody has read it
  std::string time;
};

std::string margin_text(const Margin& margin) {
  return margin.unread + (margin.unread.empty() || margin.time.empty() ? "" : " ") + margin.time;
}

void add_mine(Rows& rows, const std::vector<std::string>& lines, int width, int columns, const Margin& margin) {
  const int left = columns - width - 2;
  for (const std::string& line : lines) {
    rows.push_back({{left, " " + line + std::string(static_cast<std::size_t>(width - width_of(line)), ' ') + " ", Style::mine}});
  }
  const int time_at = left - 1 - width_of(margin.time);
  if (!margin.time.empty()) rows.back().push_back({time_at, margin.time, Style::faint});
  const int unread_at = (margin.time.empty() ? left : time_at) - 1 - width_of(margin.unread);
  if (!margin.unread.empty()) rows.back().push_back({unread_at, margin.unread, Style::unread});
}

void add_theirs(Rows& rows, const std::vector<std::string>& lines, int width, const Margin& margin) {
  for (const std::string& line : lines)
    rows.push_back({{0, " " + line + std::string(static_cast<std::size_t>(width - width_of(line)), ' ') + " ", Style::theirs}});
  int column = width + 3;
  if (!margin.unread.empty()) rows.back().push_back({column, margin.unread, Style::unread});
  if (!margin.unread.empty()) column += width_of(margin.unread) + 1;
  if (!margin.time.empty()) rows.back().push_back({column, margin.time, Style::faint});
}

void add_bubble(Rows& rows, bool is_mine, const std::string& text, int columns, const Margin& margin) {
  const int beside = width_of(margin_text(margin)) + 3;
  const int most = std::max(2, std::min({columns * 3 / 4, widest_bubble, columns - beside}) - 2);
  const std::vector<std::string> lines = wrapped(harmless(text, "\n"), most);
  int width = 1;
  for (const std::string& line : lines) width = std::max(width, width_of(line));
  is_mine ? add_mine(rows, lines, width, columns, margin) : add_theirs(rows, lines, width, margin);
}

bool is_same_group(const Message& a, const Message& b) {
  return !is_about_members(a) && !is_about_members(b) && a.sender == b.sender && clock_of(a.sent_at) == clock_of(b.sent_at) &&
         day_of(a.sent_at) == day_of(b.sent_at);
}

class Blocks {
 public:
  Blocks(const State& state, const Room& room, int columns) : state_(state), room_(room), columns_(columns) {}

  // Everything that belongs to one message: what stands above it, and its bubble.
  Rows message(std::size_t index) const {
    const Message& one = state_.messages[index];
    const Message* before = index == 0 ? nullptr : &state_.messages[index - 1];
    const Message* after = index + 1 < state_.messages.size() ? &state_.messages[index + 1] : nullptr;
    Rows rows;
    const std::string day = day_of(one.sent_at);
    const bool is_new_day = before == nullptr || day_of(before->sent_at) != day;
    const bool is_marked = !state_.first_unread.empty() && one.id == state_.first_unread;
    if (is_new_day && !day.empty()) rows.push_back(centred("── " + day + " ──", columns_, Style::faint));
    if (is_marked) rows.push_back(centred("──── new messages ────", columns_, Style::marker));
    if (!state_.sought.empty() && one.id == state_.sought) rows.push_back(centred("──── found ────", columns_, Style::marker));
    if (is_about_members(one)) {
      for (const std::string& line : wrapped(harmless(one.text, " "), columns_))
        rows.push_back(centred(line, columns_, Style::notice));
      return rows;
    }
    const bool begins = is_new_day || is_marked || before == nullptr || !is_same_group(*before, one);
    const bool ends = after == nullptr || !is_same_group(one, *after) || after->id == state_.first_unread;
    const bool is_mine = one.sender == state_.me.id;
    if (begins && !is_mine) rows.push_back({{0, fitted(harmless(room_.name_of(one.sender), " "), columns_), Style::strong}});
    const int unread = unread_by(one, room_.members);
    const std::string edited = one.is_edited && !one.is_deleted ? " (edited)" : "";
    const std::string reactions = one.reactions.empty() ? "" : "\n" + reactions_of(one);
    add_bubble(rows, is_mine, content_of(one) + edited + reactions, columns_,
               {unread > 0 ? std::to_string(unread) : "", ends ? clock_of(one.sent_at) : ""});
    return rows;
  }

  // What stands below the messages, the lowest row first: nothing above what is shown is ever made.
  Rows below() const {
    Rows rows;
    if (state_.has_newer) rows.push_back(centred("─── PageDown: newer messages, Esc: the newest ───", columns_, Style::faint));
    for (const Letter& letter : state_.letters)
      if (letter.room == room_.id) add_bubble(rows, true, letter.text, columns_, {"", state_.is_away ? "waiting" : "…"});
    std::ranges::reverse(rows);
    return rows;
  }

 private:
  const State& state_;
  const Room& room_;
  const int columns_;
};

}  // namespace

Conversation conversation(const State& state, const Room& room, int rows, int columns, std::size_t scroll) {
  const Blocks blocks(state, room, columns);
  const auto height = static_cast<std::size_t>(std::max(rows, 0));
  Rows upwards = blocks.below();
  const auto add = [&](Rows&& block) { std::move(block.rbegin(), block.rend(), std::back_inserter(upwards)); };
  std::size_t left = state.messages.size();
  while (left > 0 && upwards.size() < scroll + height) add(blocks.message(--left));
  Conversation out;
  out.is_at_beginning = left == 0 && upwards.size() <= scroll + height;
  out.scroll = std::min(scroll, upwards.size() > height ? upwards.size() - height : 0);
  const std::size_t end = std::min(upwards.size(), out.scroll + height);
  for (std::size_t i = end; i > out.scroll; --i) out.rows.push_back(std::move(upwards[i - 1]));
  return out;
}

std::size_t scroll_to(const std::string& message, const State& state, const Room& room, int rows, int columns) {
  const Blocks blocks(state, room, columns);
  std::size_t below = blocks.below().size();
  for (std::size_t left = state.messages.size(); left > 0; --left) {
    below += blocks.message(left - 1).size();
    if (state.messages[left - 1].id != message) continue;
    const auto under = static_cast<std::size_t>(std::max(rows, 0)) * 2 / 3;
    return below > under ? below - under : 0;
  }
  return 0;
}

}  // namespace cocotalk::console
