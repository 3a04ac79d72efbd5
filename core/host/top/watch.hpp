// What `cocotalk top` knows and what one may do with it, without a terminal: its view model.
#pragma once

#include "core/host/top/reading.hpp"
#include "core/host/top/series.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host::top {

// The host's own order, and by what one may sort instead.
enum class Order { as_loaded, name, state, calls, errors, mean };

// On one thread. Times are UTC in ms.
class Watch {
 public:
  // What was seen; the host is there.
  void saw(Reading reading, std::int64_t now_ms);
  // The host could not be asked: the last reading stays.
  void missed(std::string why, std::int64_t now_ms);

  // One key, or the sequence of one: "q", "c", "\x1b[B". What means nothing changes nothing.
  void press(std::string_view key);
  bool is_over() const { return is_over_; }

  const Reading& last() const { return last_; }
  std::int64_t seen_ms() const { return seen_ms_; }  // when `last` was
  // Why the host cannot be asked; nothing: it can.
  const std::optional<std::string>& trouble() const { return trouble_; }

  // In the chosen order.
  std::vector<PluginReading> plugins() const;
  Order order() const { return order_; }
  bool is_reversed() const { return is_reversed_; }
  // How many of them are above what is shown; whoever draws says how far that may go.
  std::size_t scroll() const { return scroll_; }
  void limit_scroll(std::size_t most);

  Series connections, messages, deliveries, commits, commit_ms;

 private:
  void note(std::int64_t now_ms, const Reading& reading);
  Reading last_;
  std::int64_t seen_ms_ = 0;
  std::optional<std::string> trouble_;
  Order order_ = Order::as_loaded;
  bool is_reversed_ = false, is_over_ = false;
  std::size_t scroll_ = 0;
};

}  // namespace cocotalk::host::top
