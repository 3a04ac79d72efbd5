#include "ui-console/command.hpp"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <array>
#include <charconv>

#include "ui-console/text.hpp"

namespace cocotalk::console {

namespace {

using Words = std::vector<std::string>;
using Parsed = std::variant<Command, Unusable>;

// In the order of the alternatives of Command.
constexpr std::array<std::string_view, std::variant_size_v<Command>> names{
    "sign-in", "sign-up", "sign-out", "friends",    "add", "rooms",  "new",  "open",
    "send",    "back",    "forward",  "leave-room", "who", "search", "help", "quit"};

constexpr std::string_view help =
    "/sign-in CID                    sign in; the password is asked for\n"
    "/sign-up CID NAME EMAIL PHONE   make an account\n"
    "/sign-out                       sign out\n"
    "/friends                        my friends\n"
    "/add CID                        add a friend\n"
    "/rooms                          my rooms, with the number of unread messages\n"
    "/new CID                        talk to somebody alone\n"
    "/new CID CID... \"NAME\"          make a group\n"
    "/open N                         open the room with this number\n"
    "/open N AT                      the same, at the message that /search shows with this number\n"
    "text                            say it in the open room (// for a text that begins with /)\n"
    "/back                           older messages\n"
    "/forward                        newer messages, where a room was opened at a message\n"
    "/who                            who is in the room\n"
    "/search WORDS                   find messages of all my rooms\n"
    "/leave-room                     close the room; one stays a member\n"
    "/quit                           end";

Parsed usage(std::string_view how) { return Unusable{"usage: " + std::string(how)}; }

template <class T>
Parsed alone(const Words& words, T command) {
  if (words.size() == 1) return Command(std::move(command));
  return Unusable{words[0] + " takes nothing behind it"};
}

// `/new a b "the name"`: the name, which is taken off `rest`.
std::string take_name(std::string_view& rest) {
  const std::size_t quote = rest.find('"');
  if (quote == std::string_view::npos) return {};
  std::string_view name = rest.substr(quote + 1);
  rest = rest.substr(0, quote);
  return std::string(trimmed(name.substr(0, name.find('"'))));
}

Parsed parse_new(std::string_view rest) {
  NewRoom room;
  room.name = take_name(rest);
  room.cids = words_of(rest);
  if (room.cids.empty()) return usage("/new CID, or /new CID CID... \"NAME\"");
  return Command(std::move(room));
}

// `#57`, as /search shows it, or 57.
Parsed parse_open(const Words& words) {
  constexpr std::string_view how = "/open N, or /open N AT";
  if (words.size() == 2) return Command(OpenRoom{words[1]});
  if (words.size() != 3) return usage(how);
  const std::string at = words[2].starts_with('#') ? words[2].substr(1) : words[2];
  OpenRoom open{words[1]};
  const auto read = std::from_chars(at.data(), at.data() + at.size(), open.at);
  if (read.ec != std::errc() || read.ptr != at.data() + at.size() || open.at < 1) return usage(how);
  return Command(std::move(open));
}

Parsed parse_command(std::string_view line) {
  const Words words = words_of(line);
  const std::string& verb = words[0];
  if (verb == "/sign-in") return words.size() == 2 ? Command(SignIn{words[1], {}}) : usage("/sign-in CID");
  if (verb == "/sign-up")
    return words.size() == 5 ? Command(SignUp{words[1], words[2], words[3], words[4], {}})
                             : usage("/sign-up CID NAME EMAIL PHONE");
  if (verb == "/add") return words.size() == 2 ? Command(AddFriend{words[1]}) : usage("/add CID");
  if (verb == "/open") return parse_open(words);
  if (verb == "/new") return parse_new(line.substr(verb.size()));
  if (verb == "/sign-out") return alone(words, SignOut{});
  if (verb == "/friends") return alone(words, ListFriends{});
  if (verb == "/rooms") return alone(words, ListRooms{});
  if (verb == "/back") return alone(words, Older{});
  if (verb == "/forward") return alone(words, Newer{});
  if (verb == "/leave-room") return alone(words, LeaveRoom{});
  if (verb == "/who") return alone(words, ListMembers{});
  if (verb == "/search")
    return words.size() > 1 ? Command(Search{std::string(trimmed(line.substr(verb.size())))}) : usage("/search WORDS");
  if (verb == "/help") return alone(words, Help{});
  if (verb == "/quit") return alone(words, Quit{});
  return Unusable{"there is no " + verb + "; /help lists what there is"};
}

// A member of the object that must be there.
std::string needed(const Poco::JSON::Object& object, const std::string& key) {
  if (object.isNull(key)) throw Poco::NotFoundException("\"" + key + "\" is missing");
  return object.getValue<std::string>(key);
}
std::string optional(const Poco::JSON::Object& object, const std::string& key) {
  return object.isNull(key) ? std::string() : object.getValue<std::string>(key);
}

NewRoom new_room(const Poco::JSON::Object& object) {
  NewRoom room;
  room.name = optional(object, "name");
  const Poco::JSON::Array::Ptr cids = object.getArray("cids");
  if (cids.isNull() || cids->size() == 0) throw Poco::NotFoundException("\"cids\" is missing");
  for (const auto& cid : *cids) room.cids.push_back(cid.convert<std::string>());
  return room;
}

Parsed command_of(const Poco::JSON::Object& object) {
  const std::string verb = needed(object, "do");
  if (verb == "sign-in") return Command(SignIn{needed(object, "cid"), needed(object, "password")});
  if (verb == "sign-up")
    return Command(SignUp{needed(object, "cid"), needed(object, "name"), needed(object, "email"), needed(object, "phone"),
                          needed(object, "password")});
  if (verb == "sign-out") return Command(SignOut{});
  if (verb == "friends") return Command(ListFriends{});
  if (verb == "add") return Command(AddFriend{needed(object, "cid")});
  if (verb == "rooms") return Command(ListRooms{});
  if (verb == "new") return Command(new_room(object));
  if (verb == "open") return Command(OpenRoom{needed(object, "room"), object.optValue<std::int64_t>("at", 0)});
  if (verb == "send") return Command(Say{needed(object, "text"), optional(object, "room"), optional(object, "clientMsgId")});
  if (verb == "back") return Command(Older{});
  if (verb == "forward") return Command(Newer{});
  if (verb == "leave-room") return Command(LeaveRoom{});
  if (verb == "who") return Command(ListMembers{});
  if (verb == "search") return Command(Search{needed(object, "words")});
  if (verb == "help") return Command(Help{});
  if (verb == "quit") return Command(Quit{});
  return Unusable{"there is no \"do\":\"" + verb + "\""};
}

}  // namespace

std::string_view name_of(const Command& command) { return names[command.index()]; }

std::string_view help_text() { return help; }

std::optional<Request> parse_line(std::string_view line) {
  if (!is_utf8(line)) return Request{Unusable{"the line is not UTF-8"}, ""};
  line = trimmed(line);
  if (line.empty()) return std::nullopt;
  if (line.starts_with("//")) return Request{Command(Say{std::string(line.substr(1)), "", ""}), ""};
  if (line.starts_with('/')) return Request{parse_command(line), ""};
  return Request{Command(Say{std::string(line), "", ""}), ""};
}

std::optional<Request> parse_json(std::string_view line) {
  if (!is_utf8(line)) return Request{Unusable{"the line is not UTF-8"}, ""};
  line = trimmed(line);
  if (line.empty()) return std::nullopt;
  Request request{Unusable{}, ""};
  try {
    const auto object = Poco::JSON::Parser().parse(std::string(line)).extract<Poco::JSON::Object::Ptr>();
    request.id = optional(*object, "id");
    request.command = command_of(*object);
  } catch (const Poco::NotFoundException& e) {
    request.command = Unusable{e.message()};
  } catch (const Poco::Exception&) {
    request.command = Unusable{"the line is not a JSON object like {\"do\":\"rooms\"}"};
  }
  return request;
}

}  // namespace cocotalk::console
