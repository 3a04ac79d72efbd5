// BEGIN, COMMIT and ABORT: frames that wait for the word.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "transport-stomp/frame.hpp"

namespace cocotalk::stomp {

// The open transactions of one link, which owns them; gone with it, as STOMP wants it. Without I/O.
class Transactions {
 public:
  struct Limits {
    std::size_t count, bytes;  // open at once; of all their frames together
  };
  explicit Transactions(Limits limits) : limits_(limits) {}

  bool is_full() const { return open_.size() >= limits_.count; }
  bool has(std::string_view name) const { return open_.contains(name); }
  void begin(std::string_view name) { open_.emplace(name, std::string()); }
  // Keeps a copy of the frame; false when there is no room for it.
  bool add(std::string_view name, const Frame& frame);
  // Ends a transaction: its frames as bytes of STOMP 1.2, in their order.
  std::string take(std::string_view name);
  void forget_all();

 private:
  const Limits limits_;
  std::map<std::string, std::string, std::less<>> open_;
  std::size_t bytes_ = 0;
};

}  // namespace cocotalk::stomp
