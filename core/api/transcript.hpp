// A room's messages as plain text, for people to keep.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/domain/room.hpp"

namespace cocotalk::api {

// Written a page after the other: each begins where the last one ended, and says the day again only when it is another. Days and
// hours are those of a clock that is `offset_minutes` ahead of UTC.
class Transcript {
 public:
  explicit Transcript(std::int64_t offset_minutes) : offset_ms_(offset_minutes * 60'000) {}

  // What stands above the first page.
  void begin(std::string_view title, std::int64_t now_ms);
  // The message before this page, which was on another.
  void continue_after(const domain::Message& message);
  void add(const domain::Message& message, std::string_view sender);
  std::size_t size() const { return text_.size(); }
  std::string take() { return std::move(text_); }

 private:
  std::int64_t day_of(std::int64_t utc_ms) const;
  const std::int64_t offset_ms_;
  std::optional<std::int64_t> day_;  // of the last message
  std::string text_;
};

}  // namespace cocotalk::api
