#include "transport-stomp/link.hpp"

#include <algorithm>

#include "transport-stomp/lane.hpp"
#include "transport-stomp/services.hpp"

namespace cocotalk::stomp {
namespace {

Ending ending_of(coco_status status, const coco_error* error) { return {status, error != nullptr ? error->text : ""}; }

}  // namespace

Link::Link(Lane& lane, Dialect dialect, Origin origin)
    : lane_(lane), dialect_(dialect), origin_(std::move(origin)), reader_(lane.services().limits.before_connected()) {
  coco::add(dialect == Dialect::native ? services().metrics.native_links : services().metrics.original_links);
}

Link::~Link() {
  part();
  coco::add(dialect_ == Dialect::native ? services().metrics.native_links : services().metrics.original_links, -1);
}

const Services& Link::services() const { return lane_.services(); }

// ---- what net calls ------------------------------------------------------------------------------------------------------------

coco_conn_handler Link::handler() {
  return {sizeof(coco_conn_handler), 0, this,
          [](void* self, coco_view bytes, std::int32_t) { static_cast<Link*>(self)->on_data(coco::text(bytes)); },
          [](void* self) { static_cast<Link*>(self)->on_drained(); },
          [](void* self, std::int32_t, coco_view) {
            Link& link = *static_cast<Link*>(self);
            link.lane_.gone(link.conn_);
          }};
}

void Link::accepted(coco_conn conn) {
  conn_ = conn;
  const coco_net* const net = services().net;
  deadline_ = net->after(
      net->self, lane_.number(), services().limits.connect_deadline_ms,
      [](void* self) {
        Link& link = *static_cast<Link*>(self);
        link.deadline_ = 0;
        link.on_deadline();
      },
      this);
}

void Link::on_data(std::string_view bytes) {
  if (stage_ == Stage::over) return;
  reader_.feed(bytes);
  read_frames();
}

void Link::read_frames() {
  const auto is_blocked = [this] { return stage_ == Stage::opening || pending_ >= services().limits.max_pending; };
  while (stage_ != Stage::over && !is_blocked()) {
    const Outcome outcome = reader_.next();
    if (std::holds_alternative<NeedMore>(outcome)) break;
    if (const Frame* frame = std::get_if<Frame>(&outcome)) {
      coco::add(services().metrics.frames_in);
      on_frame(*frame);
    } else {
      on_broken(std::get<Broken>(outcome));
    }
  }
  if (stage_ == Stage::over || is_blocked() == is_paused_) return;
  is_paused_ = !is_paused_;
  (is_paused_ ? services().net->pause : services().net->resume)(services().net->self, conn_);
}

// ---- the way in ------------------------------------------------------------------------------------------------------------------

void Link::open(coco_credential credential, coco_device_class device) {
  stage_ = Stage::opening;
  services().net->cancel(services().net->self, lane_.number(), std::exchange(deadline_, 0));
  const Place place{lane_.number(), conn_};
  const coco_peer peer{sizeof(coco_peer), device, coco::view(origin_.address), coco::view(origin_.agent)};
  auto done = [board = services().board, place](coco_status status, const coco_opened* opened, const coco_error* error) {
    Opened letter;
    letter.conn = place.conn;
    letter.ending = ending_of(status, error);
    if (status == COCO_OK) {
      letter.link = opened->link;
      letter.account = opened->account;
      letter.server_time_ms = opened->server_time_ms;
      letter.session = coco::text(opened->session);
      letter.store_epoch = coco::text(opened->store_epoch);
      board->link_opened(opened->link, place);
    }
    board->put(place.lane, std::move(letter));
  };
  services().gateway->open(services().gateway->self, &credential, &peer, services().back,
                           coco::on_completion<coco_opened>(std::move(done)));
}

void Link::opened(const Opened& letter) {
  if (stage_ != Stage::opening) {  // ended while it was signed in
    if (letter.ending.status != COCO_OK) return;
    services().gateway->close(services().gateway->self, letter.link);
    services().board->link_closed(letter.link);
    return;
  }
  if (letter.ending.status != COCO_OK) return on_refused_open(letter.ending);
  link_ = letter.link;
  account_ = letter.account;
  session_ = letter.session;
  stage_ = Stage::open;
  reader_.set_frame_limit(services().limits.max_frame);
  on_opened(letter);
  read_frames();
}

void Link::ask(std::string_view command, std::string_view json, Asked asked) {
  ++pending_;
  coco_caller caller{};
  caller.size = sizeof caller;
  caller.link = link_;
  auto done = [board = services().board, lane = lane_.number(), conn = conn_, asked = std::move(asked)](
                  coco_status status, const coco_answer* answer, const coco_error* error) mutable {
    Answered letter{conn, std::move(asked), ending_of(status, error), {}, {}};
    if (answer != nullptr) {
      letter.json = coco::text(answer->json);
      letter.message_id = coco::text(answer->message_id);
      letter.seq = answer->seq;
      letter.retry_after_ms = answer->retry_after_ms;
    }
    board->put(lane, std::move(letter));
  };
  services().gateway->ask(services().gateway->self, &caller, coco::view(command), coco::view(json),
                          coco::on_completion<coco_answer>(std::move(done)));
}

void Link::answered(const Answered& letter) {
  --pending_;
  if (stage_ == Stage::over) return;
  on_answered(letter);
  if (pending_ == 0 && stage_ == Stage::open) on_idle();
  read_frames();
}

// ---- subscriptions -----------------------------------------------------------------------------------------------------------------

Subscription& Link::subscribe(std::string_view id, std::string_view destination, std::uint64_t from, Asked asked) {
  auto fresh = std::make_unique<Subscription>(this, id, destination, std::move(asked));
  Subscription& subscription = *fresh;
  subscription.number = ++last_number_;
  subscriptions_.emplace(subscription.number, std::move(fresh));
  join(subscription.number, from);
  return subscription;
}

// Joins what `subscriptions_[number]` is about.
void Link::join(std::uint64_t number, std::uint64_t from) {
  Subscription& subscription = *subscriptions_.at(number);
  subscription.state = Subscription::State::joining;
  subscription.position = from == COCO_LIVE ? 0 : from;
  ++pending_;
  auto done = [board = services().board, lane = lane_.number(), conn = conn_, number](
                  coco_status status, const coco_joined* joined, const coco_error* error) {
    Joined letter{conn, number, ending_of(status, error), {}};
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
  const bool is_awaited = found != subscriptions_.end() && found->second->state == Subscription::State::joining;
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
    subscriptions_.erase(number);
    if (is_first) return on_refused_join(asked, letter.ending);
    // Catching up failed. Who may not hear the room any more just hears no more of it; everybody else is asked to resume.
    if (letter.ending.status != COCO_DENIED && letter.ending.status != COCO_NOT_FOUND)
      end(COCO_CLOSE_SLOW, "the host could not bring the client up to date");
    return;
  }
  subscription.state = Subscription::State::live;
  subscription.topic = letter.topic;
  subscription.position = std::max(subscription.position, letter.head);
  if (!subscription.topic.empty()) lane_.index().add(subscription, dialect_, origin_.framing);
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

// ---- hearing -------------------------------------------------------------------------------------------------------------------------

bool Link::takes(Subscription& subscription, const SharedEvent& event) {
  if (stage_ != Stage::open || subscription.state == Subscription::State::lagging) return false;
  if (const std::string_view except = coco::text(event->get().except_session); !except.empty() && except == session_) return false;
  const coco_net* const net = services().net;
  if (!is_slow_ && net->queued(net->self, conn_) > services().limits.soft_outbox) {
    is_slow_ = true;
    net->notify_below(net->self, conn_, services().limits.soft_outbox);
  }
  if (is_slow_ && !takes_while_slow(subscription, event)) return false;
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
  std::string frame;
  write_message(frame, dialect_, letter.event->get(), subscription.destination, subscription.id);
  send(frame);
}

// The client has read: first the newest states, then what was missed of the sequences.
void Link::on_drained() {
  is_slow_ = false;
  if (stage_ != Stage::open) return;
  std::vector<std::uint64_t> lagging;
  for (const auto& [number, subscription] : subscriptions_) {
    for (const auto& [key, event] : std::exchange(subscription->held, {})) {
      if (!takes(*subscription, event)) continue;
      std::string frame;
      write_message(frame, dialect_, event->get(), subscription->destination, subscription->id);
      send(frame);
    }
    if (subscription->state == Subscription::State::lagging) lagging.push_back(number);
  }
  for (const std::uint64_t number : lagging) {
    auto moved = subscriptions_.extract(number);
    moved.key() = moved.mapped()->number = ++last_number_;
    Subscription& subscription = *moved.mapped();
    subscription.is_withdrawn = false;
    subscriptions_.insert(std::move(moved));
    join(subscription.number, subscription.position);
  }
  lane_.settle();
}

// ---- the way out -----------------------------------------------------------------------------------------------------------------------

void Link::send(std::string_view frame) {
  coco::add(services().metrics.frames_out);
  services().net->send(services().net->self, conn_, coco::view(frame));
}

void Link::close(coco_close_code code, std::string_view why) {
  part();
  services().net->close(services().net->self, conn_, code, coco::view(why));
}

void Link::part() {
  if (std::exchange(has_parted_, true)) return;
  stage_ = Stage::over;
  services().net->cancel(services().net->self, lane_.number(), std::exchange(deadline_, 0));
  for (const auto& [number, subscription] : subscriptions_) {
    subscription->is_withdrawn = true;  // with all others, by close()
    withdraw(*subscription);
  }
  if (link_ == 0) return;
  services().gateway->close(services().gateway->self, link_);
  services().board->link_closed(link_);
}

}  // namespace cocotalk::stomp
