#include "transport-stomp/topic_index.hpp"

namespace cocotalk::stomp {

// Neither part can hold a NUL, which ends a frame.
std::string TopicIndex::key_of(const Group& group) {
  std::string key = group.destination;
  key += '\0';
  key += group.id;
  key += '\0';
  key += static_cast<char>('0' + static_cast<int>(group.shape.dialect));
  key += static_cast<char>('0' + static_cast<int>(group.shape.version));
  key += group.shape.names_ack ? 'a' : '-';
  key += static_cast<char>('0' + static_cast<int>(group.framing));
  return key;
}

void TopicIndex::add(Subscription& subscription, const Shape& shape, Group::Framing framing) {
  auto fresh = std::make_unique<Group>(Group{shape, framing, subscription.destination, subscription.id, {}});
  std::unique_ptr<Group>& group = topics_[subscription.topic][key_of(*fresh)];
  if (!group) group = std::move(fresh);
  subscription.group = group.get();
  subscription.place = group->members.size();
  group->members.push_back(&subscription);
}

void TopicIndex::remove(Subscription& subscription) {
  if (subscription.group == nullptr) return;
  Group& group = *std::exchange(subscription.group, nullptr);
  group.members[subscription.place] = group.members.back();
  group.members[subscription.place]->place = subscription.place;
  group.members.pop_back();
  if (!group.members.empty()) return;
  const auto topic = topics_.find(subscription.topic);
  topic->second.erase(key_of(group));
  if (topic->second.empty()) topics_.erase(topic);
}

const TopicIndex::Groups& TopicIndex::groups_of(std::string_view topic) const {
  static const Groups nobody;
  const auto found = topics_.find(std::string(topic));
  return found == topics_.end() ? nobody : found->second;
}

}  // namespace cocotalk::stomp
