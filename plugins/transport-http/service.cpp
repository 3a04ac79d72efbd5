#include "transport-http/service.hpp"

#include <array>
#include <utility>

namespace cocotalk::http {
namespace {

constexpr std::array<std::pair<std::string_view, Service>, 5> prefixes = {{{"/auth", Service::auth},
                                                                           {"/user", Service::user},
                                                                           {"/chat", Service::chat},
                                                                           {"/presence", Service::presence},
                                                                           {"/push", Service::push}}};

}  // namespace

Place::Place(std::string_view whole_path) : service(Service::none), path(whole_path) {
  for (const auto& [prefix, candidate] : prefixes) {
    if (!whole_path.starts_with(prefix)) continue;
    const std::string_view rest = whole_path.substr(prefix.size());
    if (!rest.empty() && rest.front() != '/') continue;
    service = candidate;
    path = rest.empty() ? "/" : rest;
  }
}

}  // namespace cocotalk::http
