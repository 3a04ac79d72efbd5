#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::http {

struct PictureSize {
  std::uint32_t width = 0, height = 0;
  std::uint64_t pixels() const { return std::uint64_t{width} * height; }
};

// How large a JPEG, PNG, GIF or WebP says it is, found while its bytes arrive, cut anywhere. Pure; decodes nothing and keeps at
// most 30 bytes.
class PictureHeader {
 public:
  void feed(std::string_view bytes);
  // Nothing: not known yet, or it never says.
  std::optional<PictureSize> size() const { return size_; }

 private:
  void look();
  void look_at_segment();

  enum class Reading { beginning, segments, nothing };
  Reading reading_ = Reading::beginning;
  std::string held_;         // the file's beginning; of a JPEG, then, the current segment's
  std::size_t to_skip_ = 0;  // of that segment
  std::optional<PictureSize> size_;
};

}  // namespace cocotalk::http
