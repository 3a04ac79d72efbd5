// Which lane keeps which SockJS session over HTTP: its requests arrive on any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cocotalk::stomp {

// A session's name; never reused.
enum class SockjsName : std::uint64_t {};

struct SockjsPlace {
  std::uint32_t lane;
  SockjsName session;
};

// The part of an address that its owner does not change: an IPv4 address's first 24 bits, an IPv6 address's first 64.
std::string network_of(std::string_view address);

// Made when the transport starts. All methods [any].
class SockjsDirectory {
 public:
  SockjsDirectory(std::size_t max_sessions, std::size_t max_per_network)
      : max_sessions_(max_sessions), max_per_network_(max_per_network) {}

  // `key` is whom a session is bound to and the id the client chose: with another key it is another session.
  std::optional<SockjsPlace> find(std::string_view key) const;
  // The session of this key, or a new one on `lane`; nothing when there are as many as there may be.
  struct Claim {
    SockjsPlace place;
    bool is_new;
  };
  std::optional<Claim> claim(std::string_view key, std::string_view network, std::uint32_t lane);
  void release(SockjsName session);

 private:
  struct Entry {
    std::string key, network;
  };
  const std::size_t max_sessions_, max_per_network_;
  mutable std::mutex mutex_;
  std::uint64_t last_name_ = 0;
  std::unordered_map<std::string, SockjsPlace> places_;  // by key
  std::unordered_map<SockjsName, Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_network_;
};

}  // namespace cocotalk::stomp
