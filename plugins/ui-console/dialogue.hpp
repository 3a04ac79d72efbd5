// One conversation with whoever is at the other end of input and output, from the first line to the exit code.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ui-console/command.hpp"
#include "ui-console/exit.hpp"
#include "ui-console/inbox.hpp"
#include "ui-console/terminal.hpp"
#include "ui-console/view.hpp"
#include "ui-console/view_model.hpp"

namespace cocotalk::console {

// How the dialogue is held.
struct Manner {
  enum class Format { lines, json };
  Format format = Format::lines;
  std::string cid;              // signs in first; empty: does not
  std::string password_file;    // whose first line is the password; empty: it is asked for
  bool is_interactive = false;  // a person at a terminal may try again; a program gets an exit code
};

// On the console's thread. Commands are carried out one after the other: the next line is read when the last one was answered.
class Dialogue {
 public:
  Dialogue(Manner manner, LineReader& input, const Output& output, Inbox& inbox, ViewModel& view_model, View& view);

  // Throws Stopped and OutputGone.
  Exit run();

 private:
  void begin();
  void handle(const std::string& line);
  void carry_out(Command command);
  void take_in_news();
  void fill_password(Command& command);
  std::string ask_password(std::string_view prompt);
  std::optional<std::string> next_line();
  Exit at_end() const;
  void leave(Exit exit);

  const Manner manner_;
  LineReader& input_;
  const Output& output_;
  Inbox& inbox_;
  ViewModel& view_model_;
  View& view_;
  bool was_misunderstood_ = false;
  std::optional<Exit> refused_sign_in_;  // by the last one
  std::optional<Exit> exit_;
};

}  // namespace cocotalk::console
