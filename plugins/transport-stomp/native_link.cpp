#include "transport-stomp/native_link.hpp"

#include <algorithm>

#include "transport-stomp/lane.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

constexpr std::size_t max_request_id_bytes = 64;

}  // namespace

NativeLink::~NativeLink() { services().net->cancel(services().net->self, lane().number(), beat_timer_); }

// ---- frames

void NativeLink::on_frame(const Frame& frame) {
  const std::string_view command = frame.command;
  const bool is_connect = command == "CONNECT" || command == "STOMP";
  if (stage() == Stage::greeting) {
    if (!is_connect) return protocol_error(frame, "not connected", "the first frame is CONNECT");
    return connect(frame);
  }
  if (is_leaving_) return protocol_error(frame, "disconnected", "nothing follows DISCONNECT");
  if (command == "SEND") return send_command(frame);
  if (command == "SUBSCRIBE") return subscribe_to(frame);
  if (command == "UNSUBSCRIBE") return unsubscribe_from(frame);
  if (command == "DISCONNECT") return disconnect(frame);
  if (is_connect) return protocol_error(frame, "already connected", "CONNECT is sent once");
  if (command == "ACK" || command == "NACK")
    return protocol_error(frame, "ACK and NACK are not spoken here", "subscribe with ack:auto");
  if (command == "BEGIN" || command == "COMMIT" || command == "ABORT")
    return protocol_error(frame, "transactions are not spoken here", "send each frame by itself");
  protocol_error(frame, "unknown command", "STOMP 1.2 names the commands of a client");
}

void NativeLink::on_broken(const Broken& broken) {
  const bool is_large = broken.kind == Broken::Kind::too_large;
  fail(nullptr, is_large ? close_too_large : close_protocol_error, "protocol", is_large ? "too large" : "malformed frame",
       broken.why);
}

void NativeLink::on_deadline() {
  fail(nullptr, close_protocol_error, "protocol", "no CONNECT", "CONNECT did not arrive in time");
}

void NativeLink::connect(const Frame& frame) {
  const std::string_view versions = frame.header_or_empty("accept-version");
  if (!lists(versions, "1.2")) {
    std::string error;
    FrameWriter(error, "ERROR")
        .header("version", "1.2")
        .header("code", "protocol")
        .header("message", "no common version")
        .header("hint", "accept-version must name 1.2")
        .body("");
    send(error);
    return close(close_protocol_error, "no common version");
  }
  const auto beat = parse_heart_beat(frame.header("heart-beat").value_or("0,0"));
  if (!beat)
    return protocol_error(frame, "malformed heart-beat", "heart-beat is two numbers of milliseconds with a comma between");
  client_sends_every_ms_ = beat->sends_every_ms;
  client_wants_every_ms_ = beat->wants_every_ms;
  const std::string_view device = frame.header("device").value_or("MOBILE");
  if (device != "WEB" && device != "MOBILE") return protocol_error(frame, "unknown device", "device is WEB or MOBILE");

  coco_credential credential{sizeof(coco_credential), COCO_ACCESS_TOKEN, {}, {}};
  if (const auto token = frame.header("access-token")) {
    credential.secret = coco::view(*token);
  } else if (const auto login = frame.header("login")) {
    credential.kind = COCO_LOGIN;
    credential.name = coco::view(*login);
    credential.secret = coco::view(frame.header_or_empty("passcode"));
  } else {
    return fail(&frame, COCO_CLOSE_UNAUTHORIZED, "unauthorized", "no credential",
                "CONNECT carries access-token, or login and passcode");
  }
  open(credential, device == "WEB" ? COCO_WEB : COCO_MOBILE);
}

void NativeLink::on_opened(const Opened& letter) {
  const std::uint64_t ours_ms = services().limits.heartbeat_ms;
  const auto agreed = [ours_ms](std::uint64_t theirs_ms) {
    return ours_ms == 0 || theirs_ms == 0 ? 0 : std::max(ours_ms, theirs_ms);
  };
  channel().admit(agreed(client_sends_every_ms_) * 5 / 2);

  std::string connected;
  FrameWriter(connected, "CONNECTED")
      .header("version", "1.2")
      .header("heart-beat", std::to_string(ours_ms) + "," + std::to_string(ours_ms))
      .header("session", letter.session)
      .header("user-id", static_cast<std::uint64_t>(letter.account))
      .header("store-epoch", letter.store_epoch)
      .header("server-time", static_cast<std::uint64_t>(letter.server_time_ms))
      .end();
  send(connected);
  if (const std::uint64_t every_ms = agreed(client_wants_every_ms_); every_ms > 0) beat_every(every_ms);
}

void NativeLink::on_refused_open(const Ending& ending) {
  coco::add(services().metrics.refusals);
  const coco_status status = status_of_refused_open(ending.status);
  fail(nullptr, close_code_for(status), status_word(status), "refused", ending.why);
}

// A line feed a little more often than promised, whatever else is sent: STOMP 1.2, "Heart-beating".
void NativeLink::beat_every(std::uint64_t ms) {
  beat_every_ms_ = ms;
  beat_timer_ = services().net->after(
      services().net->self, lane().number(), ms * 9 / 10,
      [](void* self) {
        NativeLink& link = *static_cast<NativeLink*>(self);
        link.beat_timer_ = 0;
        if (link.stage() != Stage::open) return;
        link.channel().send("\n");
        link.beat_every(link.beat_every_ms_);
      },
      this);
}

// ---- asking

void NativeLink::send_command(const Frame& frame) {
  if (frame.header("transaction")) return protocol_error(frame, "transactions are not spoken here", "send each frame by itself");
  if (!frame.header("destination")) return protocol_error(frame, "malformed SEND", "SEND carries a destination");
  Asked asked = asked_by(frame);
  if (asked.request_id.size() > max_request_id_bytes) return refuse(frame, COCO_INVALID, "request-id is larger than 64 bytes");
  auto translated = lane().translator().translate(frame);
  if (Unspoken* unspoken = std::get_if<Unspoken>(&translated)) return refuse(frame, unspoken->status, std::move(unspoken->why));
  const Command& command = std::get<Command>(translated);
  asked.wants_answer = asked.wants_answer || frame.header_or_empty("destination").starts_with("/command/");
  ask(command.name, command.json, std::move(asked));
}

// ---- hearing

bool NativeLink::has_subscription(std::string_view id) const {
  if (reply_subscription_ == id) return true;
  return std::ranges::any_of(subscriptions(), [id](const auto& entry) { return entry.second->id == id; });
}

void NativeLink::subscribe_to(const Frame& frame) {
  const auto id = frame.header("id"), destination = frame.header("destination");
  if (!id || !destination) return protocol_error(frame, "malformed SUBSCRIBE", "SUBSCRIBE carries id and destination");
  if (has_subscription(*id)) return protocol_error(frame, "subscription id is taken", "every SUBSCRIBE has its own id");
  if (frame.header("ack").value_or("auto") != "auto")
    return protocol_error(frame, "acknowledgements are not spoken here", "subscribe with ack:auto");
  if (*destination == "/reply") {
    reply_subscription_ = *id;
    return receipt(frame.header_or_empty("receipt"));
  }
  std::uint64_t from = COCO_LIVE;
  if (const auto text = frame.header("from-seq")) {
    const auto number = parse_number(*text);
    if (!number || *number == COCO_LIVE) return refuse(frame, COCO_INVALID, "from-seq is not a number");
    from = *number;
  }
  if (subscriptions().size() >= services().limits.max_subscriptions)
    return refuse(frame, COCO_INVALID, "the link has as many subscriptions as it may have");
  subscribe(*id, *destination, from, asked_by(frame));
}

void NativeLink::on_joined(const Asked& asked) { receipt(asked.receipt); }

void NativeLink::on_refused_join(const Asked& asked, const Ending& ending) {
  std::string json = R"({"code":")";
  (json += ending.status == COCO_DENIED ? "NOT_PERMITTED" : "BAD_REQUEST") += R"(","detail":)";
  append_json(json, ending.why);
  json += '}';
  refuse(Answered{name(), asked, ending, std::move(json), {}});
}

void NativeLink::unsubscribe_from(const Frame& frame) {
  const auto id = frame.header("id");
  if (!id) return protocol_error(frame, "malformed UNSUBSCRIBE", "UNSUBSCRIBE carries an id");
  if (reply_subscription_ == *id) {
    reply_subscription_.reset();
  } else {
    for (const auto& [number, subscription] : subscriptions())
      if (subscription->id == *id) {
        unsubscribe(number);
        break;
      }
  }
  receipt(frame.header_or_empty("receipt"));
}

// What the core tells the link itself, such as `reauth`.
void NativeLink::on_unclaimed(const Event& event) {
  if (!reply_subscription_) return;
  std::string frame;
  write_message(frame, Dialect::native, event.get(), "/reply", *reply_subscription_);
  send(frame);
}

// Sequenced events are stored: the subscription catches up later. Of states the newest is enough. What is neither is rare and
// small.
bool NativeLink::takes_while_slow(Subscription& subscription, const SharedEvent& event) {
  if (event->has_sequence()) {
    subscription.state = Subscription::State::lagging;
    coco::add(services().metrics.catch_ups);
    lane().note_lagging(subscription);
    return false;
  }
  if (!event->is_state()) return true;
  subscription.held.insert_or_assign(std::string(coco::text(event->get().state_key)), event);
  return false;
}

// ---- the way out

// Its RECEIPT says that everything before it had its effect, so it waits for that.
void NativeLink::disconnect(const Frame& frame) {
  if (const auto id = frame.header("receipt")) last_receipt_ = *id;
  is_leaving_ = true;
  if (!last_receipt_ || pending() == 0) on_idle();
}

void NativeLink::on_idle() {
  if (!is_leaving_) return;
  if (last_receipt_) receipt(*last_receipt_);
  close(COCO_CLOSE_NORMAL, "disconnected");
}

}  // namespace cocotalk::stomp
