#include "ui-console/words.hpp"

#include <array>
#include <cstddef>
#include <ctime>
#include <optional>

#include "ui-console/text.hpp"

namespace cocotalk::console {

namespace {

constexpr std::size_t preview_bytes = 80;

// "cannot open: …"; the words of a command are its own.
std::string attempt(std::string_view command) {
  if (command == "send") return "cannot send";
  if (command == "who") return "cannot list the members";
  if (command == "friends" || command == "rooms") return "cannot list your " + std::string(command);
  if (command == "new") return "cannot make a room";
  if (command == "back") return "cannot get older messages";
  if (command == "forward") return "cannot get newer messages";
  if (command == "leave-room") return "cannot leave the room";
  if (command == "add") return "cannot add a friend";
  std::string words(command);
  for (char& c : words)
    if (c == '-') c = ' ';
  return "cannot " + words;
}

std::string_view advice(const Refusal& why) {
  if (why.code == "NOT_SIGNED_IN") return "; sign in with /sign-in CID";
  if (why.code == "NO_ROOM") return "; /rooms lists them, /open N opens one";
  if (why.status == COCO_RATE || why.status == COCO_BUSY || why.status == COCO_RETRY) return "; try again in a moment";
  return "";
}

std::optional<std::tm> local_time(const std::string& sent_at) {
  std::tm utc{};
  if (::strptime(sent_at.c_str(), "%Y-%m-%dT%H:%M:%S", &utc) == nullptr) return std::nullopt;
  const std::time_t when = ::timegm(&utc);
  std::tm local{};
  if (::localtime_r(&when, &local) == nullptr) return std::nullopt;
  return local;
}

std::string formatted(const std::tm& time, const char* format) {
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &time)};
}

}  // namespace

std::string content_of(const Message& message) {
  if (message.is_deleted) return "(deleted)";
  switch (message.type) {
    case 4: return "[photo] " + message.text;
    case 5: return "[video] " + message.text;
    case 6: return "[file] " + message.text;
    default: return message.text;
  }
}

std::string reactions_of(const Message& message) {
  std::string all;
  for (const Reaction& one : message.reactions) all += (all.empty() ? "" : "  ") + one.emoji + " " + std::to_string(one.given);
  return all;
}

std::string preview(const std::string& text) {
  std::string line = harmless(text, " ");
  if (line.size() <= preview_bytes) return line;
  line.resize(preview_bytes);
  while (!is_utf8(line)) line.pop_back();
  return line + "…";
}

std::string sentence_of(const Ending& ending) {
  switch (ending.code) {
    case COCO_CLOSE_REPLACED: return "you were signed out here, because another device signed in with this account";
    case COCO_CLOSE_SIGNED_OUT: return "you were signed out by yourself elsewhere or by an operator";
    case COCO_CLOSE_UNAUTHORIZED: return "your sign-in has ended; sign in again";
    case COCO_CLOSE_DRAINING:
    case 1001: return "the host is going down; sign in again in a moment";
    case COCO_CLOSE_SLOW: return "the connection was ended, because it was not read fast enough";
    case COCO_CLOSE_RATE: return "the host ended the connection, because too much was sent";
    default: return "the connection was lost: " + ending.reason;
  }
}

std::string sentence_of(std::string_view command, const Refusal& why) {
  return attempt(command) + ": " + why.what() + std::string(advice(why));
}

std::string clock_of(const std::string& sent_at) {
  const std::optional<std::tm> local = local_time(sent_at);
  return local ? formatted(*local, "%H:%M") : "";
}

// The words of a person's language are not ours to choose in the host's process, so they are written here.
std::string day_of(const std::string& sent_at) {
  static constexpr std::array days{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
  const std::optional<std::tm> local = local_time(sent_at);
  if (!local) return {};
  return std::string(days.at(static_cast<std::size_t>(local->tm_wday))) + ", " + std::to_string(local->tm_mday) + " " +
         months.at(static_cast<std::size_t>(local->tm_mon)) + " " + std::to_string(local->tm_year + 1900);
}

}  // namespace cocotalk::console
