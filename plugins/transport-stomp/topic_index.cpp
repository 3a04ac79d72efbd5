#include "transport-stomp/topic_index.hpp"

namespace cocotalk::stomp {

std::optional<Asked> Subscription::take_asked() {
  if (!extra) return std::nullopt;
  std::optional<Asked> asked = std::exchange(extra->asked, std::nullopt);
  if (!extra->window) extra.reset();
  return asked;
}

// Neither part can hold a NUL, which ends a frame.
std::string TopicIndex::key_of(const Group& group) {
  std::string key = group.words.destination;
  key += '\0';
  key += group.words.id;
  key += '\0';
  key += static_cast<char>('0' + static_cast<int>(group.shape.dialect));
  key += static_cast<char>('0' + static_cast<int>(group.shape.version));
  key += group.shape.names_ack ? 'a' : '-';
  key += static_cast<char>('0' + static_cast<int>(group.framing));
  return key;
}

void TopicIndex::add(Subscription& subscription, const std::string& topic, const Shape& shape, Group::Framing framing) {
  const auto filed = topics_.try_emplace(topic).first;
  auto fresh = std::make_unique<Group>(Group{shape, framing, std::move(*subscription.words), filed->first, {}});
  subscription.words.reset();
  std::unique_ptr<Group>& group = filed->second[key_of(*fresh)];
  if (!group) group = std::move(fresh);
  subscription.group = group.get();
  subscription.place = static_cast<std::uint32_t>(group->members.size());
  group->members.push_back(&subscription);
}

std::string TopicIndex::remove(Subscription& subscription) {
  if (subscription.group == nullptr) return {};
  Group& group = *std::exchange(subscription.group, nullptr);
  subscription.words = std::make_unique<SubscribeWords>(group.words);
  group.members[subscription.place] = group.members.back();
  group.members[subscription.place]->place = subscription.place;
  group.members.pop_back();
  std::string topic(group.topic);
  if (!group.members.empty()) return topic;
  const auto filed = topics_.find(topic);
  filed->second.erase(key_of(group));
  if (filed->second.empty()) topics_.erase(filed);
  return topic;
}

const TopicIndex::Groups& TopicIndex::groups_of(std::string_view topic) const {
  static const Groups nobody;
  const auto found = topics_.find(std::string(topic));
  return found == topics_.end() ? nobody : found->second;
}

}  // namespace cocotalk::stomp
