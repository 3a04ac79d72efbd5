// Names of things, as types.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::domain {

using AccountId = std::int64_t;

// N bytes, written as 2N lower-case hex digits. `Tag` keeps kinds of ids apart.
template <std::size_t N, class Tag>
struct HexId {
  std::array<unsigned char, N> bytes{};

  auto operator<=>(const HexId&) const = default;
  std::string_view blob() const { return {reinterpret_cast<const char*>(bytes.data()), N}; }
  static HexId from_blob(std::string_view blob) {
    HexId id;
    if (blob.size() == N) std::memcpy(id.bytes.data(), blob.data(), N);
    return id;
  }
  std::string hex() const {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out(2 * N, '0');
    for (std::size_t i = 0; i < N; ++i) {
      out[2 * i] = digits[bytes[i] >> 4];
      out[2 * i + 1] = digits[bytes[i] & 15];
    }
    return out;
  }
  // Nothing unless exactly 2N lower-case hex digits.
  static std::optional<HexId> parse(std::string_view hex) {
    if (hex.size() != 2 * N) return std::nullopt;
    HexId id;
    for (std::size_t i = 0; i < 2 * N; ++i) {
      const char c = hex[i];
      int digit;
      if (c >= '0' && c <= '9')
        digit = c - '0';
      else if (c >= 'a' && c <= 'f')
        digit = c - 'a' + 10;
      else
        return std::nullopt;
      id.bytes[i / 2] = static_cast<unsigned char>(id.bytes[i / 2] << 4 | digit);
    }
    return id;
  }
};

using RoomId = HexId<12, struct RoomTag>;        // 4 bytes of seconds, 8 random: time-ordered like the original's
using MessageId = HexId<12, struct MessageTag>;  // 4 bytes of seconds, 4 of the room, 4 of the message's number: never stored
using BundleId = HexId<12, struct BundleTag>;    // the room's id plus k + 1 in the last 4 bytes: never stored
using SessionId = HexId<16, struct SessionTag>;

using Fingerprint = std::array<unsigned char, 32>;

namespace detail {
inline std::uint32_t load32(const unsigned char* at) {
  return static_cast<std::uint32_t>(at[0]) << 24 | static_cast<std::uint32_t>(at[1]) << 16 |
         static_cast<std::uint32_t>(at[2]) << 8 | at[3];
}
inline void store32(unsigned char* at, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) at[i] = static_cast<unsigned char>(value >> (24 - 8 * i));
}
}  // namespace detail

inline MessageId message_id(const RoomId& room, std::int64_t number, std::int64_t sent_ms) {
  MessageId id;
  detail::store32(id.bytes.data(), static_cast<std::uint32_t>(sent_ms / 1000));
  std::memcpy(id.bytes.data() + 4, room.bytes.data() + 4, 4);
  detail::store32(id.bytes.data() + 8, static_cast<std::uint32_t>(number));
  return id;
}

// Of the message in its room.
inline std::int64_t number_of(const MessageId& id) { return detail::load32(id.bytes.data() + 8); }

constexpr std::int64_t bundle_size = 20;  // wire document, 6.5

// Bundle k holds the messages 20k+1 … 20k+20.
inline std::int64_t bundle_of(std::int64_t number) { return (number - 1) / bundle_size; }
inline BundleId bundle_id(const RoomId& room, std::int64_t k) {
  BundleId id;
  id.bytes = room.bytes;
  detail::store32(id.bytes.data() + 8, detail::load32(room.bytes.data() + 8) + static_cast<std::uint32_t>(k) + 1);
  return id;
}
// Which bundle of the room this is; nothing if it is none of its first 2^31.
inline std::optional<std::int64_t> bundle_index(const RoomId& room, const BundleId& id) {
  if (std::memcmp(id.bytes.data(), room.bytes.data(), 8) != 0) return std::nullopt;
  const std::uint32_t k = detail::load32(id.bytes.data() + 8) - detail::load32(room.bytes.data() + 8) - 1;
  if (k > 0x7fffffffu) return std::nullopt;
  return k;
}

// Hash of random bytes: some of them.
struct IdHash {
  template <std::size_t N, class Tag>
  std::size_t operator()(const HexId<N, Tag>& id) const {
    std::size_t h;
    std::memcpy(&h, id.bytes.data() + N - sizeof h, sizeof h);
    return h;
  }
  std::size_t operator()(const Fingerprint& f) const {
    std::size_t h;
    std::memcpy(&h, f.data(), sizeof h);
    return h;
  }
};

}  // namespace cocotalk::domain
