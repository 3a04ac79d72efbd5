#include "transport-stomp/sockjs_directory.hpp"

#include <arpa/inet.h>

#include <array>

namespace cocotalk::stomp {
namespace {

bool is_loopback(std::string_view network) { return network.starts_with("127.") || network == "::1"; }

}  // namespace

std::string network_of(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return std::string(address.substr(0, address.rfind('.')));
  std::array<unsigned char, 16> bytes{};
  const std::string text(address);
  if (address == "::1" || inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  return "/64 " + std::string(reinterpret_cast<const char*>(bytes.data()), 8);
}

std::optional<SockjsPlace> SockjsDirectory::find(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(std::string(key));
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<SockjsDirectory::Claim> SockjsDirectory::claim(std::string_view key, std::string_view network, std::uint32_t lane) {
  const std::lock_guard lock(mutex_);
  if (const auto found = places_.find(std::string(key)); found != places_.end()) return Claim{found->second, false};
  if (places_.size() >= max_sessions_) return std::nullopt;
  if (!is_loopback(network)) {
    std::size_t& of_network = by_network_[std::string(network)];
    if (of_network >= max_per_network_) return std::nullopt;
    ++of_network;
  }
  const SockjsPlace place{lane, SockjsName(++last_name_)};
  places_.emplace(key, place);
  entries_.emplace(place.session, Entry{std::string(key), std::string(network)});
  return Claim{place, true};
}

void SockjsDirectory::release(SockjsName session) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(session);
  if (found == entries_.end()) return;
  places_.erase(found->second.key);
  if (const auto network = by_network_.find(found->second.network); network != by_network_.end() && --network->second == 0)
    by_network_.erase(network);
  entries_.erase(found);
}

}  // namespace cocotalk::stomp
