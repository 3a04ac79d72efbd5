#include "poll/remains.hpp"

#include <string>
#include <utility>

namespace cocotalk::poll {

struct Remains::Walk {
  const coco::UnderWay::Part part;
  std::string room{};  // the last one that was looked at
};

void Remains::clear_away(coco::UnderWay::Part part) const { look_further(std::make_shared<Walk>(Walk{std::move(part)})); }

void Remains::look_further(const std::shared_ptr<Walk>& walk) const {
  ledger_.find_behind(walk->room, [this, walk](const Outcome& found, const Poll& poll) {
    if (found.status == COCO_NOT_FOUND) return;
    if (found.status != COCO_OK) return host_.warn("polls of removed rooms could not be looked for: " + found.why);
    walk->room = poll.room;
    tell(poll, [this, walk](coco_status told) {
      if (told == COCO_OK) look_further(walk);
      if (told == COCO_NOT_FOUND) erase(walk);
    });
  });
}

void Remains::tell(const Poll& poll, std::function<void(coco_status)> then) const {
  const coco::Lease<coco_gateway> gateway = host_.acquire<coco_gateway>(COCO_GATEWAY);
  if (!gateway) return;
  const std::string body = to_json(poll, host_.now_ms());
  coco_telling what{};
  what.size = sizeof what, what.kind = coco::view("poll"), what.body = coco::view(body), what.room = coco::view(poll.room);
  what.sender = poll.maker;
  gateway->tell(
      gateway->self, &table_, &what,
      coco::on_completion<void>([then = std::move(then)](coco_status status, const void*, const coco_error*) { then(status); }));
}

void Remains::erase(const std::shared_ptr<Walk>& walk) const {
  ledger_.erase_room(walk->room, [this, walk](const Outcome& erased) {
    if (erased.status != COCO_OK) return host_.error("the polls of a removed room could not be erased: " + erased.why);
    host_.info("erased the polls of room " + walk->room + ", which is no more");
    look_further(walk);
  });
}

}  // namespace cocotalk::poll
