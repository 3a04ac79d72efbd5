#include "transport-sse/tickets.hpp"

#include <utility>

namespace cocotalk::sse {

namespace {

std::string random_hex(coco::Host host) {
  unsigned char bytes[32];
  host.random(bytes, sizeof bytes);
  std::string out;
  for (const unsigned char byte : bytes) out.append(1, "0123456789abcdef"[byte >> 4]).append(1, "0123456789abcdef"[byte & 15]);
  return out;
}

}  // namespace

std::string Tickets::issue(std::string token) {
  const std::int64_t now_ms = host_.now_ms();
  std::string ticket = random_hex(host_);
  const std::lock_guard lock(mutex_);
  if (tickets_.size() >= max_tickets) forget_old(now_ms);
  if (tickets_.size() >= max_tickets) return {};
  tickets_.emplace(ticket, Ticket{std::move(token), now_ms + good_for_ms});
  return ticket;
}

std::optional<std::string> Tickets::token_of(std::string_view ticket) {
  const std::int64_t now_ms = host_.now_ms();
  const std::lock_guard lock(mutex_);
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end() || found->second.until_ms <= now_ms) return std::nullopt;
  found->second.until_ms = now_ms + good_for_ms;
  return found->second.token;
}

void Tickets::renew(std::string_view ticket) {
  const std::int64_t until_ms = host_.now_ms() + good_for_ms;
  const std::lock_guard lock(mutex_);
  if (const auto found = tickets_.find(ticket); found != tickets_.end()) found->second.until_ms = until_ms;
}

void Tickets::forget_old(std::int64_t now_ms) {
  std::erase_if(tickets_, [now_ms](const auto& entry) { return entry.second.until_ms <= now_ms; });
}

}  // namespace cocotalk::sse
