// Polls of rooms that are no more: what is left when the host ended after a room was removed and before its polls were.
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/under_way.hpp>

#include <functional>
#include <memory>

#include "poll/ledger.hpp"

namespace cocotalk::poll {

// Asks the core about each room that has polls, by telling the room one of them as it is: that is refused when the room is no
// more, and says nothing new to whoever hears it. Lives as long as the plugin.
class Remains {
 public:
  // `table` is the one that is offered, and declares the event `poll`.
  Remains(coco::Host host, const coco_commands& table, const Ledger& ledger) : host_(host), table_(table), ledger_(ledger) {}

  // [main] After the offer. Goes on by itself, a room at a time, and lets go of `part` at its end; once the table is withdrawn it
  // comes to that soon.
  void clear_away(coco::UnderWay::Part part) const;

 private:
  struct Walk;
  void look_further(const std::shared_ptr<Walk>& walk) const;
  void tell(const Poll& poll, std::function<void(coco_status)> then) const;
  void erase(const std::shared_ptr<Walk>& walk) const;

  const coco::Host host_;
  const coco_commands& table_;
  const Ledger& ledger_;
};

}  // namespace cocotalk::poll
