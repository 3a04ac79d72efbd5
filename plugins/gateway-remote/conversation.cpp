#include "gateway-remote/conversation.hpp"

#include <cassert>
#include <utility>

#include "gateway-remote/words.hpp"

namespace cocotalk::remote {

namespace {

constexpr std::string_view reply_id = "reply";

std::string_view or_empty(std::optional<std::string_view> text) { return text.value_or(std::string_view()); }

// The sentence of an ERROR: `message` is a title, `hint` says what to do about it.
std::string reason_of(const Frame& frame) {
  for (const char* const name : {"hint", "message"})
    if (const auto text = frame.header(name); text && !text->empty()) return std::string(*text);
  return "the host ended the link without a word";
}

coco_event event_of(const Frame& frame) {
  coco_event event{};
  event.size = sizeof event;
  event.kind = coco::view(or_empty(frame.header("event")));
  event.content_type = coco::view(or_empty(frame.header("content-type")));
  event.body = coco::view(frame.body);
  const bool is_gap = coco::text(event.kind) == "gap";
  event.seq = number_of(frame.header(is_gap ? "from-seq" : "seq"));
  event.to_seq = is_gap ? number_of(frame.header("to-seq")) : 0;
  event.message_id = coco::view(or_empty(frame.header("message-id")));
  event.sender = static_cast<std::int64_t>(number_of(frame.header("sender")));
  event.ts_ms = static_cast<std::int64_t>(number_of(frame.header("ts")));
  return event;
}

}  // namespace

Conversation::Conversation(coco_link link, const coco_transport& back, std::size_t max_frame_bytes, Send send)
    : link_(link), back_(back), max_frame_bytes_(max_frame_bytes), send_(std::move(send)) {}

void Conversation::connect(const SignIn& who, std::string_view host, coco::Completion&& done) {
  assert(fits_connect(who.name) && fits_connect(who.secret));
  who_ = who;
  opening_ = std::move(done);
  Frame frame{"CONNECT", {{"accept-version", "1.2"}, {"host", std::string(host)}, {"heart-beat", "0,0"}}, ""};
  frame.headers.emplace_back("device", device_word(who.device));
  if (who.kind == COCO_ACCESS_TOKEN) {
    frame.headers.emplace_back("access-token", who.secret);
  } else {
    frame.headers.emplace_back("login", who.name);
    frame.headers.emplace_back("passcode", who.secret);
  }
  send_(encode(frame));
  who_.secret.clear();
}

void Conversation::ask(std::string_view command, std::string_view json, coco::Completion&& done) {
  if (is_full(done)) return;
  const std::string id = wait_for_answer({std::move(done), Asking{}});
  send_(encode({"SEND",
                {{"destination", "/command/" + std::string(command)},
                 {"content-type", "application/json"},
                 {"request-id", id},
                 {"receipt", id}},
                std::string(json)}));
}

void Conversation::join(std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq,
                        coco::Completion&& done) {
  if (is_full(done)) return;
  // On the wire a topic is what one subscribes to; only "/me" stands for a topic with another name.
  std::string topic = destination == "/me" ? "/account/" + std::to_string(account_) : std::string(destination);
  const std::uint64_t heard = from_seq == COCO_LIVE ? 0 : from_seq;
  const std::string id = wait_for_answer({std::move(done), Joining{subscription, std::move(topic), heard}});
  Frame frame{
      "SUBSCRIBE",
      {{"id", std::to_string(subscription)}, {"destination", std::string(destination)}, {"receipt", id}, {"request-id", id}},
      ""};
  if (from_seq != COCO_LIVE) frame.headers.emplace_back("from-seq", std::to_string(from_seq));
  send_(encode(frame));
}

void Conversation::leave(std::uint64_t subscription) {
  send_(encode({"UNSUBSCRIBE", {{"id", std::to_string(subscription)}}, ""}));
}

void Conversation::disconnect() { send_(encode({"DISCONNECT", {}, ""})); }

std::optional<Ending> Conversation::receive(std::string_view bytes) {
  unread_ += bytes;
  std::string_view rest = unread_;
  std::optional<Ending> ending;
  while (!ending) {
    auto read = parse_frame(rest);
    if (std::holds_alternative<NeedMore>(read)) break;
    if (const Broken* broken = std::get_if<Broken>(&read)) return Ending{close_protocol, "the host sent " + broken->why};
    const Parsed& parsed = std::get<Parsed>(read);
    rest.remove_prefix(parsed.used);
    ending = take(parsed.frame);
  }
  unread_.erase(0, unread_.size() - rest.size());
  if (!ending && unread_.size() > max_frame_bytes_)
    return Ending{close_protocol, "the host sent a frame larger than max_frame_bytes"};
  return ending;
}

std::optional<Ending> Conversation::take(const Frame& frame) {
  if (frame.command == "ERROR") return on_error(frame);
  if (frame.command == "CONNECTED" && opening_) {
    on_connected(frame);
  } else if (frame.command == "MESSAGE" && connected_) {
    on_message(frame);
  } else if (frame.command == "RECEIPT" && connected_) {
    on_receipt(frame);
  } else {
    return Ending{close_protocol, "the host sent a frame that does not belong here"};
  }
  return std::nullopt;
}

void Conversation::on_connected(const Frame& frame) {
  connected_ = true;
  account_ = static_cast<std::int64_t>(number_of(frame.header("user-id")));
  send_(encode({"SUBSCRIBE", {{"id", std::string(reply_id)}, {"destination", "/reply"}}, ""}));
  coco_opened opened{};
  opened.size = sizeof opened;
  opened.device = who_.device;
  opened.link = link_;
  opened.account = account_;
  opened.session = coco::view(or_empty(frame.header("session")));
  opened.store_epoch = coco::view(or_empty(frame.header("store-epoch")));
  opened.server_time_ms = static_cast<std::int64_t>(number_of(frame.header("server-time")));
  opened.cid = coco::view(who_.name);
  std::exchange(opening_, {}).ok(&opened);
}

Ending Conversation::on_error(const Frame& frame) {
  const std::string reason = reason_of(frame);
  const std::string_view code = or_empty(frame.header("code"));
  if (opening_) std::exchange(opening_, {}).fail(refusal_of(code), reason);
  return {close_code_of(code, close_protocol), reason};
}

void Conversation::on_receipt(const Frame& frame) {
  const auto found = waiting_.find(or_empty(frame.header("receipt-id")));
  if (found == waiting_.end()) return;
  const std::uint64_t seq = number_of(frame.header("seq"));
  if (Asking* asking = std::get_if<Asking>(&found->second.what)) {
    asking->has_receipt = true;
    asking->seq = seq;
    asking->message_id = or_empty(frame.header("message-id"));
    return finish_if_complete(found->first);
  }
  Waiting waiting = no_longer_waiting(found);
  const Joining& joining = std::get<Joining>(waiting.what);
  coco_joined joined{};
  joined.size = sizeof joined;
  joined.topic = coco::view(joining.topic);
  joined.head = seq != 0 ? seq : joining.last_seq;
  waiting.done.ok(&joined);
}

void Conversation::on_message(const Frame& frame) {
  const std::string_view subscription = or_empty(frame.header("subscription"));
  if (subscription == reply_id) return on_answer(frame);
  on_event(frame, number_of(subscription));
}

void Conversation::on_answer(const Frame& frame) {
  const auto found = waiting_.find(or_empty(frame.header("request-id")));
  if (found == waiting_.end()) return;
  const coco_status status = status_of(or_empty(frame.header("status")));
  if (status != COCO_OK) {
    coco_answer answer{};
    answer.size = sizeof answer;
    answer.retry_after_ms = static_cast<std::uint32_t>(number_of(frame.header("retry-after-ms")));
    answer.json = coco::view(frame.body);
    Waiting waiting = no_longer_waiting(found);
    const bool was_asking = std::holds_alternative<Asking>(waiting.what);
    return waiting.done.fail(status, detail_of(frame.body), was_asking ? &answer : nullptr);
  }
  if (Asking* asking = std::get_if<Asking>(&found->second.what)) {
    asking->json = frame.body;
    finish_if_complete(found->first);
  }
}

void Conversation::finish_if_complete(std::string_view request_id) {
  const auto found = waiting_.find(request_id);
  const Asking& so_far = std::get<Asking>(found->second.what);
  if (!so_far.json || !so_far.has_receipt) return;
  Waiting waiting = no_longer_waiting(found);
  const Asking& asking = std::get<Asking>(waiting.what);
  const coco_answer answer{sizeof answer, 0, coco::view(*asking.json), asking.seq, coco::view(asking.message_id)};
  waiting.done.ok(&answer);
}

void Conversation::on_event(const Frame& frame, std::uint64_t subscription) {
  const coco_event event = event_of(frame);
  for (auto& [id, waiting] : waiting_)
    if (Joining* joining = std::get_if<Joining>(&waiting.what); joining != nullptr && joining->subscription == subscription)
      joining->last_seq = event.to_seq != 0 ? event.to_seq : event.seq;
  back_.deliver(back_.self, link_, subscription, &event);
}

std::string Conversation::wait_for_answer(Waiting waiting) {
  std::string id = "q" + std::to_string(++last_request_);
  waiting_.emplace(id, std::move(waiting));
  return id;
}

Conversation::Waiting Conversation::no_longer_waiting(std::map<std::string, Waiting, std::less<>>::iterator which) {
  Waiting waiting = std::move(which->second);
  waiting_.erase(which);
  return waiting;
}

bool Conversation::is_full(coco::Completion& done) const {
  if (waiting_.size() < max_waiting) return false;
  done.fail(COCO_BUSY, "1024 questions of this link wait for an answer");
  return true;
}

void Conversation::end(coco_status status, std::string_view why) {
  if (opening_) std::exchange(opening_, {}).fail(status, why);
  for (auto& [id, waiting] : std::exchange(waiting_, {})) waiting.done.fail(status, why);
}

}  // namespace cocotalk::remote
