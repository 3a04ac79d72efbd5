#include "net/forwarded.hpp"

#include "net/text.hpp"

#include <cocotalk/plugin.hpp>

#include <cstddef>
#include <utility>

namespace cocotalk::net {

namespace {

// The elements of a list field, the last first; several fields are one list (RFC 9110, 5.3).
class FromTheRight {
 public:
  FromTheRight(const RequestHead& head, std::string_view name) : head_(head), name_(name), field_(head.fields.size()) {}
  std::optional<std::string_view> next() {
    while (!rest_) {
      if (field_ == 0) return std::nullopt;
      if (coco::text(head_.fields[--field_].name) == name_) rest_ = coco::text(head_.fields[field_].value);
    }
    const std::size_t comma = rest_->rfind(',');
    if (comma == std::string_view::npos) return trimmed(*std::exchange(rest_, std::nullopt));
    const std::string_view element = rest_->substr(comma + 1);
    rest_ = rest_->substr(0, comma);
    return trimmed(element);
  }

 private:
  const RequestHead& head_;
  const std::string_view name_;
  std::size_t field_;                     // the fields before it are still to be looked at
  std::optional<std::string_view> rest_;  // of the current one
};

// "203.0.113.9", "203.0.113.9:4711", "2001:db8::9", "[2001:db8::9]:4711": some proxies add the port.
std::optional<Poco::Net::IPAddress> parse_hop(std::string_view text) {
  const std::size_t closed = text.find(']');
  if (text.starts_with('[')) return parse_address(text.substr(1, closed == std::string_view::npos ? 0 : closed - 1));
  const std::size_t colon = text.find(':');
  const bool has_port = colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  return parse_address(text.substr(0, has_port ? colon : text.size()));
}

// What the `hops`th proxy from the right appended.
std::optional<std::string_view> element(const RequestHead& head, std::string_view name, std::size_t hops) {
  FromTheRight elements(head, name);
  std::optional<std::string_view> found = elements.next();
  for (; hops > 0 && found; --hops) {
    const std::optional<std::string_view> further = elements.next();
    if (!further) break;
    found = further;
  }
  return found;
}

std::optional<std::string_view> scheme_of(std::string_view said) {
  if (equals_ignoring_case(said, "https") || equals_ignoring_case(said, "wss")) return "https";
  if (equals_ignoring_case(said, "http") || equals_ignoring_case(said, "ws")) return "http";
  return std::nullopt;
}

}  // namespace

Forwarded read_forwarded(const RequestHead& head, const TrustedProxies& proxies) {
  Forwarded forwarded;
  std::size_t hops = 0;  // proxies between the client's own and us
  FromTheRight named(head, "x-forwarded-for");
  while (const std::optional<std::string_view> text = named.next()) {
    const std::optional<Poco::Net::IPAddress> address = parse_hop(*text);
    if (!address) break;
    if (forwarded.address) ++hops;
    forwarded.address = address;
    if (!proxies.trusts(*address)) break;
  }
  if (const auto said = element(head, "x-forwarded-proto", hops)) forwarded.scheme = scheme_of(*said);
  if (const auto said = element(head, "x-forwarded-host", hops); said && is_host(*said)) forwarded.host = said;
  return forwarded;
}

}  // namespace cocotalk::net
