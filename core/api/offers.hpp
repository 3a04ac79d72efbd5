// The plugins that offer commands, and what all of them together may do.
#pragma once

#include <cocotalk/plugin.hpp>

#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/hearing.hpp"
#include "core/api/offer.hpp"
#include "core/api/offer_limits.hpp"
#include "core/domain/throttle.hpp"

namespace cocotalk::api {

// A command of a plugin that is there now.
struct Offered {
  OfferPtr offer;  // null: no plugin has the command
  const Command* command = nullptr;
};

// Lives on the loop, but for add(), which is called by plugins that start.
class Offers final : public Hearing {
 public:
  Offers(coco::Host host, OfferLimits limits)
      : host_(host),
        limits_(limits),
        rate_(limits.command_burst, limits.commands_per_second),
        defects_(host.counter("plugin_command_defects_total", "answers of plugins that were none, and such that came too late")) {
  }

  // [any] Throws coco::Error COCO_INVALID when the table is wrong, or its names are another plugin's.
  void add(const coco_commands& table);
  // Nothing new begins; `done` is answered when nothing is under way.
  void withdraw(const coco_commands* table, coco::Completion&& done);

  // The newest of the plugin's instances that has it.
  Offered find(std::string_view command) const;
  // Null when it was withdrawn.
  OfferPtr of(const coco_commands* table) const;
  // The newest of each plugin.
  std::vector<OfferPtr> newest() const;

  bool is_heard(std::string_view kind) const override;
  // By the newest of each plugin, when it wants to.
  void hear(const coco_happening& what) const override;

  // Of everything a plugin did that it should not have: a line in the log and a number.
  void defect(const Offer& offer, std::string_view command, std::string_view what) const;

  const OfferLimits& limits() const { return limits_; }
  domain::TokenBuckets& rate() { return rate_; }

 private:
  std::vector<OfferPtr> all() const;

  const coco::Host host_;
  const OfferLimits limits_;
  domain::TokenBuckets rate_;
  std::int64_t* const defects_;
  mutable std::mutex mutex_;
  std::vector<OfferPtr> offers_;  // oldest first
};

}  // namespace cocotalk::api
