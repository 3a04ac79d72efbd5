// What may be heard, as data: the destinations of destinations.hpp, and the events native clients hear there.
#pragma once

#include <span>
#include <string_view>

#include "core/api/declaration.hpp"

namespace cocotalk::api {

struct Event {
  std::string_view name, meaning;
  std::string_view shape{};  // of the body; else the fields
  Few<Field, 8> fields{};
};

struct Topic {
  std::string_view address;  // "/room/{roomId}/live"
  Who who;
  std::string_view meaning;
  Few<std::string_view, 16> events{};  // empty: the original clients' frames, whose body is `shape`
  std::string_view shape{};
};

std::span<const Event> declared_events();
std::span<const Topic> declared_topics();

}  // namespace cocotalk::api
