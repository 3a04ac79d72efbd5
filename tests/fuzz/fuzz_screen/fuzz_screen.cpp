// Any bytes as what somebody wrote, and as what a terminal sends: nothing but whole clusters of known width reaches the screen,
// and keys are the same wherever their bytes are cut.
#include "ui-console/screen/cluster.hpp"
#include "ui-console/screen/editor.hpp"
#include "ui-console/screen/grid.hpp"
#include "ui-console/screen/key.hpp"
#include "ui-console/text.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cocotalk::console;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_shown(std::string_view shown) {
  require(is_utf8(shown));
  for (const char c : shown) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

void check_text(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const Cluster one = first_cluster(rest);
    require(!one.text.empty() && one.width >= 0 && one.width <= 2 && (one.width == 0) == one.shown.empty());
    check_shown(one.shown);
    rest.remove_prefix(one.text.size());
  }
  for (const int columns : {2, 3, 17}) {
    require(width_of(fitted(text, columns)) <= columns);
    for (const std::string& line : wrapped(text, columns)) {
      check_shown(line);
      require(width_of(line) <= columns);
    }
  }
}

void check_grid(std::string_view text) {
  Grid grid({2, 19});
  for (int column = 0; column < 19; column += 3) grid.put({0, column}, text, Style::plain, 19 - column);
  int width = 0;
  for (int column = 0; column < 19; ++column) width += grid.at(0, column).width;
  require(width == 19);
}

std::vector<Key> keys_of(std::string_view bytes, std::size_t cut) {
  KeyReader reader;
  reader.feed(bytes.substr(0, cut));
  reader.feed(bytes.substr(cut));
  std::vector<Key> keys;
  while (std::optional<Key> key = reader.take()) keys.push_back(std::move(*key));
  return keys;
}

void check_keys(std::string_view bytes) {
  const std::vector<Key> keys = keys_of(bytes, 0);
  if (!bytes.empty()) require(keys == keys_of(bytes, static_cast<unsigned char>(bytes[0]) % bytes.size()));
  Editor editor;
  for (const Key& key : keys) {
    require(is_utf8(key.text));
    editor.insert(key.text);
    key.kind == Key::Kind::left ? editor.left() : key.kind == Key::Kind::backspace ? editor.erase_left() : editor.right();
    require(editor.cursor() <= editor.text().size() && is_utf8(editor.text()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  check_text(all);
  check_grid(all);
  check_keys(all);
  return 0;
}
