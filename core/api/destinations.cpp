#include "core/api/destinations.hpp"

#include <algorithm>

namespace cocotalk::api {
namespace {

using domain::RoomId;

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// What an original client may call itself: a number, or "undefined" while it does not know yet (wire document 5.2).
bool is_self(std::string_view name) {
  if (name == "undefined") return true;
  return !name.empty() && name.size() < 20 && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Destination> legacy(std::string_view rest) {
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view name = rest.substr(0, slash), leaf = rest.substr(slash + 1);
  using Kind = Destination::Kind;
  if (const std::optional<RoomId> room = RoomId::parse(name)) {
    if (leaf == "message") return Destination{Kind::room_message, *room, {}};
    if (leaf == "room") return Destination{Kind::room_state, *room, {}};
    return std::nullopt;
  }
  if (!is_self(name)) return std::nullopt;
  if (leaf == "message" || leaf == "room" || leaf == "room/new") return Destination{Kind::own_legacy, {}, std::string(leaf)};
  if (leaf == "crash/web") return Destination{Kind::crash_web, {}, {}};
  if (leaf == "crash/mobile") return Destination{Kind::crash_mobile, {}, {}};
  return std::nullopt;
}

}  // namespace

std::optional<Destination> parse_destination(std::string_view text) {
  using Kind = Destination::Kind;
  if (text == "/me") return Destination{Kind::me, {}, {}};
  if (take(text, "/topic/")) return legacy(text);
  if (!take(text, "/room/") || text.size() < 24) return std::nullopt;
  const std::optional<RoomId> room = RoomId::parse(text.substr(0, 24));
  if (!room) return std::nullopt;
  text.remove_prefix(24);
  if (text.empty()) return Destination{Kind::room, *room, {}};
  if (text == "/live") return Destination{Kind::room_live, *room, {}};
  return std::nullopt;
}

std::string room_topic(const RoomId& room) { return "/room/" + room.hex(); }
std::string room_live_topic(const RoomId& room) { return "/room/" + room.hex() + "/live"; }
std::string account_topic(domain::AccountId account) { return "/account/" + std::to_string(account); }
std::string legacy_room_topic(const RoomId& room, std::string_view leaf) {
  return "/topic/" + room.hex() + "/" + std::string(leaf);
}
std::string legacy_account_topic(domain::AccountId account, std::string_view leaf) {
  return "/topic/" + std::to_string(account) + "/" + std::string(leaf);
}
std::string for_pages(std::string topic) { return topic + "?page"; }
std::string crash_topic(domain::AccountId account, coco_device_class device) {
  return legacy_account_topic(account, device == COCO_WEB ? "crash/web" : "crash/mobile");
}

}  // namespace cocotalk::api
