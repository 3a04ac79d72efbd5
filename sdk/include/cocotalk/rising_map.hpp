// A map whose keys rise: names that are given out in order and never again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace coco {

// A sorted vector, searched by halves: a third of a hash map's memory. A default Value stands for none, as a null pointer does.
// One thread at a time; put() and erase() invalidate what find() returned.
template <class Key, class Value>
class RisingMap {
 public:
  // Constant time when the key is above all others. Replaces the value of a key that is there. The value is not a default one.
  void put(Key key, Value value) {
    const auto at = place_of(key);
    if (at == entries_.end() || at->first != key) {
      entries_.emplace(at, key, std::move(value));
      ++size_;
      return;
    }
    if (at->second == Value{}) ++size_;
    at->second = std::move(value);
  }
  // Null: there is none.
  const Value* find(Key key) const {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), key, is_below);
    return at == entries_.end() || at->first != key || at->second == Value{} ? nullptr : &at->second;
  }
  // Leaves a gap; when most are gaps, all are closed.
  void erase(Key key) {
    const auto at = place_of(key);
    if (at == entries_.end() || at->first != key || at->second == Value{}) return;
    [[maybe_unused]] const Value erased = std::exchange(at->second, Value{});
    --size_;
    if (entries_.size() > 2 * size_ + max_gaps)
      std::erase_if(entries_, [](const Entry& entry) { return entry.second == Value{}; });
  }
  std::size_t size() const { return size_; }
  bool is_empty() const { return size_ == 0; }
  // In order. `fn` changes nothing here.
  template <class Fn>
  void for_each(Fn&& fn) const {
    for (const auto& [key, value] : entries_)
      if (!(value == Value{})) fn(value);
  }

 private:
  using Entry = std::pair<Key, Value>;
  static bool is_below(const Entry& entry, const Key& key) { return entry.first < key; }
  static constexpr std::size_t max_gaps = 64;
  typename std::vector<Entry>::iterator place_of(Key key) {
    if (entries_.empty() || entries_.back().first < key) return entries_.end();
    return std::lower_bound(entries_.begin(), entries_.end(), key, is_below);
  }

  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

}  // namespace coco
