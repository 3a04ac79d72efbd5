#include "conversation/text.hpp"

#include <charconv>
#include <stdexcept>

namespace cocotalk::conversation {

namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view where) {
  throw std::invalid_argument(std::string(what) + ": " + std::string(where));
}

char hex_byte(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 2 || end != digits.data() + 2 || error != std::errc()) refuse("\\x needs two hexadecimal digits", digits);
  return static_cast<char>(value);
}

// "[1000*ab]", from the front of `rest`.
std::string take_run(std::string_view& rest) {
  const std::size_t star = rest.find('*'), end = rest.find(']', star);
  std::size_t n = 0;
  if (star == std::string_view::npos || end == std::string_view::npos ||
      std::from_chars(rest.data() + 1, rest.data() + star, n).ptr != rest.data() + star)
    refuse("a run is written \\[1000*ab]", rest);
  const std::string once = bytes_of(rest.substr(star + 1, end - star - 1));
  rest.remove_prefix(end + 1);
  std::string all;
  all.reserve(n * once.size());
  while (n-- > 0) all += once;
  return all;
}

// How many bytes the UTF-8 character at the front takes; 0: there is none.
std::size_t character(std::string_view bytes) {
  const auto at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const std::size_t n = at(0) >= 0xC2 && at(0) < 0xE0   ? 2
                        : at(0) >= 0xE0 && at(0) < 0xF0 ? 3
                        : at(0) >= 0xF0 && at(0) < 0xF5 ? 4
                                                        : 0;
  if (n == 0 || bytes.size() < n) return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((at(i) & 0xC0) != 0x80) return 0;
  const bool is_shorter_form = (at(0) == 0xE0 && at(1) < 0xA0) || (at(0) == 0xF0 && at(1) < 0x90);
  const bool is_beyond = (at(0) == 0xED && at(1) > 0x9F) || (at(0) == 0xF4 && at(1) > 0x8F);
  return is_shorter_form || is_beyond ? 0 : n;
}

std::string escaped(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  switch (c) {
    case '\r': return "\\r";
    case '\n': return "\\n";
    case '\t': return "\\t";
    case '\\': return "\\\\";
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte < 0x7F) return {c};
  return {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
}

}  // namespace

std::string bytes_of(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '\\') {
      bytes += c;
      continue;
    }
    if (text.empty()) refuse("a backslash at the end", bytes);
    const char kind = text.front();
    if (kind == '[') {
      bytes += take_run(text);
      continue;
    }
    text.remove_prefix(1);
    switch (kind) {
      case 'r': bytes += '\r'; break;
      case 'n': bytes += '\n'; break;
      case 't': bytes += '\t'; break;
      case '0': bytes += '\0'; break;
      case '\\': bytes += '\\'; break;
      case '"': bytes += '"'; break;
      case 'x':
        bytes += hex_byte(text.substr(0, 2));
        text.remove_prefix(2);
        break;
      default: refuse("an unknown escape", std::string{'\\', kind});
    }
  }
  return bytes;
}

std::string written(std::string_view bytes) {
  constexpr std::size_t long_run = 32;
  std::string text;
  while (!bytes.empty()) {
    const std::size_t run = std::min(bytes.find_first_not_of(bytes.front()), bytes.size());
    if (run >= long_run) {
      text.append("\\[").append(std::to_string(run)).append("*").append(escaped(bytes.front())).append("]");
      bytes.remove_prefix(run);
    } else if (const std::size_t n = character(bytes); n > 0) {
      text += bytes.substr(0, n);
      bytes.remove_prefix(n);
    } else {
      text += escaped(bytes.front());
      bytes.remove_prefix(1);
    }
  }
  return text;
}

bool matches(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  text.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  while (true) {
    const std::size_t next = pattern.find('*');
    const std::string_view part = pattern.substr(0, next);
    if (next == std::string_view::npos) return text.ends_with(part);
    const std::size_t at = text.find(part);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + part.size());
    pattern.remove_prefix(next + 1);
  }
}

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return word;
}

std::optional<std::string> take_quoted(std::string_view& line) {
  if (!line.starts_with('"')) return std::nullopt;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '"') {
      std::string bytes = bytes_of(line.substr(1, i - 1));
      line.remove_prefix(i + 1);
      line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
      return bytes;
    }
  }
  refuse("a quote does not end", line);
}

}  // namespace cocotalk::conversation
