// A short list that is part of a constant: g++ 12 knows no std::initializer_list inside constexpr tables.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>

namespace cocotalk::api {

// Too many elements do not compile.
template <class T, std::size_t most>
class Few {
 public:
  consteval Few() = default;
  consteval Few(std::initializer_list<T> items) {
    for (const T& item : items) items_[size_++] = item;
  }
  constexpr const T* begin() const { return items_.data(); }
  constexpr const T* end() const { return items_.data() + size_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }

 private:
  std::array<T, most> items_{};
  std::size_t size_ = 0;
};

}  // namespace cocotalk::api
