// A bounded memory of what the storage said.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <memory>
#include <unordered_map>
#include <utility>

namespace cocotalk::domain {

// The most recently used `capacity` values; values that somebody still holds are kept beyond that. Lives on the loop.
template <class Key, class T, class Hash = std::hash<Key>>
class Cache {
 public:
  explicit Cache(std::size_t capacity) : capacity_(capacity) {}

  std::shared_ptr<T> find(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
  }
  void put(const Key& key, std::shared_ptr<T> value) {
    erase(key);
    order_.emplace_front(key, std::move(value));
    index_[key] = order_.begin();
    shrink();
  }
  void erase(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    order_.erase(found->second);
    index_.erase(found);
    ++losses_;
  }
  // Changes whenever something is removed: what was read before such a change may be stale and must not be put.
  std::uint64_t losses() const { return losses_; }
  // For a writer whose row may be on its way in somebody's read.
  void invalidate(const Key& key) {
    erase(key);
    ++losses_;
  }
  std::size_t size() const { return order_.size(); }

 private:
  void shrink() {
    for (std::size_t looked_at = 0; order_.size() > capacity_ && looked_at < 16; ++looked_at) {
      const auto last = std::prev(order_.end());
      if (last->second.use_count() > 1) {  // in use; it must not stand before those that are not
        order_.splice(order_.begin(), order_, last);
        continue;
      }
      index_.erase(last->first);
      order_.erase(last);
      ++losses_;
    }
  }
  using Order = std::list<std::pair<Key, std::shared_ptr<T>>>;
  const std::size_t capacity_;
  Order order_;  // newest first
  std::unordered_map<Key, typename Order::iterator, Hash> index_;
  std::uint64_t losses_ = 0;
};

}  // namespace cocotalk::domain
