#include "transport-stomp/mailbox.hpp"

namespace cocotalk::stomp {
namespace {

// Of events in one turn of the lane: what net writes between them makes room for the next.
constexpr std::uint64_t bytes_per_turn = 64 * 1024;

const Event* event_in(const Letter& letter) {
  if (const auto* published = std::get_if<Published>(&letter)) return published->event.get();
  if (const auto* delivered = std::get_if<Delivered>(&letter)) return delivered->event.get();
  return nullptr;
}

std::uint64_t weight(const Letter& letter) {
  const Event* const event = event_in(letter);
  return event != nullptr ? event->bytes() : 0;
}

// What the lane can do without, because it can be had again or named.
bool is_droppable(const Letter& letter) {
  const Event* const event = event_in(letter);
  return event != nullptr && (std::holds_alternative<Published>(letter) || event->has_sequence());
}

}  // namespace

void Mailbox::put(Letter letter) {
  const std::uint64_t bytes = weight(letter);
  {
    const std::lock_guard lock(mutex_);
    if (is_shut_) return;
    if (is_droppable(letter) && (!missed_.is_empty() || bytes_ + bytes > max_bytes_)) {
      miss(letter);
    } else {
      bytes_ += bytes;
      letters_.push_back(std::move(letter));
    }
    if (std::exchange(is_posted_, true)) return;  // the lane is already on its way
  }
  net_->post(net_->self, lane_, &look, this);
}

// With mutex_ locked.
void Mailbox::miss(const Letter& letter) {
  if (const auto* delivered = std::get_if<Delivered>(&letter)) {
    missed_.deliveries.emplace(delivered->to, delivered->subscription);
    return;
  }
  const SharedEvent& event = std::get<Published>(letter).event;
  if (event->is_state()) {
    std::string key(coco::text(event->get().state_key));
    for (const coco_view topic : event->topics()) (key += '\0') += coco::text(topic);
    missed_.states.insert_or_assign(std::move(key), event);
    return;
  }
  for (const coco_view topic : event->topics()) {
    LostEvents::Count& count = missed_.topics[std::string(coco::text(topic))];
    count.has_sequence = count.has_sequence || event->has_sequence();
    ++count.events;
  }
}

void Mailbox::shut() {
  const std::lock_guard lock(mutex_);
  is_shut_ = true;
}

void Mailbox::look(void* self) { static_cast<Mailbox*>(self)->read_some(); }

void Mailbox::read_some() {
  if (next_ == reading_.size() && !begin_batch()) return;
  std::uint64_t read = 0;
  while (next_ < reading_.size() && read < bytes_per_turn) {
    read += weight(reading_[next_]);
    reader_(std::move(reading_[next_++]));
  }
  if (next_ == reading_.size()) end_batch();
  {
    const std::lock_guard lock(mutex_);
    bytes_ -= read;
    is_posted_ = !is_shut_ && (next_ < reading_.size() || !letters_.empty() || !missed_.is_empty());
    if (!is_posted_) return;
  }
  net_->post(net_->self, lane_, &look, this);
}

// A delivery that was dropped belongs to a join that is not answered before these letters: first is said that it failed.
bool Mailbox::begin_batch() {
  reading_.clear();
  next_ = 0;
  {
    const std::lock_guard lock(mutex_);
    reading_.swap(letters_);
    missed_before_ = std::exchange(missed_, {});
  }
  for (const auto& [to, subscription] : missed_before_.deliveries) reader_(LostDelivery{to, subscription});
  return !reading_.empty() || !missed_before_.is_empty();
}

// A published event that was dropped is missed by whoever joined before it, which all these letters tell.
void Mailbox::end_batch() {
  Missed missed = std::exchange(missed_before_, {});
  for (auto& [key, event] : missed.states) reader_(Published{std::move(event)});
  if (!missed.topics.empty()) reader_(LostEvents{std::move(missed.topics)});
}

}  // namespace cocotalk::stomp
