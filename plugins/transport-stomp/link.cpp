#include "transport-stomp/link.hpp"

#include "transport-stomp/lane.hpp"
#include "transport-stomp/services.hpp"

namespace cocotalk::stomp {
namespace {

bool is_heart_beat(std::string_view bytes) { return bytes == "\n" || bytes == "\r\n"; }

Ending ending_of(coco_status status, const coco_error* error) { return {status, error != nullptr ? error->text : ""}; }

}  // namespace

Link::Link(Lane& lane, Dialect dialect, Origin origin)
    : lane_(lane),
      name_(lane.next_name()),
      origin_(std::make_unique<const Origin>(std::move(origin))),
      dialect_(dialect),
      framing_(origin_->framing) {
  coco::add(dialect == Dialect::native ? services().metrics.native_links : services().metrics.original_links);
}

Link::~Link() {
  part();
  coco::add(dialect_ == Dialect::native ? services().metrics.native_links : services().metrics.original_links, -1);
}

const Services& Link::services() const { return lane_.services(); }

// ---- what the channel says

void Link::listen_on(std::unique_ptr<Channel> channel) {
  channel_ = std::move(channel);
  conn_ = channel_->conn();
  const coco_net* const net = services().net;
  timer_ = net->after(
      net->self, lane_.number(), services().limits.connect_deadline_ms,
      [](void* self) {
        Link& link = *static_cast<Link*>(self);
        link.timer_ = 0;
        link.on_deadline();
      },
      this);
}

void Link::beat_after(std::uint64_t ms) {
  cancel_timer();
  timer_ = services().net->after(
      services().net->self, lane_.number(), ms,
      [](void* self) {
        Link& link = *static_cast<Link*>(self);
        link.timer_ = 0;
        if (link.stage_ == Stage::open) link.on_beat();
      },
      this);
}

void Link::cancel_timer() { services().net->cancel(services().net->self, lane_.number(), std::exchange(timer_, 0)); }

void Link::heard(std::string_view bytes) {
  if (stage_ == Stage::over || (!reader_ && is_heart_beat(bytes))) return;
  reader().feed(bytes);
  read_frames();
  lane_.settle();
}

FrameReader& Link::reader() {
  if (!reader_) {
    FrameLimits limits = services().limits.before_connected();
    if (stage_ == Stage::open) limits.frame_bytes = services().limits.max_frame;
    reader_ = std::make_unique<FrameReader>(limits);
    reader_->speak(version_);
  }
  return *reader_;
}

void Link::read_frames() {
  const auto is_blocked = [this] {
    return stage_ == Stage::opening || pending_ >= services().limits.max_pending || reads_ >= services().limits.max_reads;
  };
  while (reader_ && stage_ != Stage::over && !is_blocked()) {
    const Outcome outcome = reader_->next();
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
  is_paused_ ? channel_->pause() : channel_->resume();
}

// ---- the way in

void Link::speak(Version version) {
  version_ = version;
  reader().speak(version);
}

void Link::open(coco_credential credential, coco_device_class device) {
  stage_ = Stage::opening;
  const Place place{lane_.number(), name_};
  const coco_peer peer{sizeof(coco_peer), device, coco::view(origin_->address), coco::view(origin_->agent)};
  auto done = [board = services().board, place](coco_status status, const coco_opened* opened, const coco_error* error) {
    Opened letter;
    letter.to = place.link;
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
  origin_.reset();
}

void Link::opened(const Opened& letter) {
  if (stage_ != Stage::opening) {  // ended while it was signed in
    if (letter.ending.status != COCO_OK) return;
    services().gateway->close(services().gateway->self, letter.link);
    services().board->link_closed(letter.link);
    return;
  }
  if (letter.ending.status != COCO_OK) return on_refused_open(letter.ending);
  cancel_timer();
  link_ = letter.link;
  account_ = letter.account;
  session_ = parse_session(letter.session).value();
  stage_ = Stage::open;
  reader().set_frame_limit(services().limits.max_frame);
  on_opened(letter);
  read_frames();
}

coco_completion Link::answer_to(Asked asked) {
  ++pending_;
  return coco::on_completion<coco_answer>([board = services().board, lane = lane_.number(), to = name_, asked = std::move(asked)](
                                              coco_status status, const coco_answer* answer, const coco_error* error) mutable {
    Answered letter{to, std::move(asked), ending_of(status, error), {}, {}};
    if (answer != nullptr) {
      letter.json = coco::text(answer->json);
      letter.message_id = coco::text(answer->message_id);
      letter.seq = answer->seq;
      letter.retry_after_ms = answer->retry_after_ms;
    }
    board->put(lane, std::move(letter));
  });
}

void Link::ask(std::string_view command, std::string_view json, Asked asked) {
  coco_caller caller{};
  caller.size = sizeof caller;
  caller.link = link_;
  services().gateway->ask(services().gateway->self, &caller, coco::view(command), coco::view(json), answer_to(std::move(asked)));
}

void Link::publish(const coco_publication& said, Asked asked) {
  services().gateway->publish(services().gateway->self, link_, &said, answer_to(std::move(asked)));
}

void Link::answered(const Answered& letter) {
  --pending_;
  if (stage_ == Stage::over) return;
  on_answered(letter);
  if (pending_ == 0 && stage_ == Stage::open) on_idle();
  read_frames();
}

// ---- the way out

// Behind what waits.
void Link::send(std::string frame) {
  if (!is_behind()) return send_now(frame);
  backlog_->add(std::move(frame));
  shed();
}

void Link::send_now(std::string_view frame) {
  coco::add(services().metrics.frames_out);
  channel_->send(frame);
}

void Link::close(coco_close_code code, std::string_view why) {
  while (backlog_ && !backlog_->is_empty() && code != COCO_CLOSE_SLOW) send_waiting(backlog_->take());
  part();
  channel_->close(code, why);
}

void Link::part() {
  if (std::exchange(has_parted_, true)) return;
  stage_ = Stage::over;
  backlog_.reset();
  cancel_timer();
  for (Subscription& subscription : subscriptions_) {
    subscription.is_withdrawn = true;  // with all others, by close()
    withdraw(subscription);
  }
  if (link_ == 0) return;
  services().gateway->close(services().gateway->self, link_);
  services().board->link_closed(link_);
}

}  // namespace cocotalk::stomp
