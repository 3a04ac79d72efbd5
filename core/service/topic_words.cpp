#include "core/service/topic_words.hpp"

#include <cocotalk/plugin.hpp>

#include <optional>
#include <string>

#include "core/plugins/units.hpp"

namespace cocotalk {
namespace {

using domain::Audience;
using domain::TopicSpace;

[[noreturn]] void refuse(std::string_view setting, const std::string& why) {
  throw coco::Error(COCO_INVALID, "setting 'topics': '" + std::string(setting) + "': " + why);
}

std::string_view take_word(std::string_view& rest) {
  const auto blanks = std::min(rest.find_first_not_of(' '), rest.size());
  rest.remove_prefix(blanks);
  const std::string_view word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  return word;
}

bool take_key(std::string_view& word, std::string_view key) {
  if (!word.starts_with(key)) return false;
  word.remove_prefix(key.size());
  return true;
}

// False when it is no word for somebody.
bool add(Audience& audience, std::string_view who) {
  if (who == "nobody") return true;
  if (who == "everybody") return audience.is_everybody = true;
  std::vector<std::string>& list = take_key(who, "role:") ? audience.roles : audience.cids;
  if (&list == &audience.cids && !take_key(who, "account:")) return false;
  list.emplace_back(who);
  return !who.empty();
}

std::string wrong_with_space(std::string_view name) {
  if (!name.starts_with(domain::topic_root)) return "the name does not begin with /topic/";
  std::string_view one = name;
  if (one.size() > domain::topic_root.size() && one.ends_with('/')) one.remove_suffix(1);
  if (one == domain::topic_root) return {};
  return domain::wrong_with_topic(one).value_or("");
}

}  // namespace

TopicSpace parse_topic_space(std::string_view setting) {
  TopicSpace space;
  std::string_view rest = setting;
  space.name = take_word(rest);
  if (const std::string wrong = wrong_with_space(space.name); !wrong.empty()) refuse(setting, wrong);
  bool names_publishers = false, names_subscribers = false;
  for (std::string_view word = take_word(rest); !word.empty(); word = take_word(rest)) {
    const std::string whole(word);
    bool is_understood = true;
    const auto take_number = [&](std::int64_t& out, coco_setting_type type) {
      const std::optional<std::int64_t> number = plugins::parse_number(type, word);
      is_understood = number && *number > 0;
      out = number.value_or(0);
    };
    if (word == "kept")
      space.is_kept = true;
    else if (take_key(word, "publish="))
      is_understood = names_publishers = add(space.publishers, word);
    else if (take_key(word, "subscribe="))
      is_understood = names_subscribers = add(space.subscribers, word);
    else if (take_key(word, "events="))
      take_number(space.retention.events, COCO_SETTING_INTEGER);
    else if (take_key(word, "for="))
      take_number(space.retention.age_ms, COCO_SETTING_MILLIS);
    else
      is_understood = false;
    if (!is_understood)
      refuse(setting,
             "'" + whole +
                 "' is not understood; words are kept, events=⟨number⟩, for=⟨duration⟩, and publish= and subscribe= with "
                 "everybody, nobody, account:⟨cid⟩ or role:⟨role⟩");
  }
  space.publishers.is_everybody |= !names_publishers;
  space.subscribers.is_everybody |= !names_subscribers;
  const bool forgets = space.retention.events > 0 || space.retention.age_ms > 0;
  if (forgets && !space.is_kept) refuse(setting, "events= and for= say how long a kept topic keeps; write kept, too");
  return space;
}

}  // namespace cocotalk
