#include "core/domain/topic_space.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::domain {
namespace {

bool names(const std::vector<std::string>& list, const std::string& word) { return std::ranges::find(list, word) != list.end(); }

bool is_wildcard(char c) { return c == '*' || c == '>' || c == '#'; }
bool is_blank(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }

}  // namespace

bool Audience::includes(const Account& account) const {
  return is_everybody || names(cids, account.cid) || names(roles, account.role);
}

bool TopicSpace::holds(std::string_view topic) const {
  return is_prefix() ? topic.size() > name.size() && topic.starts_with(name) : topic == name;
}

TopicSpaces::TopicSpaces(std::vector<TopicSpace> spaces) : spaces_(std::move(spaces)) {
  std::ranges::stable_sort(spaces_, std::ranges::greater(), [](const TopicSpace& space) { return space.name.size(); });
}

const TopicSpace* TopicSpaces::of(std::string_view topic) const {
  for (const TopicSpace& space : spaces_)
    if (space.holds(topic)) return &space;
  return nullptr;
}

std::optional<std::string> wrong_with_topic(std::string_view name) {
  if (name.size() > max_topic_bytes) return "the topic's name is longer than " + std::to_string(max_topic_bytes) + " bytes";
  if (std::ranges::any_of(name, is_wildcard))
    return "a topic is one exact name: wildcards match nothing, and '*', '>' and '#' stand in no name";
  if (std::ranges::any_of(name, is_blank)) return "blanks and control characters stand in no topic's name";
  if (name.ends_with('/') || name.find("//") != std::string_view::npos) return "the topic's name has an empty part";
  return std::nullopt;
}

}  // namespace cocotalk::domain
