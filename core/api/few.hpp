// A short list that is part of a declaration: g++ 12 knows no std::initializer_list inside constexpr tables.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <initializer_list>

namespace cocotalk::api {

// Too many elements do not compile.
template <class T, std::size_t capacity>
class Few {
 public:
  constexpr Few() = default;
  consteval Few(std::initializer_list<T> items) {
    for (const T& item : items) items_[size_++] = item;
  }
  // What comes from elsewhere at run time; the caller has looked how many there are.
  static Few of(const auto& items) {
    assert(items.size() <= capacity);
    Few out;
    for (const T& item : items) out.items_[out.size_++] = item;
    return out;
  }
  static constexpr std::size_t most() { return capacity; }
  constexpr const T* begin() const { return items_.data(); }
  constexpr const T* end() const { return items_.data() + size_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }

 private:
  std::array<T, capacity> items_{};
  std::size_t size_ = 0;
};

}  // namespace cocotalk::api
