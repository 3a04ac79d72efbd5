#include "net/addresses.hpp"

#include <cocotalk/plugin.hpp>

#include <Poco/Exception.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <charconv>
#include <cstring>

namespace cocotalk::net {

using Poco::Net::IPAddress;
using Poco::Net::SocketAddress;

namespace {

constexpr std::string_view tls_prefix = "tls:";

// An IPv4 address that came in IPv6 clothes is taken as what it is.
IPAddress plain(const IPAddress& address) {
  if (address.family() != IPAddress::IPv6 || !address.isIPv4Mapped()) return address;
  return IPAddress(static_cast<const char*>(address.addr()) + 12, 4);
}

}  // namespace

AddressKey key_of(const IPAddress& address) {
  const IPAddress a = plain(address);
  AddressKey key{};
  const bool is_v6 = a.family() == IPAddress::IPv6;
  key[0] = is_v6 ? 6 : 4;
  std::memcpy(key.data() + 1, a.addr(), is_v6 ? 8 : 4);
  return key;
}

std::optional<IPAddress> parse_address(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> c_string{};
  if (text.size() >= c_string.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
  text.copy(c_string.data(), text.size());
  std::array<std::uint8_t, sizeof(in6_addr)> bytes{};
  if (::inet_pton(AF_INET, c_string.data(), bytes.data()) == 1) return IPAddress(bytes.data(), sizeof(in_addr));
  if (::inet_pton(AF_INET6, c_string.data(), bytes.data()) == 1) return plain(IPAddress(bytes.data(), sizeof(in6_addr)));
  return std::nullopt;
}

bool is_loopback(const IPAddress& address) { return plain(address).isLoopback(); }

ListenAddress parse_listen_address(const std::string_view whole, std::string_view whose) {
  const bool is_tls = whole.starts_with(tls_prefix);
  const std::string_view text = whole.substr(is_tls ? tls_prefix.size() : 0);
  const std::size_t colon = text.rfind(':');
  try {
    if (colon != std::string_view::npos && colon > 0 && colon + 1 < text.size()) {
      std::string_view host = text.substr(0, colon);
      const std::string_view port_text = text.substr(colon + 1);
      std::uint16_t port = 0;
      const auto [end, error] = std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
      const bool is_port = error == std::errc() && end == port_text.data() + port_text.size();
      const bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
      if (is_bracketed) host = host.substr(1, host.size() - 2);
      if (is_port && is_bracketed == (host.find(':') != std::string_view::npos))
        return {SocketAddress(std::string(host), port), is_tls};
    }
  } catch (const Poco::Exception&) {
    // an address that does not parse and a name that does not resolve are said alike, below
  }
  throw coco::Error(COCO_INVALID, std::string(whose) + ": '" + std::string(whole) +
                                      "' is no address to listen on; expected ADDRESS:PORT, as 127.0.0.1:8080 or tls:[::1]:8443");
}

std::string to_text(const ListenAddress& address) {
  return std::string(address.is_tls ? tls_prefix : "") + to_text(address.socket);
}

std::string to_text(const SocketAddress& address) {
  const std::string host = address.host().toString();
  const std::string port = std::to_string(address.port());
  return address.family() == SocketAddress::IPv6 ? "[" + host + "]:" + port : host + ":" + port;
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& addresses) {
  for (const std::string& text : addresses) {
    const std::size_t slash = text.find('/');
    const std::optional<IPAddress> address = parse_address(std::string_view(text).substr(0, slash));
    const unsigned longest = address && address->family() == IPAddress::IPv6 ? 128 : 32;
    unsigned prefix = longest;
    bool is_valid = address.has_value();
    if (slash != std::string::npos) {
      const char* const end = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, prefix);
      is_valid = is_valid && error == std::errc() && stop == end && prefix <= longest;
    }
    if (!is_valid)
      throw coco::Error(COCO_INVALID, "setting 'trusted_proxies': '" + text +
                                          "' is neither an address nor a network; expected for example 127.0.0.1 or 10.0.0.0/8");
    const IPAddress mask(prefix, address->family());
    networks_.push_back({*address & mask, mask});
  }
}

bool TrustedProxies::trusts(const IPAddress& address) const {
  const IPAddress a = plain(address);
  for (const Network& n : networks_)
    if (n.address.family() == a.family() && (a & n.mask) == n.address) return true;
  return false;
}

}  // namespace cocotalk::net
