// What a person or a program may tell the console: a line, or a JSON object. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cocotalk::console {

struct SignIn {
  std::string cid;
  std::optional<std::string> password;  // nothing: ask for it
};
struct SignUp {
  std::string cid, name, email, phone;
  std::optional<std::string> password;
};
struct SignOut {};
struct ListFriends {};
struct AddFriend {
  std::string cid;
};
struct ListRooms {};
struct NewRoom {
  std::vector<std::string> cids;  // the others; one: a private room
  std::string name;               // of a group; empty: the members' names
};
struct OpenRoom {
  std::string room;     // its number in the list shown last, or its id
  std::int64_t at = 0;  // number of the message to open it at; 0: at its end
};
struct Say {
  std::string text;
  std::string room;           // empty: the open one
  std::string client_msg_id;  // empty: a new one
};
struct Older {};
struct Newer {};  // where a room was opened at a message
struct LeaveRoom {};
struct ListMembers {};
struct Search {
  std::string words;
};
struct Help {};
struct Quit {};

using Command = std::variant<SignIn, SignUp, SignOut, ListFriends, AddFriend, ListRooms, NewRoom, OpenRoom, Say, Older, Newer,
                             LeaveRoom, ListMembers, Search, Help, Quit>;

// The line is no command; the sentence says what would be one.
struct Unusable {
  std::string why;
};

struct Request {
  std::variant<Command, Unusable> command;
  std::string id;  // JSON: the request's "id", which its answer repeats
};

// The name of a command: "sign-in", as after '/' and in "do".
std::string_view name_of(const Command& command);

// Nothing: an empty line. A line without '/' is something to say; "//x" says "/x".
std::optional<Request> parse_line(std::string_view line);
std::optional<Request> parse_json(std::string_view line);

// One line per command.
std::string_view help_text();

}  // namespace cocotalk::console
