// The one exception of the waist, and how it becomes a coco_error and comes back.
#pragma once

#include <cocotalk/abi.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

namespace coco {

inline void set_error(coco_error* out, coco_status code, std::string_view why) noexcept {
  if (out == nullptr) return;
  out->code = code;
  std::size_t n = std::min(why.size(), sizeof out->text - 1);
  while (n > 0 && n < why.size() && (static_cast<unsigned char>(why[n]) & 0xC0) == 0x80) --n;  // never cut a character
  std::memcpy(out->text, why.data(), n);
  out->text[n] = '\0';
}

// The world's fault (disk full, wrong setting), as an exception. Caught by the waist or by one place per thread.
class Error : public std::runtime_error {
 public:
  Error(coco_status code, const std::string& why) : std::runtime_error(why), code_(code) {}
  coco_status code() const noexcept { return code_; }

 private:
  coco_status code_;
};

inline void throw_if(coco_status status, const coco_error& error) {
  if (status != COCO_OK) throw Error(status, error.text);
}

}  // namespace coco
