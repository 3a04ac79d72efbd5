#include "core/api/offers.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::api {
namespace {

[[noreturn]] void refuse(const Offer& offer, const std::string& why) {
  throw coco::Error(COCO_INVALID, "the commands of plugin '" + offer.plugin() + "': " + why);
}

// Two instances of one plugin have the same names.
void check_names(const Offer& offer, const Offer& other) {
  if (offer.plugin() == other.plugin()) return;
  if (offer.prefix() == other.prefix())
    refuse(offer, "the prefix '" + offer.prefix() + "' is taken by plugin '" + other.plugin() +
                      "'; remove one of them from the configuration");
  for (const Shape& shape : offer.shapes())
    if (std::any_of(other.shapes().begin(), other.shapes().end(), [&shape](const Shape& s) { return s.name == shape.name; }))
      refuse(offer, "the shape '" + std::string(shape.name) + "' is there already, by plugin '" + other.plugin() + "'");
}

}  // namespace

void Offers::add(const coco_commands& table) {
  auto offer = std::make_shared<Offer>(table);
  const std::lock_guard lock(mutex_);
  for (const OfferPtr& other : offers_) {
    if (&other->table() == &table) refuse(*offer, "the table was offered already");
    check_names(*offer, *other);
  }
  offers_.push_back(std::move(offer));
}

void Offers::withdraw(const coco_commands* table, coco::Completion&& done) {
  const OfferPtr offer = of(table);
  if (!offer) return done.ok();
  {
    const std::lock_guard lock(mutex_);
    std::erase(offers_, offer);
  }
  if (offer->under_way == 0) return done.ok();
  offer->withdrawing = std::make_unique<coco::Completion>(std::move(done));
}

std::vector<OfferPtr> Offers::all() const {
  const std::lock_guard lock(mutex_);
  return offers_;
}

Offered Offers::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  for (auto offer = offers_.rbegin(); offer != offers_.rend(); ++offer)
    if (const Command* const found = (*offer)->command(name)) return {*offer, found};
  return {};
}

OfferPtr Offers::of(const coco_commands* table) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(offers_.begin(), offers_.end(), [table](const OfferPtr& o) { return &o->table() == table; });
  return found == offers_.end() ? nullptr : *found;
}

std::vector<OfferPtr> Offers::newest() const {
  std::vector<OfferPtr> out = all();
  const auto has_a_newer_one = [&out](const OfferPtr& offer) {
    const auto newer = [&](const OfferPtr& other) { return other->plugin() == offer->plugin(); };
    const auto self = std::find(out.begin(), out.end(), offer);
    return std::any_of(self + 1, out.end(), newer);
  };
  std::vector<OfferPtr> kept;
  for (const OfferPtr& offer : out)
    if (!has_a_newer_one(offer)) kept.push_back(offer);
  return kept;
}

bool Offers::is_heard(std::string_view kind) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(offers_.begin(), offers_.end(), [kind](const OfferPtr& offer) { return offer->hears(kind); });
}

void Offers::hear(const coco_happening& what) const {
  for (const OfferPtr& offer : newest())
    if (offer->hears(coco::text(what.kind))) offer->table().heard(offer->table().self, &what);
}

void Offers::defect(const Offer& offer, std::string_view command, std::string_view what) const {
  coco::add(defects_);
  host_.error("plugin '" + offer.plugin() + "': '" + std::string(command) + "' " + std::string(what));
}

}  // namespace cocotalk::api
