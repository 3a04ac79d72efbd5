#include "transport-stomp/version.hpp"

#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

constexpr Version highest_first[] = {Version::v1_2, Version::v1_1, Version::v1_0};

std::string_view subprotocol_of(Version version) {
  constexpr std::string_view names[] = {"v10.stomp", "v11.stomp", "v12.stomp"};
  return names[static_cast<std::size_t>(version)];
}

}  // namespace

std::string_view number_of(Version version) {
  constexpr std::string_view numbers[] = {"1.0", "1.1", "1.2"};
  return numbers[static_cast<std::size_t>(version)];
}

std::optional<Version> negotiate(std::optional<std::string_view> accept_version) {
  if (!accept_version) return Version::v1_0;
  for (const Version version : highest_first)
    if (lists(*accept_version, number_of(version))) return version;
  return std::nullopt;
}

std::string_view best_subprotocol(std::string_view offered) {
  for (const Version version : highest_first)
    if (lists(offered, subprotocol_of(version))) return subprotocol_of(version);
  return {};
}

}  // namespace cocotalk::stomp
