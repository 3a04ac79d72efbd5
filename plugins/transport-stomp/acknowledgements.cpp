#include "transport-stomp/acknowledgements.hpp"

#include <algorithm>
#include <functional>

namespace cocotalk::stomp {
namespace {

std::uint64_t as_number(std::string_view message_id) { return std::hash<std::string_view>()(message_id); }

}  // namespace

std::optional<AckMode> parse_ack_mode(std::optional<std::string_view> text, Version version) {
  if (!text || *text == "auto") return AckMode::automatic;
  if (*text == "client") return AckMode::cumulative;
  if (*text == "client-individual" && version != Version::v1_0) return AckMode::individual;
  return std::nullopt;
}

bool Window::holds(std::string_view message_id) const {
  return std::ranges::find(waiting_, as_number(message_id)) != waiting_.end();
}

void Window::sent(std::string_view message_id) { waiting_.push_back(as_number(message_id)); }

void Window::forget(std::string_view message_id) {
  const auto found = std::ranges::find(waiting_, as_number(message_id));
  if (found != waiting_.end()) waiting_.erase(found);
}

std::size_t Window::settle(std::string_view message_id) {
  const auto found = std::ranges::find(waiting_, as_number(message_id));
  if (found == waiting_.end()) return 0;
  const auto first = mode_ == AckMode::cumulative ? waiting_.begin() : found;
  const auto behind = std::next(found);
  const auto settled = static_cast<std::size_t>(behind - first);
  waiting_.erase(first, behind);
  return settled;
}

}  // namespace cocotalk::stomp
