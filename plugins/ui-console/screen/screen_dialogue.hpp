// One conversation with a person at a terminal, on the full screen.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "ui-console/command.hpp"
#include "ui-console/exit.hpp"
#include "ui-console/inbox.hpp"
#include "ui-console/screen/editor.hpp"
#include "ui-console/screen/grid.hpp"
#include "ui-console/screen/key.hpp"
#include "ui-console/screen/key_map.hpp"
#include "ui-console/screen/layout.hpp"
#include "ui-console/screen/screen_view.hpp"
#include "ui-console/view_model.hpp"

namespace cocotalk::console {

// What the dialogue needs of the terminal; calls are made on the console's thread.
struct ScreenDevice {
  int input = 0;  // file descriptor of the keys; not owned
  std::function<Size()> size;
  std::function<void(const Grid&)> paint;
  std::function<void()> forget;    // what is on the screen
  std::function<double()> random;  // from 0 to below 1
};

// On the console's thread. Keys, news, the link and what is to be sent take turns; while the application is waited for, one can
// type on (while_waiting), and what is more than typing is done after it.
class ScreenDialogue {
 public:
  ScreenDialogue(ScreenDevice device, Inbox& inbox, ViewModel& view_model, ScreenView& view);

  // Signs in first when there is a `cid`; without a password it is asked for. Throws Stopped and OutputGone.
  Exit run(const std::string& cid, const std::optional<std::string>& password);
  // For Network::while_waiting.
  void while_waiting();

 private:
  using Clock = std::chrono::steady_clock;
  // What the input line is asking for, besides something to say.
  enum class Asking { nothing, password, password_again, words };

  void take_in_news();
  void mend_link();
  void send_letters();
  void wait();
  void read_keys();
  void paint();

  void press(const Key& key);
  void edit(Action action, const Key& key);
  void perform(Action action, const Key& key);
  void enter();
  void enter_text(const std::string& text);
  void choose();
  void move(int by);
  void open_found(const Found& found);
  void scroll_up();
  void scroll_down();
  std::size_t rows_to_scroll() const { return static_cast<std::size_t>(std::max(1, laid_.page_rows - 2)); }
  void open_room(std::size_t number);
  void open_beside(std::size_t step);
  void open_unread();
  void back();
  void quit();

  void carry_out(Command command);
  bool asks_password(const Command& command);
  void ask(Asking what);
  void end_asking();
  bool has_list() const { return view_.shown.page == Page::friends || view_.shown.page == Page::found; }

  const ScreenDevice device_;
  Inbox& inbox_;
  ViewModel& view_model_;
  ScreenView& view_;
  KeyReader reader_;
  std::deque<Key> keys_;
  Editor editor_;
  Asking asking_ = Asking::nothing;
  std::optional<Command> waiting_;  // for its password
  Laid laid_{Grid({}), 0, false, 0};
  unsigned attempts_ = 0;
  std::optional<Clock::time_point> try_link_at_;
  Clock::time_point send_at_{}, told_typing_{};
  bool is_typing_ = false, was_warned_ = false, is_at_end_ = false;
  std::optional<Exit> exit_;
};

}  // namespace cocotalk::console
