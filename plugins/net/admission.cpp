#include "net/admission.hpp"

#include <utility>

namespace cocotalk::net {

Place::Place(Place&& other) noexcept
    : admission_(std::exchange(other.admission_, nullptr)), key_(other.key_), is_connection_(other.is_connection_) {}

Place& Place::operator=(Place&& other) noexcept {
  std::swap(admission_, other.admission_);
  std::swap(key_, other.key_);
  std::swap(is_connection_, other.is_connection_);
  return *this;
}

Place::~Place() {
  if (admission_ != nullptr) admission_->leave(*this);
}

Admission::Answer Admission::admit_peer(const Poco::Net::IPAddress& peer, std::uint64_t now_ms, Place& place) {
  if (connections_.fetch_add(1, std::memory_order_relaxed) >= limits_.connections) {
    connections_.fetch_sub(1, std::memory_order_relaxed);
    return Answer::host_is_full;
  }
  Place taken;
  taken.admission_ = this;
  taken.is_connection_ = true;
  const bool is_exempt = proxies_.is_empty() ? is_loopback(peer) : proxies_.trusts(peer);
  if (!is_exempt) {
    const AddressKey key = key_of(peer);
    if (const Answer answer = count(key, now_ms); answer != Answer::admitted) return answer;
    taken.key_ = key;
  }
  place = std::move(taken);
  return Answer::admitted;
}

Admission::Answer Admission::admit_client(const Poco::Net::IPAddress& client, std::uint64_t now_ms, Place& place) {
  const AddressKey key = key_of(client);
  if (const Answer answer = count(key, now_ms); answer != Answer::admitted) return answer;
  Place taken;
  taken.admission_ = this;
  taken.key_ = key;
  place = std::move(taken);
  return Answer::admitted;
}

Admission::Answer Admission::count(const AddressKey& key, std::uint64_t now_ms) {
  const std::uint64_t second = now_ms / 1000;
  const std::lock_guard lock(mutex_);
  forget_idle(second);
  Address& address = addresses_[key];
  if (address.second != second) {
    address.second = second;
    address.new_in_second = 0;
  }
  if (address.connections >= limits_.connections_per_address) return Answer::address_is_full;
  if (address.new_in_second >= limits_.new_per_second) return Answer::too_fast;
  ++address.new_in_second;
  ++address.connections;
  return Answer::admitted;
}

// Once a second: who has no connection and did not come in this second is forgotten.
void Admission::forget_idle(std::uint64_t second) {
  if (swept_second_ == second) return;
  swept_second_ = second;
  std::erase_if(addresses_,
                [second](const auto& entry) { return entry.second.connections == 0 && entry.second.second != second; });
}

void Admission::leave(const Place& place) {
  if (place.is_connection_) connections_.fetch_sub(1, std::memory_order_relaxed);
  if (!place.key_) return;
  const std::lock_guard lock(mutex_);
  --addresses_[*place.key_].connections;
}

}  // namespace cocotalk::net
