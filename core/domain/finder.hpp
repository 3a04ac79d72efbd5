// cocotalk.search/1 as the domain uses it.
#pragma once

#include <cocotalk/search.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/domain/ids.hpp"
#include "core/runtime/awaiting.hpp"
#include "core/runtime/task.hpp"

namespace cocotalk::domain {

// Where words stand in a text: bytes, from the first to before the second; ascending.
using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

// What a room's index is fed with: the texts up to `position`.
struct Feeding {
  struct Text {
    std::int64_t number, time_ms;
    std::string text;  // empty: there is none any more
  };
  RoomId room;
  std::int64_t position = 0;
  std::vector<Text> texts;
};

struct Hits {
  std::vector<std::pair<RoomId, std::int64_t>> numbers;  // of messages, newest first
  std::int64_t next = 0;                                 // 0: that was all
};

// Lives on the loop; holds a lease for the length of each call. Throws coco::Error, COCO_UNAVAILABLE when nobody provides it.
class Finder {
 public:
  Finder(coco::Host host, runtime::Executor& executor) : host_(host), executor_(executor) {}

  bool is_there() const { return static_cast<bool>(host_.acquire<coco_search>(COCO_SEARCH)); }
  runtime::Task<void> open(std::string record);
  runtime::Task<std::vector<std::int64_t>> positions(std::vector<RoomId> rooms);
  runtime::Task<void> index(std::vector<Feeding> feedings);
  runtime::Task<void> forget(RoomId room);
  // In each room from the second on (a message's number). Refuses BAD_REQUEST words that say nothing.
  runtime::Task<Hits> query(std::string words, std::vector<std::pair<RoomId, std::int64_t>> rooms, std::uint32_t limit,
                            std::int64_t before);
  // Where the words stand in the text; nothing when one of them does not. Refuses BAD_REQUEST likewise.
  std::optional<Spans> match(std::string_view words, std::string_view text) const;

 private:
  coco::Lease<coco_search> lease() const;
  coco::Host host_;
  runtime::Executor& executor_;
};

}  // namespace cocotalk::domain
