#include "ui-console/screen/key.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "ui-console/text.hpp"

namespace cocotalk::console {

namespace {

constexpr char escape = '\x1B';
constexpr std::string_view paste_begins = "\x1B[200~", paste_ends = "\x1B[201~";

struct Sequence {
  std::string_view bytes;  // after ESC
  Key::Kind kind;
};
constexpr std::array sequences{
    Sequence{"[A", Key::Kind::up},       Sequence{"[B", Key::Kind::down},     Sequence{"[C", Key::Kind::right},
    Sequence{"[D", Key::Kind::left},     Sequence{"[H", Key::Kind::home},     Sequence{"[F", Key::Kind::end},
    Sequence{"[Z", Key::Kind::back_tab}, Sequence{"[1~", Key::Kind::home},    Sequence{"[3~", Key::Kind::erase},
    Sequence{"[4~", Key::Kind::end},     Sequence{"[5~", Key::Kind::page_up}, Sequence{"[6~", Key::Kind::page_down},
    Sequence{"[7~", Key::Kind::home},    Sequence{"[8~", Key::Kind::end},     Sequence{"[11~", Key::Kind::help},
    Sequence{"[[A", Key::Kind::help},    Sequence{"OP", Key::Kind::help},     Sequence{"OA", Key::Kind::up},
    Sequence{"OB", Key::Kind::down},     Sequence{"OC", Key::Kind::right},    Sequence{"OD", Key::Kind::left},
    Sequence{"OH", Key::Kind::home},     Sequence{"OF", Key::Kind::end},
};

std::size_t announced_size(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0xC2) return 1;
  return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Bytes of the character at the front; 0: it is cut. What is no UTF-8 is one byte.
std::size_t character_size(std::string_view text) {
  const std::size_t size = announced_size(text[0]);
  for (std::size_t i = 1; i < std::min(size, text.size()); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 1;
  return text.size() < size ? 0 : size;
}

std::string with_line_ends(std::string_view pasted) {
  std::string out;
  for (std::size_t i = 0; i < pasted.size(); ++i) {
    const bool is_pair = pasted[i] == '\r' && i + 1 < pasted.size() && pasted[i + 1] == '\n';
    if (!is_pair) out += pasted[i] == '\r' ? '\n' : pasted[i];
  }
  return out;
}

}  // namespace

void KeyReader::feed(std::string_view bytes) {
  unread_ += bytes;
  while (!unread_.empty() && (is_pasting_ ? read_paste() : read_one())) {
  }
}

std::optional<Key> KeyReader::take() {
  if (keys_.empty()) return std::nullopt;
  Key first = std::move(keys_.front());
  keys_.pop_front();
  return first;
}

void KeyReader::settle() {
  if (!is_waiting()) return;
  if (unread_ == std::string_view(&escape, 1)) add(Key::Kind::escape);
  unread_.clear();
}

// Reads a key off the front; false: its end is not here yet.
bool KeyReader::read_one() {
  const char first = unread_[0];
  if (first == escape) return read_escape();
  const auto byte = static_cast<unsigned char>(first);
  std::size_t size = 1;
  if (first == '\r') {
    add(Key::Kind::enter);
  } else if (first == '\t') {
    add(Key::Kind::tab);
  } else if (byte == 0x7F || byte == 0x08) {
    add(Key::Kind::backspace);
  } else if (byte >= 1 && byte <= 26) {
    add(Key::Kind::control, std::string(1, static_cast<char>('a' + byte - 1)));
  } else if (byte >= 0x20) {
    size = character_size(unread_);
    if (size == 0) return false;
    if (std::string character = unread_.substr(0, size); is_utf8(character)) add(Key::Kind::text, std::move(character));
  }
  unread_.erase(0, size);
  return true;
}

bool KeyReader::read_escape() {
  if (unread_.size() == 1) return false;
  if (unread_[1] == '[' || unread_[1] == 'O') return read_sequence();
  if (unread_[1] == escape) {
    add(Key::Kind::escape);
    unread_.erase(0, 1);
    return true;
  }
  if (unread_[1] == '\r') {
    add(Key::Kind::alt_enter);
    unread_.erase(0, 2);
    return true;
  }
  const std::size_t size = character_size(std::string_view(unread_).substr(1));
  if (size == 0) return false;
  if (std::string character = unread_.substr(1, size); is_utf8(character) && static_cast<unsigned char>(character[0]) >= 0x20)
    add(Key::Kind::alt, std::move(character));
  unread_.erase(0, 1 + size);
  return true;
}

// ECMA-48, 5.4: ESC [ parameters final; SS3 and the Linux console have one byte more.
bool KeyReader::read_sequence() {
  std::size_t end = 2;
  if (unread_[1] == '[' && unread_.size() > 2 && unread_[2] == '[') ++end;
  while (end < unread_.size() && unread_[end] >= 0x20 && unread_[end] < 0x40) ++end;
  if (end >= unread_.size()) return false;
  const std::string sequence = unread_.substr(0, end + 1);
  unread_.erase(0, sequence.size());
  if (sequence == paste_begins) {
    is_pasting_ = true;
    pasted_.clear();
    return true;
  }
  for (const Sequence& known : sequences)
    if (std::string_view(sequence).substr(1) == known.bytes) add(known.kind);
  return true;
}

bool KeyReader::read_paste() {
  const std::size_t end = unread_.find(paste_ends);
  const std::size_t held_back = std::min(unread_.size(), paste_ends.size() - 1);  // may be the beginning of its end
  const std::size_t size = end == std::string::npos ? unread_.size() - held_back : end;
  pasted_.append(unread_, 0, std::min(size, max_paste_bytes - pasted_.size()));
  unread_.erase(0, size);
  if (end == std::string::npos) return false;
  unread_.erase(0, paste_ends.size());
  is_pasting_ = false;
  for (int cut = 0; cut < 3 && pasted_.size() + static_cast<std::size_t>(cut) == max_paste_bytes && !is_utf8(pasted_); ++cut)
    pasted_.pop_back();  // half a character
  if (is_utf8(pasted_)) add(Key::Kind::paste, with_line_ends(pasted_));
  pasted_.clear();
  return true;
}

}  // namespace cocotalk::console
