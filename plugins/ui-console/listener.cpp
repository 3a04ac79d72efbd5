#include "ui-console/listener.hpp"

#include <utility>

namespace cocotalk::console {

namespace {

bool is_for(const coco_event& event, std::string_view topic) {
  for (std::uint64_t i = 0; i < event.n_topics; ++i)
    if (coco::text(event.topics[i]) == topic) return true;
  return false;
}

}  // namespace

Listener::Listener(std::shared_ptr<Inbox> inbox)
    : inbox_(std::move(inbox)),
      table_{sizeof table_,
             0,
             this,
             COCO_BIND(coco_transport, publish, Listener),
             COCO_BIND(coco_transport, deliver, Listener),
             COCO_BIND(coco_transport, close, Listener),
             COCO_BIND(coco_transport, expel, Listener)} {}

void Listener::opened(coco_link link, std::string_view session) {
  const std::lock_guard lock(mutex_);
  link_ = link;
  session_ = session;
  listening_.clear();
}

void Listener::closed() { opened(0, {}); }

void Listener::joined(std::string_view topic, std::uint64_t subscription) {
  const std::lock_guard lock(mutex_);
  listening_.push_back({std::string(topic), subscription});
}

void Listener::left(std::uint64_t subscription) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listening_, [&](const Listening& one) { return one.subscription == subscription; });
}

void Listener::publish(const coco_event& event) {
  const std::lock_guard lock(mutex_);
  if (link_ == 0 || (event.except_session.size != 0 && coco::text(event.except_session) == session_)) return;
  for (const Listening& one : listening_)
    if (is_for(event, one.topic)) push(event, one.subscription);
}

void Listener::deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event) {
  const std::lock_guard lock(mutex_);
  if (link == link_) push(event, subscription);
}

void Listener::close(std::uint64_t link, coco_close_code code, std::string_view reason) {
  inbox_->push(LinkEnded{link, {code, std::string(reason)}});
}

void Listener::expel(std::uint64_t, std::uint64_t subscription) { left(subscription); }

void Listener::push(const coco_event& event, std::uint64_t subscription) {
  if (link_ == 0) return;
  Event kept{subscription, std::string(coco::text(event.kind)), std::string(coco::text(event.body)), event.seq, event.to_seq};
  if (inbox_->push(std::move(kept))) return;
  inbox_->push(LinkEnded{std::exchange(link_, 0), {COCO_CLOSE_SLOW, "nobody reads the console's output"}});
}

}  // namespace cocotalk::console
