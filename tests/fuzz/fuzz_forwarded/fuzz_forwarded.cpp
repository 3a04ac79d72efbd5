// Any bytes as forwarded fields, one a line ("x-forwarded-for: 203.0.113.9"): what is believed was appended by proxies, and is
// what it should be.
#include "net/forwarded.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace cocotalk::net;

void require(bool holds) {
  if (!holds) std::abort();
}

void read_fields(std::string_view text, RequestHead& head) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos)
      head.fields.push_back({coco::view(line.substr(0, colon)), coco::view(line.substr(colon + 1))});
  }
}

// What a client writes in front of all that proxies append.
std::string with_lies(std::string_view text) {
  return "x-forwarded-for:6.6.6.6\nx-forwarded-proto:ftp\nx-forwarded-host:evil\n" + std::string(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const TrustedProxies proxies({"10.0.0.0/8", "fd00::/8"});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  RequestHead head, lied_to;
  read_fields(text, head);
  const Forwarded honest = read_forwarded(head, proxies);
  require(!honest.scheme || *honest.scheme == "http" || *honest.scheme == "https");
  require(!honest.host || is_host(*honest.host));

  const std::string lies = with_lies(text);
  read_fields(lies, lied_to);
  const Forwarded misled = read_forwarded(lied_to, proxies);
  if (honest.address && !proxies.trusts(*honest.address)) require(misled.address == honest.address);
  return 0;
}
