// SEND frames as commands of the application: the one table of destinations.
#pragma once

#include <cocotalk/abi.h>

#include <simdjson.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "transport-stomp/frame.hpp"

namespace cocotalk::stomp {

// A named command with its JSON object (docs/commands.md).
struct Command {
  std::string name, json;
};
struct Unspoken {  // the frame is no command
  coco_status status;
  std::string why;
};

// Whether what is sent there is a command; everything else is for topics of applications.
bool is_of_the_messenger(std::string_view destination);

struct OriginalWords;

// Translates SEND frames; native-wire.md "Asking" and "Saying", cocotalk-wire.md 5.6. One per lane: it keeps its parser's memory.
class Translator {
 public:
  std::variant<Command, Unspoken> translate(const Frame& send);

 private:
  std::variant<Command, Unspoken> say(std::string_view room, const Frame& send);
  std::variant<Command, Unspoken> say_in_original_words(std::string_view room, const Frame& send, const OriginalWords& words);

  simdjson::dom::parser parser_;
};

// Where original clients SEND, and which command that is.
struct OriginalDestination {
  std::string address;  // "/simple/chatroom/{roomId}/message/send"
  std::string_view command;
};
std::vector<OriginalDestination> original_destinations();

// Appends `text` as a JSON string with its quotes.
void append_json(std::string& out, std::string_view text);

}  // namespace cocotalk::stomp
