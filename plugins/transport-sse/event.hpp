// An event of the core on its way to streams.
#pragma once

#include <cocotalk/transport.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::sse {

// A copy, shared by all who hear it.
struct Event {
  explicit Event(const coco_event& from);

  std::vector<std::string> topics;
  std::string kind;  // the name EventSource hears it under; "event" when the core named none
  std::string state_key, except_session;
  std::uint64_t seq, to_seq;
  std::string fields;  // the members of its JSON that are the same for everybody, without braces
};

using SharedEvent = std::shared_ptr<const Event>;

// {"topic":…,"subscription":…,"seq":…,…,"body":"…"}
std::string data_of(const Event& event, std::string_view destination, std::uint64_t subscription);

}  // namespace cocotalk::sse
