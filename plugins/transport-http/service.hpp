#pragma once

#include <string>
#include <string_view>

namespace cocotalk::http {

// The services of the original that this port stands for, told apart by the first segment of the path (cocotalk-wire.md, 1.2).
enum class Service { none, auth, user, chat, presence, push };

// Where a request went, for the envelope of its answer.
struct Place {
  explicit Place(std::string_view whole_path);
  Service service;
  std::string path;  // as the service itself would see it: without its first segment
};

}  // namespace cocotalk::http
