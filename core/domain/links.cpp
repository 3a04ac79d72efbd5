#include "core/domain/links.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::domain {
namespace {

coco_event raw(const Event& event, const std::vector<coco_view>& topics, const std::vector<coco_header>& headers) {
  coco_event out{};
  out.size = sizeof out;
  out.topics = topics.data();
  out.n_topics = topics.size();
  out.kind = coco::view(event.kind);
  out.content_type = coco::view(event.content_type);
  out.body = coco::view(event.body);
  out.seq = static_cast<std::uint64_t>(event.seq);
  out.to_seq = static_cast<std::uint64_t>(event.to_seq);
  out.message_id = coco::view(event.message_id);
  out.sender = event.sender;
  out.ts_ms = event.ts_ms;
  out.state_key = coco::view(event.state_key);
  out.except_session = coco::view(event.except_session);
  out.headers = headers.data();
  out.n_headers = headers.size();
  return out;
}

// Every idle connection holds one of these (docs/performance.md): what only some need belongs into a block of its own.
static_assert(sizeof(Link) <= 136);

}  // namespace

LinkPtr Links::open(const coco_transport* back, SessionPtr session, AccountPtr account, bool by_ticket) {
  auto link = std::make_shared<Link>(next_++, executor_);
  link->back = back;
  link->by_ticket = by_ticket;
  by_account_[session->account].push_back(link->id);
  link->session = std::move(session);
  link->account = std::move(account);
  links_.put(link->id, link);
  return link;
}

LinkPtr Links::find(coco_link id) const {
  const LinkPtr* const found = links_.find(id);
  return found == nullptr ? nullptr : *found;
}

void Links::close(const LinkPtr& link) {
  if (!std::exchange(link->is_open, false)) return;
  while (!link->subscriptions.empty()) leave(*link, link->subscriptions.front().number);
  const auto of = by_account_.find(link->session->account);
  of->second.erase(std::ranges::lower_bound(of->second, link->id));
  if (of->second.empty()) by_account_.erase(of);
  links_.erase(link->id);
}

std::vector<LinkPtr> Links::of_session(const Session& session) const {
  std::vector<LinkPtr> out = of_account(session.account);
  std::erase_if(out, [&session](const LinkPtr& link) { return link->session->id != session.id; });
  return out;
}

std::vector<LinkPtr> Links::of_account(AccountId account) const {
  std::vector<LinkPtr> out;
  const auto found = by_account_.find(account);
  if (found != by_account_.end())
    for (const coco_link id : found->second) out.push_back(*links_.find(id));
  return out;
}

std::vector<LinkPtr> Links::of_transport(const coco_transport* back) const {
  std::vector<LinkPtr> out;
  links_.for_each([&](const LinkPtr& link) {
    if (link->back == back) out.push_back(link);
  });
  return out;
}

void Links::join(Link& link, std::uint64_t subscription, const std::string& topic) {
  leave(link, subscription);
  const auto listeners = listeners_.try_emplace(topic).first;
  ++listeners->second[link.back];
  link.subscriptions.push_front({subscription, &listeners->first});
}

void Links::leave(Link& link, std::uint64_t subscription) {
  std::erase(link.catching_up, subscription);
  const auto found = std::ranges::find(link.subscriptions, subscription, &Link::Subscription::number);
  if (found == link.subscriptions.end()) return;
  const auto topic = listeners_.find(*found->topic);
  link.subscriptions.remove_if([subscription](const Link::Subscription& s) { return s.number == subscription; });
  const auto count = topic->second.find(link.back);
  if (--count->second == 0) topic->second.erase(count);
  if (topic->second.empty()) listeners_.erase(topic);
}

void Links::expel(AccountId account, const std::vector<std::string>& topics) {
  for (const LinkPtr& link : of_account(account)) {
    std::vector<std::uint64_t> ended;
    for (const auto& [subscription, topic] : link->subscriptions)
      if (std::ranges::find(topics, *topic) != topics.end()) ended.push_back(subscription);
    for (const std::uint64_t subscription : ended) leave(*link, subscription);
    if (!COCO_HAS(link->back, expel)) {
      if (!ended.empty()) link->back->close(link->back->self, link->id, COCO_CLOSE_NORMAL, coco::view("left the room"));
      continue;
    }
    for (const std::uint64_t subscription : ended) link->back->expel(link->back->self, link->id, subscription);
  }
}

void Links::publish(Event event) const {
  std::map<const coco_transport*, std::vector<coco_view>> by_transport;
  for (const std::string& topic : event.topics) {
    const auto found = listeners_.find(topic);
    if (found == listeners_.end()) continue;
    for (const auto& [back, count] : found->second) by_transport[back].push_back(coco::view(topic));
  }
  const std::vector<coco_header> headers = event.headers.unpack();
  for (const auto& [back, topics] : by_transport) {
    const coco_event out = raw(event, topics, headers);
    back->publish(back->self, &out);
  }
}

void Links::publish(const std::string& topic, coco_event& event) const {
  const auto found = listeners_.find(topic);
  if (found == listeners_.end()) return;
  const coco_view view = coco::view(topic);
  event.topics = &view;
  event.n_topics = 1;
  for (const auto& [back, count] : found->second) back->publish(back->self, &event);
  event.topics = nullptr;
  event.n_topics = 0;
}

void Links::deliver(const Link& link, std::uint64_t subscription, const Event& event) {
  const std::vector<coco_header> headers = event.headers.unpack();
  const coco_event out = raw(event, {}, headers);
  link.back->deliver(link.back->self, link.id, subscription, &out);
}

std::size_t Links::deliver_to(const Link& link, const std::string& topic, const Event& event) {
  std::size_t n = 0;
  for (const auto& [subscription, joined] : link.subscriptions) {
    if (*joined != topic) continue;
    deliver(link, subscription, event);
    ++n;
  }
  return n;
}

}  // namespace cocotalk::domain
