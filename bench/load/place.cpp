#include "load/place.hpp"

#include "load/stamp.hpp"

#include <stdexcept>

namespace cocotalk::load {
namespace {

std::string value_of(char name, const Place& place) {
  if (name == 'c') return std::to_string(place.connection);
  if (name == 'r') return std::to_string(place.room);
  if (name == 't') return blank_stamp();
  const auto number = static_cast<std::size_t>(name - '0');
  if (number == 0 || number > place.words.size())
    throw std::runtime_error("'{" + std::string(1, name) + "}': the connection's line in --lines has only " +
                             std::to_string(place.words.size()) + " words");
  return place.words[number - 1];
}

bool is_name(char c) { return c == 'c' || c == 'r' || c == 't' || (c >= '1' && c <= '9'); }

}  // namespace

std::string fill(std::string_view text, const Place& place) {
  std::string out;
  while (!text.empty()) {
    if (text.size() >= 3 && text[0] == '{' && is_name(text[1]) && text[2] == '}') {
      out += value_of(text[1], place);
      text.remove_prefix(3);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace cocotalk::load
