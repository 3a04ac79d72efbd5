#include "load/stamp.hpp"

#include <cstring>

namespace cocotalk::load {
namespace {

constexpr std::size_t time_at = 1, dot_at = 17, connection_at = 18;

void write_hex(char* where, std::uint64_t value, std::size_t digits) {
  for (std::size_t i = digits; i-- > 0; value >>= 4) where[i] = "0123456789abcdef"[value & 15];
}

std::uint64_t read_hex(const char* where, std::size_t digits) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const auto digit = static_cast<unsigned char>(where[i]);
    value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10u);
  }
  return value;
}

}  // namespace

std::string blank_stamp() {
  std::string blank(stamp_size, '\0');
  write_stamp(blank.data(), {}, 0);
  return blank;
}

void write_stamp(char* where, const Stamp& stamp, char mask) {
  where[0] = '~';
  write_hex(where + time_at, stamp.at_ns, 16);
  where[dot_at] = '.';
  write_hex(where + connection_at, stamp.connection, 8);
  for (std::size_t i = 0; i < stamp_size; ++i) where[i] = static_cast<char>(where[i] ^ mask);
}

std::optional<Stamp> find_stamp(std::string_view bytes) {
  while (bytes.size() >= stamp_size) {
    const void* tilde = std::memchr(bytes.data(), '~', bytes.size() - stamp_size + 1);
    if (tilde == nullptr) return std::nullopt;
    const char* at = static_cast<const char*>(tilde);
    if (at[dot_at] == '.') return Stamp{read_hex(at + time_at, 16), static_cast<std::uint32_t>(read_hex(at + connection_at, 8))};
    bytes.remove_prefix(static_cast<std::size_t>(at - bytes.data()) + 1);
  }
  return std::nullopt;
}

}  // namespace cocotalk::load
