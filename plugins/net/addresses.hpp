// Who is on the other side: addresses, networks, and the proxies that speak for others.
#pragma once

#include <Poco/Net/IPAddress.h>
#include <Poco/Net/SocketAddress.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::net {

// What connections are counted by: an IPv4 address, or the /64 of an IPv6 one. IPv4 mapped into IPv6 counts as IPv4.
using AddressKey = std::array<std::uint8_t, 9>;
AddressKey key_of(const Poco::Net::IPAddress& address);

// An address in its usual form, and nothing else; IPv4 mapped into IPv6 is taken as IPv4.
std::optional<Poco::Net::IPAddress> parse_address(std::string_view text);

// 127.0.0.0/8, ::1, and the former mapped.
bool is_loopback(const Poco::Net::IPAddress& address);

// Where to listen, and whether TLS is spoken there.
struct ListenAddress {
  Poco::Net::SocketAddress socket;
  bool is_tls = false;
};

// "127.0.0.1:8080", "[::1]:0", "localhost:8080", "tls:[::]:8443". Throws coco::Error that names the setting or caller (`whose`).
ListenAddress parse_listen_address(std::string_view text, std::string_view whose);
// The same, back; IPv6 in brackets.
std::string to_text(const ListenAddress& address);
std::string to_text(const Poco::Net::SocketAddress& address);

// The setting `trusted_proxies`. Immutable.
class TrustedProxies {
 public:
  // Throws coco::Error for what is neither an address nor a network ("10.0.0.0/8").
  explicit TrustedProxies(const std::vector<std::string>& addresses);
  bool is_empty() const { return networks_.empty(); }
  bool trusts(const Poco::Net::IPAddress& address) const;

 private:
  struct Network {
    Poco::Net::IPAddress address, mask;
  };
  std::vector<Network> networks_;
};

}  // namespace cocotalk::net
