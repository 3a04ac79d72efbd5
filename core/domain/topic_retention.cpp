// What kept topics forget: whole stretches from the oldest end, an eighth more than asked for, so that it costs one transaction
// for many messages.
#include <algorithm>
#include <exception>
#include <utility>

#include "core/domain/schema.hpp"
#include "core/domain/topics.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::int64_t most_kept_beyond = 256;  // events
constexpr std::int64_t removed_at_once = 512;
constexpr std::uint32_t looked_at_once = 64;

std::int64_t beyond(std::int64_t events) { return std::clamp<std::int64_t>(events / 8, 1, most_kept_beyond); }

class Trimming {
 public:
  explicit Trimming(Topic& topic) : topic_(topic) { topic_.is_being_trimmed = true; }
  Trimming(const Trimming&) = delete;
  Trimming& operator=(const Trimming&) = delete;
  ~Trimming() { topic_.is_being_trimmed = false; }

 private:
  Topic& topic_;
};

}  // namespace

bool Topics::has_too_much(const Topic& topic) const {
  const auto& [events, age_ms] = topic.space.retention;
  if (topic.first >= topic.seq) return false;
  if (events > 0 && topic.seq - topic.first + 1 >= events + beyond(events)) return true;
  return age_ms > 0 && world_.now_ms() - topic.first_ms > age_ms + age_ms / 8;
}

runtime::Task<void> Topics::trim(std::string name) {
  const TopicPtr topic = co_await find(std::move(name));
  if (topic->is_being_trimmed) co_return;
  const Trimming one_at_a_time(*topic);
  try {
    while (has_too_much(*topic)) co_await remove_oldest(topic);
  } catch (const std::exception& error) {
    world_.host.warn("removing old events of a topic: " + std::string(error.what()));
  }
}

runtime::Task<void> Topics::remove_oldest(TopicPtr topic) {
  const std::int64_t stays = co_await first_to_stay(topic);
  Transaction transaction;
  for (std::int64_t seq = topic->first; seq < stays; ++seq) transaction.erase(topic_event::table, values(topic->id, seq));
  co_await world_.store.commit(transaction);
  Range oldest = Range::of(topic_event::table, values(topic->id)).limit(1);
  const Rows rows = co_await world_.store.read_one(std::move(oldest));
  topic->first = rows[0].number(topic_event::seq);
  topic->first_ms = rows[0].number(topic_event::said_ms);
}

// Of the events that one transaction can remove.
runtime::Task<std::int64_t> Topics::first_to_stay(TopicPtr topic) {
  const auto& [events, age_ms] = topic->space.retention;
  std::int64_t stays = topic->first;
  if (events > 0) stays = std::max(stays, topic->seq - events + 1);
  if (age_ms > 0) {
    Range range = Range::of(topic_event::table, values(topic->id)).limit(looked_at_once);
    const Rows rows = co_await world_.store.read_one(std::move(range));
    for (std::size_t i = 0; i < rows.size() && world_.now_ms() - rows[i].number(topic_event::said_ms) > age_ms; ++i)
      stays = std::max(stays, rows[i].number(topic_event::seq) + 1);
  }
  co_return std::min({stays, topic->seq, topic->first + removed_at_once});
}

}  // namespace cocotalk::domain
