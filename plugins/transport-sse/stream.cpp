#include "transport-sse/stream.hpp"

#include "transport-sse/lane.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace cocotalk::sse {

void Stream::watch() {
  services_.http->on_gone(
      services_.http->self, exchange_,
      [](void* self) {
        const Stream& stream = *static_cast<Stream*>(self);
        stream.lane_.remove(std::string(stream.name_));
      },
      this);
}

void Stream::begin(const coco_opened& opened, std::string_view origin) {
  link_ = opened.link;
  session_ = coco::text(opened.session);
  std::vector<coco_header> headers{{coco::view("Content-Type"), coco::view("text/event-stream")},
                                   {coco::view("Cache-Control"), coco::view("no-store")},
                                   {coco::view("X-Accel-Buffering"), coco::view("no")},  // proxies pass it on at once
                                   {coco::view("Vary"), coco::view("Origin")}};
  if (!origin.empty()) headers.push_back({coco::view("Access-Control-Allow-Origin"), coco::view(origin)});
  services_.http->begin(services_.http->self, exchange_, 200, headers.data(), headers.size());
  write("retry: " + std::to_string(services_.limits.retry_ms) + "\n\n");
  say("open", "{\"link\":" + json_string(name_) + ",\"account\":" + std::to_string(opened.account) + ",\"cid\":" +
                  json_string(coco::text(opened.cid)) + ",\"store_epoch\":" + json_string(coco::text(opened.store_epoch)) +
                  ",\"server_time\":" + std::to_string(opened.server_time_ms) + "}");
}

// ---- topics

void Stream::join(std::uint64_t subscription, std::string destination, std::uint64_t from_seq, Settled settled) {
  Topic& topic = topics_[subscription];
  topic.destination = std::move(destination);
  topic.number = ++last_number_;
  if (from_seq != COCO_LIVE) positions_[subscription] = from_seq;
  services_.gateway->join(
      services_.gateway->self, link_, coco::view(topic.destination), topic.number, from_seq,
      coco::on_completion<coco_joined>([services = &services_, lane = &lane_, part = services_.under_way.begin(), name = name_,
                                        subscription, number = topic.number, settled = std::move(settled)](
                                           coco_status status, const coco_joined* joined, const coco_error* error) {
        const std::string joined_topic(joined == nullptr ? "" : coco::text(joined->topic)),
            why(error == nullptr ? "" : error->text);
        const std::uint64_t head = joined == nullptr ? 0 : joined->head;
        services->post(lane->number(), [lane, name, subscription, number, settled, status, joined_topic, head, why] {
          if (Stream* stream = lane->find(name))
            return stream->settle(subscription, number, status, joined_topic, head, why, settled);
          if (settled) settled(COCO_NOT_FOUND, 0, "the stream has ended");
        });
      }));
}

void Stream::settle(std::uint64_t subscription, std::uint64_t number, coco_status status, const std::string& topic,
                    std::uint64_t head, const std::string& why, const Settled& settled) {
  if (settled) settled(status, head, why);
  const auto found = topics_.find(subscription);
  if (found == topics_.end() || found->second.number != number) return;
  if (status == COCO_BUSY || status == COCO_RETRY || status == COCO_RATE) {
    if (settled) return void(leave(subscription));
    found->second.number = 0;  // the next tick tries again
    return;
  }
  if (status != COCO_OK) {
    if (!settled)
      say("refused", "{\"subscription\":" + std::to_string(subscription) +
                         ",\"topic\":" + json_string(found->second.destination) + ",\"detail\":" + json_string(why) + "}");
    leave(subscription);
    return;
  }
  found->second.joined = topic;
  if (head != 0) {
    std::uint64_t& position = positions_[subscription];
    position = std::max(position, head);
  }
  lane_.listen(*this, number, topic);
  if (settled) return;
  write(event_text(positions_text(positions_), "joined",
                   "{\"subscription\":" + std::to_string(subscription) + ",\"topic\":" + json_string(found->second.destination) +
                       ",\"head\":" + std::to_string(head) + "}"));
}

bool Stream::leave(std::uint64_t subscription) {
  const auto found = topics_.find(subscription);
  if (found == topics_.end()) return false;
  lag(found->second);
  topics_.erase(found);
  positions_.erase(subscription);
  return true;
}

// Leaves it at the gateway; what is still on its way to its number is not heard.
void Stream::lag(Topic& topic) {
  if (topic.number == 0) return;
  lane_.unlisten(*this, topic.number, topic.joined);
  services_.gateway->leave(services_.gateway->self, link_, topic.number);
  topic.number = 0;
  topic.joined.clear();
}

void Stream::expel(std::uint64_t number) {
  for (auto& [subscription, topic] : topics_) {
    if (topic.number != number) continue;
    lane_.unlisten(*this, number, topic.joined);
    topic.number = 0;
    positions_.erase(subscription);
    topics_.erase(subscription);
    return;
  }
}

// ---- events

void Stream::hear(std::uint64_t number, const SharedEvent& event) {
  if (number == 0) return say(event->kind, data_of(*event, "/reply", 0));
  for (auto& [subscription, topic] : topics_) {
    if (topic.number != number) continue;
    if (unread() < services_.limits.soft_bytes) return send(subscription, topic, event);
    if (!event->state_key.empty()) return wait(subscription, event);
    if (event->seq != 0) lag(topic);
    return;
  }
}

void Stream::send(std::uint64_t subscription, const Topic& topic, const SharedEvent& event) {
  std::string id;
  if (event->seq != 0) {
    positions_[subscription] = std::max(event->seq, event->to_seq);
    id = positions_text(positions_);
  }
  coco::add(services_.deliveries);
  write(event_text(id, event->kind, data_of(*event, topic.destination, subscription)));
}

void Stream::wait(std::uint64_t subscription, const SharedEvent& event) {
  SharedEvent& place = states_[{subscription, event->state_key}];
  if (place) waiting_bytes_ -= place->fields.size();
  place = event;
  waiting_bytes_ += event->fields.size();
}

// The client reads again: first the states that waited, then what it missed.
void Stream::catch_up() {
  for (const auto& [place, event] : std::exchange(states_, {})) {
    const auto topic = topics_.find(place.first);
    if (topic != topics_.end()) send(place.first, topic->second, event);
  }
  waiting_bytes_ = 0;
  std::vector<std::uint64_t> lagging;
  for (const auto& [subscription, topic] : topics_)
    if (topic.number == 0) lagging.push_back(subscription);
  for (const std::uint64_t subscription : lagging) {
    const auto position = positions_.find(subscription);
    join(subscription, topics_.at(subscription).destination, position == positions_.end() ? COCO_LIVE : position->second);
  }
}

// ---- the answer

void Stream::write(std::string_view text) {
  written_ += text.size();
  quiet_s_ = 0;
  services_.http->write(services_.http->self, exchange_, coco::view(text));
}

std::uint64_t Stream::unread() const { return services_.http->queued(services_.http->self, exchange_); }

bool Stream::tick() {
  const std::uint64_t left = unread(), taken = written_ - std::min(written_, left);
  stuck_s_ = left == 0 || taken != taken_ ? 0 : stuck_s_ + 1;
  taken_ = taken;
  if (left + waiting_bytes_ > services_.limits.hard_bytes || stuck_s_ >= services_.limits.no_progress_s) return false;
  if (left < services_.limits.soft_bytes / 2) catch_up();
  if (++quiet_s_ >= services_.limits.heart_beat_s && left == 0) write(heart_beat);
  return true;
}

void Stream::end(coco_close_code code, std::string_view reason) {
  if (!is_open()) return services_.respond(exchange_, 503, refusal_json("RETRY", reason), 1000);
  say("end", "{\"code\":" + std::to_string(code) + ",\"reason\":" + json_string(reason) + "}");
  services_.http->finish(services_.http->self, exchange_);
}

void Stream::close() {
  for (auto& [subscription, topic] : topics_)
    if (topic.number != 0) lane_.unlisten(*this, topic.number, topic.joined);
  topics_.clear();
  if (is_open()) services_.gateway->close(services_.gateway->self, link_);
}

}  // namespace cocotalk::sse
