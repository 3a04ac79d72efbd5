#include "core/domain/topics.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

std::string message_id(std::int64_t topic, std::int64_t seq) { return std::to_string(topic) + "-" + std::to_string(seq); }

TopicEvent event_from(const Row& row) {
  TopicEvent out;
  out.seq = row.number(topic_event::seq);
  out.id = message_id(row.number(topic_event::topic), out.seq);
  out.sender = row.number(topic_event::sender);
  out.said_ms = row.number(topic_event::said_ms);
  out.content_type = row.text(topic_event::content_type);
  out.headers = PackedHeaders(row.text(topic_event::headers));
  out.body = row.text(topic_event::body);
  return out;
}

}  // namespace

Event native_event(const Topic& topic, TopicEvent event) {
  Event out;
  out.topics.push_back(Publication::channel_of(topic.name));
  out.kind = "message";
  out.content_type = std::move(event.content_type);
  out.body = std::move(event.body);
  out.headers = std::move(event.headers);
  out.message_id = std::move(event.id);
  out.seq = event.seq;
  out.sender = event.sender;
  out.ts_ms = event.said_ms;
  return out;
}

// ---- who may

const TopicSpace& Topics::space_of(const Link& link, std::string_view name) const {
  if (link.session->is_ended()) throw expired_token();
  if (name.starts_with("/queue/"))
    throw Refusal(COCO_NOT_FOUND, "BAD_REQUEST",
                  "queues with competing consumers are not available; a topic is heard by everybody");
  const TopicSpace* const space = link.by_ticket ? nullptr : spaces_.of(name);
  if (space == nullptr && name.starts_with(topic_root))
    throw Refusal(COCO_NOT_FOUND, "BAD_REQUEST", "no topic for applications is configured at " + std::string(name));
  if (space == nullptr) throw Refusal(COCO_NOT_FOUND, "BAD_REQUEST", "there is nothing to hear or say at " + std::string(name));
  if (const auto wrong = wrong_with_topic(name)) throw bad_request(*wrong);
  return *space;
}

const TopicSpace& Topics::space_to_hear(const Link& link, std::string_view name) const {
  const TopicSpace& space = space_of(link, name);
  if (!space.subscribers.includes(*link.account)) throw not_permitted();
  return space;
}

const TopicSpace& Topics::space_to_say(const Link& link, const Publication& said) {
  const TopicSpace& space = space_of(link, said.topic());
  if (!space.publishers.includes(*link.account)) throw not_permitted();
  if (said.body.size() > world_.limits.topic_message_bytes)
    throw bad_request("the body is longer than " + std::to_string(world_.limits.topic_message_bytes) + " bytes");
  if (said.client_id.size() > world_.limits.client_id_bytes)
    throw bad_request("client-msg-id is longer than " + std::to_string(world_.limits.client_id_bytes) + " bytes");
  if (said.headers.bytes().size() > world_.limits.topic_header_bytes)
    throw bad_request("the message's own headers are longer than " + std::to_string(world_.limits.topic_header_bytes) + " bytes");
  world_.refuse_if_short();
  rate_.charge(link.account->id, world_.now_ms());
  return space;
}

// ---- saying

void Topics::tell(const Link& from, const Publication& said) const {
  if (!links_.is_heard(said.channel)) return;
  const std::vector<coco_header> headers = said.headers.unpack();
  coco_event event{};
  event.size = sizeof event;
  event.content_type = coco::view(said.content_type);
  event.body = coco::view(said.body);
  event.headers = headers.data();
  event.n_headers = headers.size();
  event.sender = from.account->id;
  links_.publish(said.channel, event);
}

runtime::Task<TopicEvent> Topics::keep(LinkPtr from, Publication said) {
  const SessionPtr by = from->session;
  const AccountId sender = by->account;
  TopicEvent event;
  event.sender = sender;
  TopicPtr topic;
  std::optional<Store::Pending> pending;
  Transaction transaction;
  std::size_t signed_in = 0, appended = 0;
  {
    const runtime::Mutex::Guard in_order = co_await from->order.acquire();
    topic = co_await find(std::string(said.topic()));
    if (topic->id == 0) co_await make(topic);
    event.said_ms = topic->last_ms = std::max(world_.now_ms(), topic->last_ms);
    if (by->is_stored) signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
    appended = transaction.append(topic_event::table,
                                  values(topic->id, 0, sender, Value::null_if_empty(said.client_id), said.content_type,
                                         Value::blob(said.headers.bytes()), Value::blob(said.body), event.said_ms));
    pending.emplace(world_.store, transaction);
  }
  std::optional<std::uint64_t> failed;
  try {
    const Committed done = co_await pending->answer();
    event.seq = done.result(appended);
    event.id = message_id(topic->id, event.seq);
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (failed == appended) co_return co_await said_before(topic, sender, std::move(said));
  if (failed == signed_in) throw expired_token();
  topic->seq = event.seq;
  if (event.seq == topic->first) topic->first_ms = event.said_ms;
  event.content_type = std::move(said.content_type);
  event.headers = std::move(said.headers);
  event.body = std::move(said.body);
  if (links_.is_heard(said.channel)) links_.publish(native_event(*topic, event));
  co_return event;
}

runtime::Task<TopicEvent> Topics::said_before(TopicPtr topic, AccountId sender, Publication said) {
  Range range = Range::in(topic_event::table, topic_event::by_client_id, values(said.client_id, sender));
  const Rows rows = co_await world_.store.read_one(std::move(range));
  if (rows.empty()) throw Refusal(COCO_RETRY, "RETRY", "send it again", 100);
  TopicEvent before = event_from(rows[0]);
  if (rows[0].number(topic_event::topic) != topic->id || before.body != said.body || before.headers != said.headers ||
      before.content_type != said.content_type)
    throw Refusal(COCO_CONFLICT, "CONFLICT", "this client-msg-id was used for another message");
  co_return before;
}

// ---- finding

runtime::Task<TopicPtr> Topics::find(std::string name) {
  if (TopicPtr cached = cache_.find(name)) co_return cached;
  const std::uint64_t losses = cache_.losses();
  auto topic = std::make_shared<Topic>(name, *spaces_.of(name), world_.executor);
  co_await load(topic);
  if (TopicPtr cached = cache_.find(name)) co_return cached;
  if (cache_.losses() != losses) co_return co_await find(std::move(name));  // what was read may be old
  cache_.put(name, topic);
  co_return topic;
}

runtime::Task<void> Topics::load(TopicPtr topic) {
  Range by_name = Range::in(topic::table, topic::by_name, values(topic->name));
  const Rows stored = co_await world_.store.read_one(std::move(by_name));
  if (stored.empty()) co_return;
  topic->id = stored[0].number(topic::id);
  std::vector<Range> ends;
  ends.push_back(Range::of(topic_event::table, values(topic->id)).limit(1));
  ends.push_back(Range::of(topic_event::table, values(topic->id)).descending().limit(1));
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ends));
  if (rows[0].empty()) co_return;
  topic->first = rows[0][0].number(topic_event::seq);
  topic->first_ms = rows[0][0].number(topic_event::said_ms);
  topic->seq = rows[1][0].number(topic_event::seq);
  topic->last_ms = rows[1][0].number(topic_event::said_ms);
}

// Two at once are one: the second finds what the first has made.
runtime::Task<void> Topics::make(TopicPtr topic) {
  const runtime::Mutex::Guard one_at_a_time = co_await topic->making.acquire();
  if (topic->id != 0) co_return;
  Transaction transaction;
  const std::size_t appended = transaction.append(topic::table, values(0, topic->name));
  const Committed done = co_await world_.store.commit(transaction);
  topic->id = done.result(appended);
}

runtime::Task<std::vector<TopicEvent>> Topics::events_after(TopicPtr topic, std::int64_t seq, std::uint32_t limit) {
  Range range = Range(topic_event::table).after(values(topic->id, seq)).to(values(topic->id)).limit(limit);
  const Rows rows = co_await world_.store.read_one(std::move(range));
  std::vector<TopicEvent> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(event_from(rows[i]));
  co_return out;
}

}  // namespace cocotalk::domain
