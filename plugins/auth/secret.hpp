// Bytes that leave no trace in memory.
#pragma once

#include <sodium.h>

#include <cstddef>
#include <memory>
#include <string_view>

namespace cocotalk::auth {

// A copy of a password, overwritten with zeros before its memory is given back. Cannot be copied or moved: it stays in one place.
class Secret {
 public:
  explicit Secret(std::string_view text) : bytes_(new char[text.size()]), size_(text.size()) { text.copy(bytes_.get(), size_); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { sodium_memzero(bytes_.get(), size_); }

  std::string_view text() const noexcept { return {bytes_.get(), size_}; }

 private:
  const std::unique_ptr<char[]> bytes_;
  const std::size_t size_;
};

}  // namespace cocotalk::auth
