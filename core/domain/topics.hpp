// Saying things to topics of applications, and what is kept of them (promises.md P1–P4 hold for kept ones as for rooms).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/links.hpp"
#include "core/domain/publication.hpp"
#include "core/domain/throttle.hpp"
#include "core/domain/topic_space.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

// A kept topic as the loop holds it. Its numbers are those of what has been published, so that whoever hears events up to `seq`
// has missed nothing.
struct Topic {
  Topic(std::string its_name, const TopicSpace& its_space, runtime::Executor& executor)
      : name(std::move(its_name)), space(its_space), making(executor) {}
  const std::string name;
  const TopicSpace& space;
  std::int64_t id = 0;                     // 0: nothing was ever said to it, so it is not stored
  std::int64_t first = 1, seq = 0;         // the oldest and the newest event
  std::int64_t first_ms = 0, last_ms = 0;  // when they were said
  bool is_being_trimmed = false;
  runtime::Mutex making;
};
using TopicPtr = std::shared_ptr<Topic>;

// The event of a kept topic, as its subscribers hear it.
Event native_event(const Topic& topic, TopicEvent event);

// Lives on the loop. There is never more than one Topic in memory for a kept topic.
class Topics {
 public:
  Topics(World& world, Links& links, TokenBuckets& rate, TopicSpaces spaces)
      : world_(world), links_(links), rate_(rate), spaces_(std::move(spaces)), cache_(world.limits.cached_topics) {}

  // Whether the name belongs to an application; else it may be one of the messenger's.
  bool are_configured_at(std::string_view name) const { return spaces_.of(name) != nullptr; }
  // Where the link may speak, and hear. Refuse NOT_FOUND, BAD_REQUEST, NOT_PERMITTED, RATE, and who is not signed in any more.
  const TopicSpace& space_to_say(const Link& link, const Publication& said);
  const TopicSpace& space_to_hear(const Link& link, std::string_view name) const;

  // To a topic that is not kept: whoever listens hears it, before this returns.
  void tell(const Link& from, const Publication& said) const;
  // To a kept one. Answers when it is durable. The same client id with the same message answers the same event; with another,
  // CONFLICT. Throws coco::Error for the storage's failures.
  runtime::Task<TopicEvent> keep(LinkPtr from, Publication said);
  // Removes what the topic need not keep any more. A failure is the log's: the next message tries again.
  runtime::Task<void> trim(std::string name);

  // The kept topic of this name.
  runtime::Task<TopicPtr> find(std::string name);
  // Events after `seq`, ascending, at most `limit`.
  runtime::Task<std::vector<TopicEvent>> events_after(TopicPtr topic, std::int64_t seq, std::uint32_t limit);

 private:
  const TopicSpace& space_of(const Link& link, std::string_view name) const;
  runtime::Task<void> make(TopicPtr topic);
  runtime::Task<void> load(TopicPtr topic);
  runtime::Task<TopicEvent> said_before(TopicPtr topic, AccountId sender, Publication said);
  runtime::Task<void> remove_oldest(TopicPtr topic);
  runtime::Task<std::int64_t> first_to_stay(TopicPtr topic);
  bool has_too_much(const Topic& topic) const;

  World& world_;
  Links& links_;
  TokenBuckets& rate_;
  const TopicSpaces spaces_;
  Cache<std::string, Topic> cache_;
};

}  // namespace cocotalk::domain
