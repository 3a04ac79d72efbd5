#include "core/host/top/picture.hpp"

#include "core/host/columns.hpp"
#include "core/host/top/amounts.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace cocotalk::host::top {
namespace {

constexpr int label_columns = 14, value_columns = 12, number_columns = 12;
constexpr int least_spark = 10;
constexpr std::string_view keys = "q leaves   sort by: l as loaded  n name  s state  c calls  e errors  m mean";

std::string every_text(std::chrono::milliseconds every) {
  const auto ms = every.count();
  return "every " + (ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms");
}

// "CocoTalk 1.0.0 · ok · up 3 min".
std::string headline(const Watch& watch) {
  const Reading& last = watch.last();
  return "CocoTalk " + last.version + " · " + last.status + " · up " + duration(watch.seen_ms() - last.started_ms);
}

Line bar(const std::string& left, const std::string& right, Style style, int columns) {
  const std::string end = fitted(right, std::max(0, columns - 2));
  const int room = columns - width_of(end) - 2;
  return {{" " + left_in(fitted(left, room - 1), room) + end + (columns > 1 ? " " : ""), style}};
}

Line number_line(const std::string& label, const std::string& value, const Series& series, int columns) {
  const int left = columns - 1 - label_columns - value_columns - 2;
  Line line{{" " + left_in(label, label_columns), Style::plain}, {right_in(value, value_columns), Style::strong}};
  if (left >= least_spark) line.push_back({"  " + series.line(std::min(left, Series::most_columns)), Style::spark});
  return line;
}

std::vector<Line> number_lines(const Watch& watch, int columns) {
  const Reading& last = watch.last();
  return {number_line("connections", amount(last.connections), watch.connections, columns),
          number_line("messages", per_second(last.messages), watch.messages, columns),
          number_line("deliveries", per_second(last.deliveries), watch.deliveries, columns),
          number_line("commits", per_second(last.commits), watch.commits, columns),
          number_line("a commit takes", milliseconds(last.commit_ms), watch.commit_ms, columns)};
}

std::string queues(const Reading& last) {
  return " waiting: " + amount(last.commit_queue) + " to be stored, " + amount(last.read_queue) + " to be read, " +
         bytes(last.outbox_bytes) + " to be sent";
}

Style style_of(const PluginReading& plugin) {
  if (plugin.state == "failed") return Style::alarm;
  return plugin.state == "running" ? Style::good : Style::warning;
}

struct Widths {
  int name = 6, version = 7, state = 5;
};

Widths widths_for(const std::vector<PluginReading>& plugins) {
  Widths out;
  for (const PluginReading& one : plugins) {
    out.name = std::clamp(width_of(one.id), out.name, 24);
    out.version = std::clamp(width_of(one.version), out.version, 12);
    out.state = std::max(out.state, width_of(one.state));
  }
  return out;
}

// The column that is sorted by has an arrow.
std::string title(const Watch& watch, const std::string& name, Order order) {
  return watch.order() == order ? name + (watch.is_reversed() ? "↑" : "↓") : name;
}

Line titles(const Watch& watch, const Widths& widths) {
  const auto place = [&](const std::string& name, Order order) { return right_in(title(watch, name, order), number_columns); };
  return {{" " + left_in(title(watch, "plugin", Order::name), widths.name) + " " + left_in("version", widths.version) + " " +
               left_in(title(watch, "state", Order::state), widths.state) + place("calls", Order::calls) +
               place("errors", Order::errors) + place("mean", Order::mean),
           Style::faint}};
}

Line plugin_line(const PluginReading& plugin, const Widths& widths) {
  std::optional<double> mean_ms;
  if (plugin.mean_us) mean_ms = *plugin.mean_us / 1000;
  Line line{{" " + left_in(fitted(plugin.id, widths.name), widths.name) + " ", Style::strong},
            {left_in(fitted(plugin.version, widths.version), widths.version) + " ", Style::faint},
            {left_in(plugin.state, widths.state), style_of(plugin)},
            {right_in(whole(plugin.calls), number_columns), Style::plain},
            {right_in(whole(plugin.errors), number_columns), plugin.errors > 0 ? Style::warning : Style::plain},
            {right_in(milliseconds(mean_ms), number_columns), Style::plain}};
  if (!plugin.sentence.empty()) line.push_back({"  " + plugin.sentence, style_of(plugin)});
  return line;
}

void cut(Line& line, int columns) {
  for (Piece& piece : line) {
    piece.text = fitted(piece.text, columns);
    columns -= width_of(piece.text);
  }
}

}  // namespace

std::vector<Line> picture(Watch& watch, Size size, std::chrono::milliseconds every, std::int64_t now_ms) {
  const std::vector<PluginReading> plugins = watch.plugins();
  const Widths widths = widths_for(plugins);
  std::vector<Line> out{bar(headline(watch), every_text(every), Style::bar, size.columns), {}};
  for (Line& line : number_lines(watch, size.columns)) out.push_back(std::move(line));
  out.push_back({{queues(watch.last()), Style::plain}});
  out.emplace_back();
  out.push_back(titles(watch, widths));
  const auto rows = static_cast<std::size_t>(std::max(0, size.rows - static_cast<int>(out.size()) - 1));
  watch.limit_scroll(plugins.size() > rows ? plugins.size() - rows : 0);
  for (std::size_t i = watch.scroll(); i < plugins.size() && i - watch.scroll() < rows; ++i)
    out.push_back(plugin_line(plugins[i], widths));
  out.resize(static_cast<std::size_t>(std::max(1, size.rows)));
  const std::string ago = duration(now_ms - watch.seen_ms());
  if (size.rows > 1)
    out.back() = watch.trouble()
                     ? bar("no answer from the host for " + ago + ": above is what was seen last; it is looked for again",
                           "q leaves", Style::alarm, size.columns)
                     : Line{{" " + std::string(keys), Style::faint}};
  for (Line& line : out) cut(line, size.columns);
  return out;
}

std::vector<Line> report(const Watch& watch) {
  const std::vector<PluginReading> plugins = watch.plugins();
  const Widths widths = widths_for(plugins);
  constexpr int without_sparks = 1 + label_columns + value_columns;
  std::vector<Line> out{{{" " + headline(watch), Style::plain}}};
  for (Line& line : number_lines(watch, without_sparks)) out.push_back(std::move(line));
  out.push_back({{queues(watch.last()), Style::plain}});
  out.emplace_back();
  out.push_back(titles(watch, widths));
  for (const PluginReading& one : plugins) out.push_back(plugin_line(one, widths));
  return out;
}

std::string text_of(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) {
    std::string text;
    for (const Piece& piece : line) text += piece.text;
    text.resize(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

}  // namespace cocotalk::host::top
