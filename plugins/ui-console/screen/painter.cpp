#include "ui-console/screen/painter.hpp"

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utf8proc.h>
#include <wchar.h>
#include <clocale>
#include <csignal>

#include <array>
#include <cocotalk/plugin.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::console {

namespace {

constexpr std::string_view paste_on = "\x1B[?2004h", paste_off = "\x1B[?2004l";

// UTF-8 for this thread: that of the process is not a plugin's to change.
class Utf8 {
 public:
  Utf8() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), before_(::uselocale(locale_)) {}
  ~Utf8() {
    ::uselocale(before_);
    if (locale_ != nullptr) ::freelocale(locale_);
  }
  Utf8(const Utf8&) = delete;
  Utf8& operator=(const Utf8&) = delete;

 private:
  locale_t locale_, before_;
};

// Signals belong to the host: what ncurses does to them is undone.
class SignalsKept {
 public:
  SignalsKept() {
    for (std::size_t i = 0; i < numbers.size(); ++i) ::sigaction(numbers[i], nullptr, &before_[i]);
  }
  ~SignalsKept() {
    for (std::size_t i = 0; i < numbers.size(); ++i) ::sigaction(numbers[i], &before_[i], nullptr);
  }
  SignalsKept(const SignalsKept&) = delete;
  SignalsKept& operator=(const SignalsKept&) = delete;

 private:
  static constexpr std::array numbers{SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
  std::array<struct sigaction, 4> before_{};
};

struct Closed {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closed>;

enum Pair : short { mine_pair = 1, theirs_pair, unread_pair, alarm_pair, notice_pair };

attr_t attribute_of(Style style, bool has_colours) {
  const auto coloured = [&](Pair pair, attr_t otherwise) {
    return has_colours ? static_cast<attr_t>(COLOR_PAIR(pair)) : otherwise;
  };
  switch (style) {
    case Style::plain: return A_NORMAL;
    case Style::faint:
    case Style::frame: return A_DIM;
    case Style::strong: return A_BOLD;
    case Style::mine: return coloured(mine_pair, A_REVERSE);
    case Style::theirs: return coloured(theirs_pair, A_NORMAL);
    case Style::unread: return coloured(unread_pair, A_NORMAL) | A_BOLD;
    case Style::badge: return coloured(alarm_pair, A_REVERSE) | A_BOLD;
    case Style::notice: return coloured(notice_pair, A_UNDERLINE);
    case Style::marker: return coloured(alarm_pair, A_BOLD);
    case Style::chosen:
    case Style::bar: return A_REVERSE;
    case Style::warning: return coloured(alarm_pair, A_REVERSE) | A_BOLD;
  }
  return A_NORMAL;
}

// Where the C library, by which ncurses counts, has another idea of the width, there is a replacement.
std::wstring wide(const Cell& cell) {
  std::wstring out;
  int width = 0;
  for (std::size_t at = 0; at < cell.text.size();) {
    utf8proc_int32_t code = 0;
    const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(cell.text.data()) + at;
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(cell.text.size() - at), &code);
    if (used <= 0) break;
    at += static_cast<std::size_t>(used);
    width += ::wcwidth(static_cast<wchar_t>(code));
    out += static_cast<wchar_t>(code);
  }
  if (width == cell.width) return out;
  return cell.width == 2 ? L"\xFFFD " : L"\xFFFD";
}

}  // namespace

struct Painter::Curses {
  Curses(const Output& to, Look look) : output(to), memory(::memfd_create("screen", MFD_CLOEXEC)) {
    if (memory < 0) throw coco::Error(COCO_INTERNAL, "there is no memory to paint the screen in");
    written.reset(::fdopen(memory, "w+"));
    nothing.reset(std::fopen("/dev/null", "re"));
    const SignalsKept kept;
    screen = ::newterm(nullptr, written.get(), nothing.get());
    const char* const name = std::getenv("TERM");
    if (screen == nullptr)
      throw coco::Error(COCO_UNAVAILABLE,
                        "nothing is known about the terminal '" + std::string(name == nullptr ? "" : name) + "'");
    ::nonl();
    has_colours = look == Look::colours && ::has_colors();
    if (has_colours) choose_colours();
    ::leaveok(stdscr, FALSE);
  }
  ~Curses() {
    ::endwin();
    ::delscreen(screen);
  }
  Curses(const Curses&) = delete;
  Curses& operator=(const Curses&) = delete;

  static void choose_colours() {
    ::start_color();
    ::use_default_colors();
    ::init_pair(mine_pair, COLOR_BLACK, COLOR_YELLOW);
    ::init_pair(theirs_pair, COLOR_BLACK, COLOR_WHITE);
    ::init_pair(unread_pair, COLOR_YELLOW, -1);
    ::init_pair(alarm_pair, COLOR_WHITE, COLOR_RED);
    ::init_pair(notice_pair, COLOR_CYAN, -1);
  }

  // What ncurses wrote since the last time.
  std::string take() const {
    std::fflush(written.get());
    const off_t size = ::lseek(memory, 0, SEEK_END);
    std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    const ssize_t n = ::pread(memory, bytes.data(), bytes.size(), 0);
    bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    if (::ftruncate(memory, 0) == 0) ::lseek(memory, 0, SEEK_SET);
    return bytes;
  }

  const Utf8 utf8;
  const Output& output;
  const int memory;  // closed with `written`
  File written, nothing;
  SCREEN* screen = nullptr;
  bool has_colours = false;
};

Painter::Painter(const Output& output, Look look) : curses_(std::make_unique<Curses>(output, look)) { output.write(paste_on); }

Painter::~Painter() {
  ::endwin();
  curses_->output.write_last(curses_->take() + std::string(paste_off));
}

void Painter::paint(const Grid& grid) {
  const Size size = grid.size();
  if (getmaxy(stdscr) != size.rows || getmaxx(stdscr) != size.columns) ::resizeterm(size.rows, size.columns);
  ::erase();
  for (int row = 0; row < size.rows; ++row)
    for (int column = 0; column < size.columns; ++column) {
      const Cell& cell = grid.at(row, column);
      if (cell.width == 0 || (cell.text == " " && cell.style == Style::plain)) continue;
      ::attrset(static_cast<int>(attribute_of(cell.style, curses_->has_colours)));
      ::mvaddwstr(row, column, wide(cell).c_str());
    }
  ::attrset(A_NORMAL);
  ::curs_set(grid.cursor ? 1 : 0);
  if (grid.cursor) ::move(grid.cursor->row, grid.cursor->column);
  ::refresh();
  curses_->output.write(curses_->take());
}

void Painter::forget() { ::clearok(stdscr, TRUE); }

}  // namespace cocotalk::console
