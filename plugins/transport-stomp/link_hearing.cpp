// What a link hears: its subscriptions, and what becomes of events when it does not read.
#include <algorithm>
#include <utility>

#include "transport-stomp/lane.hpp"
#include "transport-stomp/link.hpp"
#include "transport-stomp/services.hpp"

namespace cocotalk::stomp {

void Link::subscribe(std::string_view id, std::string_view destination, std::uint64_t from, Asked asked, AckMode ack) {
  Subscription& subscription = subscriptions_.emplace_front(this, id, destination, std::move(asked));
  subscription.number = ++last_number_;
  if (ack != AckMode::automatic) subscription.extra->window.emplace(ack, services().limits.max_unacknowledged);
  join(subscription.number, from);
}

// Null: there is none.
Subscription* Link::find(std::uint64_t number) {
  const auto found = std::ranges::find(subscriptions_, number, &Subscription::number);
  return found != subscriptions_.end() ? &*found : nullptr;
}

// Joins what the subscription of this number is about.
void Link::join(std::uint64_t number, std::uint64_t from) {
  Subscription& subscription = *find(number);
  subscription.state = Subscription::State::joining;
  subscription.position = from == COCO_LIVE ? 0 : from;
  const bool is_read = from != COCO_LIVE;
  ++pending_;
  if (is_read) ++reads_;
  auto done = [board = services().board, lane = lane_.number(), to = name_, number, is_read](
                  coco_status status, const coco_joined* joined, const coco_error* error) {
    Joined letter{to, number, Ending{status, error != nullptr ? error->text : ""}, {}, 0, is_read};
    if (status == COCO_OK) {
      letter.topic = coco::text(joined->topic);
      letter.head = joined->head;
      if (!letter.topic.empty()) board->listen(letter.topic, lane);
    }
    board->put(lane, std::move(letter));
  };
  services().gateway->join(services().gateway->self, link_, coco::view(subscription.destination()), number, from,
                           coco::on_completion<coco_joined>(std::move(done)));
}

void Link::joined(const Joined& letter) {
  --pending_;
  if (letter.was_read) --reads_;
  const Subscription* const found = find(letter.subscription);
  const bool is_awaited = stage_ != Stage::over && found != nullptr && found->state == Subscription::State::joining;
  if (is_awaited)
    settle_join(letter.subscription, letter);
  else if (!letter.topic.empty())
    services().board->unlisten(letter.topic, lane_.number());
  if (stage_ == Stage::over) return;
  if (letter.was_read) catch_up();
  if (pending_ == 0) on_idle();
  read_frames();
  if (reader_ && reader_->is_between_frames()) reader_.reset();  // most links only hear from here on
}

void Link::settle_join(std::uint64_t number, const Joined& letter) {
  Subscription& subscription = *find(number);
  const std::optional<Asked> asked = subscription.take_asked();
  if (letter.ending.status != COCO_OK) {
    if (asked) {
      forget(number);
      return on_refused_join(*asked, letter.ending);
    }
    // Catching up failed. Who may not hear the room any more just hears no more of it, and keeps its id until UNSUBSCRIBE;
    // everybody else is asked to resume.
    subscription.state = Subscription::State::live;
    if (letter.ending.status != COCO_DENIED && letter.ending.status != COCO_NOT_FOUND)
      end(COCO_CLOSE_SLOW, "the host could not bring the client up to date");
    return;
  }
  subscription.state = Subscription::State::live;
  subscription.position = std::max(subscription.position, letter.head);
  if (!letter.topic.empty()) lane_.index().add(subscription, letter.topic, shape_of(subscription), framing_);
  if (asked) on_joined(*asked);
}

void Link::unsubscribe(std::uint64_t number) {
  withdraw(*find(number));
  forget(number);
}

void Link::forget(std::uint64_t number) {
  const Subscription* const gone = find(number);
  if (backlog_) backlog_->drop_if([gone](const Subscription& subscription, const Event*) { return &subscription == gone; });
  lane_.forget_lagging(*gone);
  subscriptions_.remove_if([gone](const Subscription& subscription) { return &subscription == gone; });
}

void Link::withdraw(Subscription& subscription) {
  if (const std::string topic = lane_.index().remove(subscription); !topic.empty())
    services().board->unlisten(topic, lane_.number());
  if (subscription.is_withdrawn) return;
  subscription.is_withdrawn = true;
  services().gateway->leave(services().gateway->self, link_, subscription.number);
}

void Link::expelled(const Expelled& letter) {
  if (find(letter.subscription) != nullptr) unsubscribe(letter.subscription);
}

// ---- hearing

// Asked for every delivery: of net directly where that is possible.
std::uint64_t Link::queued() const {
  return conn_ != 0 ? services().net->queued(services().net->self, conn_) : channel_->queued();
}

bool Link::takes(Subscription& subscription, const SharedEvent& event) {
  if (stage_ != Stage::open || subscription.state == Subscription::State::lagging) return false;
  if (event->except() == session_) return false;
  if (Window* const window = subscription.window()) {
    if (window->is_full()) return wait_for_window(subscription, event), false;
    window->sent(coco::text(event->get().message_id));
  }
  if (event->has_sequence()) subscription.position = event->position();
  if (!is_behind()) return true;
  backlog_->add(subscription, event);
  shed();
  return false;
}

void Link::delivered(const Delivered& letter) {
  Subscription* const subscription = find(letter.subscription);
  if (subscription == nullptr) {
    if (stage_ == Stage::open && letter.subscription == 0) on_unclaimed(*letter.event);
    return;
  }
  if (takes(*subscription, letter.event)) send_waiting({subscription, letter.event, {}});
}

Shape Link::shape_of(const Subscription& subscription) const {
  return {dialect_, version_, version_ == Version::v1_2 && subscription.window() != nullptr};
}

// ---- too slow

// Whether net has enough to send: then what comes waits here, where it can be dropped.
bool Link::is_behind() {
  if (backlog_) return true;
  if (queued() <= lane_.handover_bytes()) return false;
  backlog_ = std::make_unique<Backlog>(lane_.waiting_bytes());
  channel_->notify_below(services().limits.handover / 2);
  return true;
}

// Keeps what waits within the limits: first goes what can be had again or can only be named, then the client.
void Link::shed() {
  if (!backlog_) return;
  const std::uint64_t unsent = queued();
  if (unsent + backlog_->bytes() <= lane_.soft_bytes()) return;
  bool ends = false;
  std::vector<Subscription*> missing;
  backlog_->drop_if([&](Subscription& subscription, const Event* event) {
    if (event == nullptr) return false;
    const Fate fate = fate_of(subscription, *event);
    ends = ends || fate == Fate::end_link;
    if (fate != Fate::drop) return false;
    if (Window* const window = subscription.window()) window->forget(coco::text(event->get().message_id));
    if (event->has_sequence())
      lag(subscription, event->get().seq - 1);
    else if (subscription.missed++ == 0)
      missing.push_back(&subscription);
    return true;
  });
  for (Subscription* const subscription : missing) backlog_->add_gap(*subscription);
  if (ends || unsent + backlog_->bytes() > services().limits.hard_outbox) lane_.note_too_slow(*this);
}

// It has had everything up to `position`, and catches up from there when the client has read.
void Link::lag(Subscription& subscription, std::uint64_t position) {
  subscription.position = std::min(subscription.position, position);
  if (std::exchange(subscription.state, Subscription::State::lagging) == Subscription::State::lagging) return;
  coco::add(services().metrics.catch_ups);
  lane_.note_lagging(subscription);
}

void Link::lost(std::uint64_t subscription) {
  Subscription* const found = find(subscription);
  if (stage_ != Stage::open || found == nullptr) return;
  lag(*found, found->position);
  lane_.note_behind(*this);
}

void Link::lost(Subscription& subscription, const LostEvents::Count& count) {
  if (stage_ != Stage::open) return;
  if (dialect_ == Dialect::original) return lane_.note_too_slow(*this);  // it could not be told
  if (count.has_sequence) {
    lag(subscription, subscription.position);
    return lane_.note_behind(*this);
  }
  const bool is_named_already = subscription.missed > 0;
  subscription.missed += count.events;
  if (!is_behind())
    send_waiting({&subscription, {}, {}});
  else if (!is_named_already)
    backlog_->add_gap(subscription);
}

// The client has read.
void Link::drained() {
  if (stage_ != Stage::open || !backlog_) return;
  while (!backlog_->is_empty() && queued() <= lane_.handover_bytes()) send_waiting(backlog_->take());
  if (!backlog_->is_empty()) return channel_->notify_below(services().limits.handover / 2);
  backlog_.reset();
  lane_.settle();  // who lags has left before it joins again
  catch_up();
  lane_.settle();
}

void Link::send_waiting(const Backlog::Waiting& waiting) {
  if (waiting.subscription == nullptr) return send_now(waiting.frame);
  std::string frame;
  if (waiting.event)
    write_event(frame, *waiting.subscription, waiting.event->get());
  else
    write_gap(frame, *waiting.subscription);
  coco::add(services().metrics.deliveries, waiting.event ? 1 : 0);
  send_now(frame);
}

void Link::write_event(std::string& out, const Subscription& subscription, const coco_event& event) const {
  write_message(out, shape_of(subscription), event, subscription.destination(), subscription.id());
}

// Of a topic without sequences: how many it missed.
void Link::write_gap(std::string& out, Subscription& subscription) {
  const std::string id = "gap-" + std::to_string(++last_number_);
  coco_event gap{};
  gap.size = sizeof gap;
  gap.kind = coco::view("gap");
  gap.content_type = coco::view("application/json");
  gap.message_id = coco::view(id);
  gap.seq = std::exchange(subscription.missed, 0);
  if (Window* const window = subscription.window()) window->sent(id);
  write_event(out, subscription, gap);
}

void Link::catch_up() {
  if (stage_ != Stage::open || backlog_) return;
  std::vector<std::uint64_t> numbers;  // going on gives a new one
  for (const Subscription& subscription : subscriptions_) numbers.push_back(subscription.number);
  std::reverse(numbers.begin(), numbers.end());  // the oldest first
  for (const std::uint64_t number : numbers) go_on(number);
}

// Until the client acknowledges: states replace each other, the rest is read again or named.
void Link::wait_for_window(Subscription& subscription, const SharedEvent& event) {
  if (event->is_state()) {
    subscription.extra->held.insert_or_assign(std::string(coco::text(event->get().state_key)), event);
  } else if (event->has_sequence()) {
    lag(subscription, subscription.position);
  } else {
    ++subscription.missed;
    coco::add(services().metrics.unheard);
  }
}

void Link::go_on(std::uint64_t number) {
  Subscription& subscription = *find(number);
  Window* const window = subscription.window();
  if (backlog_ || (window != nullptr && !window->has_room())) return;
  if (subscription.missed > 0) send_waiting({&subscription, {}, {}});
  if (window != nullptr)
    for (const auto& [key, event] : std::exchange(subscription.extra->held, {}))
      if (takes(subscription, event)) send_waiting({&subscription, event, {}});
  const bool lags = subscription.state == Subscription::State::lagging && subscription.is_withdrawn;
  if (lags && reads_ < services().limits.max_reads) rejoin(number);
}

// Under a new number, so that what is still on its way to the old one is recognised.
void Link::rejoin(std::uint64_t number) {
  Subscription& subscription = *find(number);
  auto before = subscriptions_.before_begin();
  while (&*std::next(before) != &subscription) ++before;
  subscriptions_.splice_after(subscriptions_.before_begin(), subscriptions_, before);  // the newest number comes first
  subscription.number = ++last_number_;
  subscription.is_withdrawn = false;
  join(subscription.number, subscription.position);
}

}  // namespace cocotalk::stomp
