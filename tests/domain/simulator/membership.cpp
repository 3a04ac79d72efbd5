// People come and go.
#include "tests/domain/simulator/conversation.hpp"

namespace cocotalk::simulator {

// The first account never leaves the group, so that there is always somebody to ask the others back.
void Conversation::leave(Device& device, std::size_t place) {
  if (device.token.empty() || !places_[place].room || (place == 0 && device.account == 0)) return;
  has_tried_to_leave_[device.account] = true;
  const std::string json = "{\"roomId\":\"" + places_[place].room->hex() + "\",\"content\":\"bye\"}";
  ask(device, "room.leave", json, [this, place, account = device.account](coco_status status, const coco_answer&) {
    if (status == COCO_OK && place == 0 && open_invitations_[account] == 0) is_out_[account] = true;
  });
}

void Conversation::invite(Device& device, std::size_t who) {
  if (device.token.empty()) return;
  ++invitations_[who];
  ++open_invitations_[who];
  is_out_[who] = false;
  const std::string json = "{\"roomId\":\"" + places_[0].room->hex() +
                           "\",\"content\":\"come\",\"invitees\":[{\"userId\":" + std::to_string(who + 1) + "}]}";
  ask(device, "room.invite", json, [this, who](coco_status, const coco_answer&) { --open_invitations_[who]; });
}

void Conversation::awake(Device& device) {
  if (device.token.empty() || device.account > 1) return;
  ask(device, "room.awake", "{\"roomId\":\"" + places_[1].room->hex() + "\",\"content\":\"wake up\"}",
      [](coco_status, const coco_answer&) {});
}

// So that at the end everybody can say and hear what is missing.
void Conversation::bring_everybody_back() {
  for (std::size_t account = 1; account * 3 < devices_.size(); ++account) {
    invite(devices_[0], account);
    scheduler_.settle();
    listen(devices_[account * 3], 0);
  }
  awake(devices_[0]);
  scheduler_.settle();
  for (std::size_t account = 0; account < 2; ++account) listen(devices_[account * 3], 1);
  scheduler_.settle();
}

}  // namespace cocotalk::simulator
