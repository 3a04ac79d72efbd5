// Who may connect: the limits on the number of connections.
#pragma once

#include "net/addresses.hpp"
#include "net/limits.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>

namespace cocotalk::net {

class Admission;

// One admitted connection; going away gives its place back. Movable.
class Place {
 public:
  Place() = default;
  Place(Place&& other) noexcept;
  Place& operator=(Place&& other) noexcept;
  ~Place();

 private:
  friend class Admission;
  Admission* admission_ = nullptr;
  std::optional<AddressKey> key_;  // nothing: an exempt address
  bool is_connection_ = false;     // else: somebody a proxy speaks for, whose connection is the proxy's
};

// Counts connections for the whole host and per address. [any]; asked when a connection begins and ends, never between.
class Admission {
 public:
  enum class Answer { admitted, host_is_full, address_is_full, too_fast };
  Admission(const Limits& limits, const TrustedProxies& proxies) : limits_(limits), proxies_(proxies) {}

  // A new connection from `peer`. Loopback is exempt from the limits per address unless proxies are trusted, and a trusted
  // proxy is exempt always: it speaks for many, who are counted by admit_client().
  Answer admit_peer(const Poco::Net::IPAddress& peer, std::uint64_t now_ms, Place& place);
  // A WebSocket opened for `client` by a trusted proxy.
  Answer admit_client(const Poco::Net::IPAddress& client, std::uint64_t now_ms, Place& place);
  std::uint64_t connections() const { return connections_.load(std::memory_order_relaxed); }

 private:
  friend class Place;
  struct Address {
    std::uint64_t connections = 0;
    std::uint64_t second = 0, new_in_second = 0;
  };
  Answer count(const AddressKey& key, std::uint64_t now_ms);
  void leave(const Place& place);
  void forget_idle(std::uint64_t second);

  const Limits& limits_;
  const TrustedProxies& proxies_;
  std::atomic<std::uint64_t> connections_ = 0;
  std::mutex mutex_;
  std::map<AddressKey, Address> addresses_;
  std::uint64_t swept_second_ = 0;
};

}  // namespace cocotalk::net
