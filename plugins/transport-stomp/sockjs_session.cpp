#include "transport-stomp/sockjs_session.hpp"

#include "transport-stomp/lane.hpp"

namespace cocotalk::stomp {
namespace {

constexpr std::string_view second_poll = R"(c[2010,"Another connection still open"])";
constexpr std::string_view interrupted = R"(c[1002,"Connection interrupted"])";
constexpr std::string_view go_away = R"(c[3000,"Go away!"])";

SharedFrame shared(std::string_view frame) { return std::make_shared<const std::string>(frame); }

}  // namespace

SockjsSession::SockjsSession(Link& link, SockjsSessions& sessions, SockjsName name)
    : link_(link), sessions_(sessions), name_(name) {
  coco::add(services().metrics.sockjs_sessions);
  sessions_.add(name_, *this);
  send_encoded(shared("o"));
  wait(services().limits.sockjs_poll_within_ms);
}

SockjsSession::~SockjsSession() {
  end(std::string(go_away));
  coco::add(services().metrics.sockjs_sessions, -1);
  const coco_net* const net = services().net;
  net->cancel(net->self, link_.lane().number(), timer_);
  net->cancel(net->self, link_.lane().number(), later_);
}

const Services& SockjsSession::services() const { return link_.lane().services(); }

// ---- to the client

void SockjsSession::send(std::string_view frame) {
  std::string encoded;
  append_sockjs_message(encoded, frame);
  send_encoded(std::make_shared<const std::string>(std::move(encoded)));
}

void SockjsSession::send_encoded(const SharedFrame& frame) {
  if (!close_frame_.empty() || has_ended_) return;
  const Limits& limits = services().limits;
  const bool all_are_full = sessions_.count_queued(static_cast<std::int64_t>(frame->size())) > limits.sockjs_outboxes;
  queue_.push_back(frame);
  queued_bytes_ += frame->size();
  flush();
  if (queued_bytes_ > limits.sockjs_outbox || (all_are_full && queued_bytes_ > limits.sockjs_outbox / 64))
    link_.lane().note_too_slow(link_);
}

// As much as the request that waits takes.
void SockjsSession::flush() {
  while (poll_ && !queue_.empty()) {
    const SharedFrame frame = std::move(queue_.front());
    queue_.pop_front();
    queued_bytes_ -= frame->size();
    sessions_.count_queued(-static_cast<std::int64_t>(frame->size()));
    poll_->served_bytes += frame->size();
    serve(frame, poll_->served_bytes >= poll_->answer_bytes);
  }
  if (notify_below_ && queued_bytes_ < *notify_below_) later();
  if (close_frame_.empty() || has_ended_) return;
  if (!poll_ && sessions_.is_stopping()) return end(close_frame_);
  if (!poll_ || !queue_.empty()) return;
  serve(shared(close_frame_), true);
  end(close_frame_);
}

void SockjsSession::serve(const SharedFrame& frame, bool is_last) {
  services().board->put(poll_->from.lane, SockjsServed{poll_->from.exchange, frame, is_last});
  if (!is_last) return;
  poll_.reset();
  wait(services().limits.sockjs_poll_within_ms);
}

void SockjsSession::notify_below(std::uint64_t bytes) {
  notify_below_ = bytes;
  if (queued_bytes_ < bytes) later();
}

// ---- polls

void SockjsSession::polled(const SockjsPolled& letter) {
  if (poll_) {
    services().board->put(letter.from.lane, SockjsServed{letter.from.exchange, shared(second_poll), true});
    return;
  }
  poll_ = Poll{letter.from, letter.answer_bytes, 0};
  last_exchange_ = letter.from.exchange;
  wait(services().limits.sockjs_heartbeat_ms);
  flush();
}

void SockjsSession::miss_polls() {
  if (!close_frame_.empty()) flush();
}

// Also of one that was answered just now: the answer did not arrive.
void SockjsSession::poll_gone(coco_exchange exchange) {
  if (exchange != last_exchange_) return;
  poll_.reset();
  end(std::string(interrupted));
}

// The one timer: a request that waits hears that somebody is there; without one the client is given up in the end.
void SockjsSession::wait(std::uint64_t ms) {
  const coco_net* const net = services().net;
  const std::uint32_t lane = link_.lane().number();
  net->cancel(net->self, lane, timer_);
  timer_ = net->after(
      net->self, lane, ms, [](void* self) { static_cast<SockjsSession*>(self)->on_time(); }, this);
}

void SockjsSession::on_time() {
  timer_ = 0;
  if (!poll_) return end(close_frame_.empty() ? std::string(go_away) : close_frame_);
  serve(shared("h"), poll_->answer_bytes == 0);
  if (poll_) wait(services().limits.sockjs_heartbeat_ms);
}

// ---- from the client

void SockjsSession::said(SockjsSaid&& letter) {
  if (!close_frame_.empty() || has_ended_) return answer(letter.from, SockjsTaken::As::gone);
  if (!is_paused_ && unheard_.empty()) return hear(std::move(letter));
  unheard_bytes_ += letter.payload.size();
  if (unheard_bytes_ > 2 * services().limits.sockjs_message) {
    unheard_bytes_ -= letter.payload.size();
    return answer(letter.from, SockjsTaken::As::busy);
  }
  unheard_.push_back(std::move(letter));
}

// The client says the next thing when this one is answered.
void SockjsSession::hear(SockjsSaid&& letter) {
  std::string text;
  switch (decoder_.decode(letter.payload, text)) {
    case SockjsDecoder::Verdict::empty: return answer(letter.from, SockjsTaken::As::empty);
    case SockjsDecoder::Verdict::broken: return answer(letter.from, SockjsTaken::As::broken);
    case SockjsDecoder::Verdict::ok: break;
  }
  answer(letter.from, SockjsTaken::As::said);
  if (!text.empty()) link_.heard(text);
}

void SockjsSession::answer(const SockjsRequest& request, SockjsTaken::As as) {
  services().board->put(request.lane, SockjsTaken{request.exchange, as});
}

void SockjsSession::resume() {
  is_paused_ = false;
  if (!unheard_.empty()) later();
}

// What must not happen inside a call of the link's.
void SockjsSession::later() {
  if (later_ != 0) return;
  const coco_net* const net = services().net;
  later_ = net->after(
      net->self, link_.lane().number(), 0, [](void* self) { static_cast<SockjsSession*>(self)->on_later(); }, this);
}

void SockjsSession::on_later() {
  later_ = 0;
  while (!is_paused_ && !unheard_.empty()) {
    SockjsSaid letter = std::move(unheard_.front());
    unheard_.pop_front();
    unheard_bytes_ -= letter.payload.size();
    hear(std::move(letter));
  }
  if (!notify_below_ || queued_bytes_ >= *notify_below_) return;
  notify_below_.reset();
  link_.drained();
}

// ---- the end

void SockjsSession::close(coco_close_code code, std::string_view reason) {
  if (!close_frame_.empty() || has_ended_) return;
  close_frame_ = sockjs_close_frame(code, reason);
  if (code == COCO_CLOSE_SLOW) drop_queue();  // it comes back and resumes
  flush();
}

void SockjsSession::drop_queue() {
  sessions_.count_queued(-static_cast<std::int64_t>(std::exchange(queued_bytes_, 0)));
  queue_.clear();
}

void SockjsSession::abort(std::string_view) { end(std::string(go_away)); }

void SockjsSession::end(std::string close_frame) {
  if (std::exchange(has_ended_, true)) return;
  if (poll_) serve(nullptr, true);
  for (const SockjsSaid& letter : std::exchange(unheard_, {})) answer(letter.from, SockjsTaken::As::gone);
  drop_queue();
  sessions_.bury(name_, std::move(close_frame));
  link_.lane().gone(link_.name());
}

}  // namespace cocotalk::stomp
