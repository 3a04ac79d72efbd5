// What a link hears: its subscriptions, and what becomes of events when it does not read.
#include <algorithm>

#include "transport-stomp/lane.hpp"
#include "transport-stomp/link.hpp"
#include "transport-stomp/services.hpp"

namespace cocotalk::stomp {

void Link::subscribe(std::string_view id, std::string_view destination, std::uint64_t from, Asked asked, AckMode ack) {
  auto fresh = std::make_unique<Subscription>(this, id, destination, std::move(asked));
  Subscription& subscription = *fresh;
  subscription.number = ++last_number_;
  if (ack != AckMode::automatic) subscription.window = std::make_unique<Window>(ack, services().limits.max_unacknowledged);
  subscriptions_.emplace(subscription.number, std::move(fresh));
  join(subscription.number, from);
}

// Joins what `subscriptions_[number]` is about.
void Link::join(std::uint64_t number, std::uint64_t from) {
  Subscription& subscription = *subscriptions_.at(number);
  subscription.state = Subscription::State::joining;
  subscription.position = from == COCO_LIVE ? 0 : from;
  ++pending_;
  auto done = [board = services().board, lane = lane_.number(), to = name_, number](coco_status status, const coco_joined* joined,
                                                                                    const coco_error* error) {
    Joined letter{to, number, Ending{status, error != nullptr ? error->text : ""}, {}};
    if (status == COCO_OK) {
      letter.topic = coco::text(joined->topic);
      letter.head = joined->head;
      if (!letter.topic.empty()) board->listen(letter.topic, lane);
    }
    board->put(lane, std::move(letter));
  };
  services().gateway->join(services().gateway->self, link_, coco::view(subscription.destination), number, from,
                           coco::on_completion<coco_joined>(std::move(done)));
}

void Link::joined(const Joined& letter) {
  --pending_;
  const auto found = subscriptions_.find(letter.subscription);
  const bool is_awaited =
      stage_ != Stage::over && found != subscriptions_.end() && found->second->state == Subscription::State::joining;
  if (is_awaited)
    settle_join(letter.subscription, letter);
  else if (!letter.topic.empty())
    services().board->unlisten(letter.topic, lane_.number());
  if (stage_ == Stage::over) return;
  if (pending_ == 0) on_idle();
  read_frames();
}

void Link::settle_join(std::uint64_t number, const Joined& letter) {
  Subscription& subscription = *subscriptions_.at(number);
  const bool is_first = !std::exchange(subscription.is_answered, true);
  const Asked asked = std::exchange(subscription.asked, {});
  if (letter.ending.status != COCO_OK) {
    if (is_first) {
      subscriptions_.erase(number);
      return on_refused_join(asked, letter.ending);
    }
    // Catching up failed. Who may not hear the room any more just hears no more of it, and keeps its id until UNSUBSCRIBE;
    // everybody else is asked to resume.
    subscription.state = Subscription::State::live;
    if (letter.ending.status != COCO_DENIED && letter.ending.status != COCO_NOT_FOUND)
      end(COCO_CLOSE_SLOW, "the host could not bring the client up to date");
    return;
  }
  subscription.state = Subscription::State::live;
  subscription.topic = letter.topic;
  subscription.position = std::max(subscription.position, letter.head);
  if (!subscription.topic.empty()) lane_.index().add(subscription, shape_of(subscription), origin_.framing);
  if (is_first) on_joined(asked);
}

void Link::unsubscribe(std::uint64_t number) {
  withdraw(*subscriptions_.at(number));
  subscriptions_.erase(number);
}

void Link::withdraw(Subscription& subscription) {
  lane_.index().remove(subscription);
  if (!subscription.topic.empty()) services().board->unlisten(std::exchange(subscription.topic, {}), lane_.number());
  if (subscription.is_withdrawn) return;
  subscription.is_withdrawn = true;
  services().gateway->leave(services().gateway->self, link_, subscription.number);
}

// ---- hearing

// Asked for every delivery: of net directly where that is possible.
std::uint64_t Link::queued() const {
  return conn_ != 0 ? services().net->queued(services().net->self, conn_) : channel_->queued();
}

bool Link::takes(Subscription& subscription, const SharedEvent& event) {
  if (stage_ != Stage::open || subscription.state == Subscription::State::lagging) return false;
  if (const std::string_view except = coco::text(event->get().except_session); !except.empty() && except == session_)
    return false;
  if (!is_slow_ && queued() > services().limits.soft_outbox) {
    is_slow_ = true;
    channel_->notify_below(services().limits.soft_outbox / 4);  // room enough that catching up pays
  }
  if (is_slow_ && !takes_while_slow(subscription, event)) return false;
  if (Window* window = subscription.window.get()) {
    if (window->is_full()) {
      if (takes_while_slow(subscription, event)) coco::add(services().metrics.unheard);
      return false;
    }
    window->sent(coco::text(event->get().message_id));
  }
  if (event->has_sequence()) subscription.position = event->position();
  return true;
}

void Link::delivered(const Delivered& letter) {
  const auto found = subscriptions_.find(letter.subscription);
  if (found == subscriptions_.end()) {
    if (stage_ == Stage::open && letter.subscription == 0) on_unclaimed(*letter.event);
    return;
  }
  Subscription& subscription = *found->second;
  if (!takes(subscription, letter.event)) return;
  tell(subscription, *letter.event);
}

Shape Link::shape_of(const Subscription& subscription) const {
  return {dialect_, version_, version_ == Version::v1_2 && subscription.window != nullptr};
}

void Link::tell(const Subscription& subscription, const Event& event) {
  std::string frame;
  write_message(frame, shape_of(subscription), event.get(), subscription.destination, subscription.id);
  send(frame);
}

// The client has read.
void Link::drained() {
  is_slow_ = false;
  if (stage_ != Stage::open) return;
  std::vector<std::uint64_t> numbers;  // going on gives a new one
  for (const auto& [number, subscription] : subscriptions_) numbers.push_back(number);
  for (const std::uint64_t number : numbers) go_on(number);
  lane_.settle();
}

void Link::go_on(std::uint64_t number) {
  Subscription& subscription = *subscriptions_.at(number);
  if (is_slow_ || (subscription.window && !subscription.window->has_room())) return;
  for (const auto& [key, event] : std::exchange(subscription.held, {}))
    if (takes(subscription, event)) tell(subscription, *event);
  if (subscription.state != Subscription::State::lagging) return;
  auto moved = subscriptions_.extract(number);
  moved.key() = subscription.number = ++last_number_;
  subscription.is_withdrawn = false;
  subscriptions_.insert(std::move(moved));
  join(subscription.number, subscription.position);
}

}  // namespace cocotalk::stomp
