// Any bytes as a line on the admin socket, or as a configuration: an object with lines that exist, or a sentence with one.
#include "core/host/json.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace cocotalk::host;

void require(bool holds) {
  if (!holds) std::abort();
}

void look(const Json& value, unsigned lines) {
  require(value.line >= 1 && value.line <= lines);
  for (const Json& item : value.items) look(item, lines);
  for (const JsonMember& member : value.members) {
    require(member.line >= 1 && member.line <= lines);
    require(value.member(member.key) != nullptr);
    look(member.value, lines);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = static_cast<unsigned>(1 + std::count(text.begin(), text.end(), '\n'));
  try {
    look(parse_json(text), lines);
  } catch (const MalformedJson& e) {
    require(e.line() >= 1 && e.line() <= lines);
  }
  return 0;
}
