#include "transport-stomp/native_link.hpp"

#include <algorithm>

#include "transport-stomp/lane.hpp"
#include "transport-stomp/publication.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

constexpr std::size_t max_request_id_bytes = 64;

// Every idle connection holds one of each (docs/performance.md): what only some need belongs into a block of its own.
static_assert(sizeof(NativeLink) <= 168 && sizeof(Subscription) <= 64);

bool may_be_in_transaction(std::string_view command, Version version) {
  return command == "SEND" || command == "ACK" || (command == "NACK" && version != Version::v1_0);
}

}  // namespace

NativeLink::NativeLink(Lane& its_lane, Origin its_origin) : Link(its_lane, Dialect::native, std::move(its_origin)) {}

NativeLink::Work& NativeLink::work() {
  if (!work_)
    work_ =
        std::make_unique<Work>(Transactions::Limits{services().limits.max_transactions, services().limits.max_transaction_bytes});
  return *work_;
}

NativeLink::Commit* NativeLink::find_commit(std::uint64_t number) {
  if (!work_) return nullptr;
  const auto found = work_->commits.find(number);
  return found == work_->commits.end() ? nullptr : &found->second;
}

// ---- frames

void NativeLink::on_frame(const Frame& frame) {
  const std::string_view command = frame.command;
  if (stage() == Stage::greeting) {
    if (!is_connect(command)) return protocol_error(frame, "not connected", "the first frame is CONNECT");
    return connect(frame);
  }
  if (is_leaving_) return protocol_error(frame, "disconnected", "nothing follows DISCONNECT");
  if (may_be_in_transaction(command, version())) {
    const auto transaction = frame.header("transaction");
    return transaction ? keep_for_commit(frame, *transaction) : perform(frame);
  }
  if (is_connect(command)) return protocol_error(frame, "already connected", "CONNECT is sent once");
  const Handler handler = handler_of(command);
  if (handler == nullptr)
    return protocol_error(frame, "unknown command", "the specification of the agreed version names the commands of a client");
  if (!has_allowed_body(frame)) return;
  (this->*handler)(frame);
}

NativeLink::Handler NativeLink::handler_of(std::string_view command) {
  if (command == "SUBSCRIBE") return &NativeLink::subscribe_to;
  if (command == "UNSUBSCRIBE") return &NativeLink::unsubscribe_from;
  if (command == "BEGIN") return &NativeLink::begin;
  if (command == "COMMIT") return &NativeLink::commit;
  if (command == "ABORT") return &NativeLink::abort;
  return command == "DISCONNECT" ? &NativeLink::disconnect : nullptr;
}

// 1.0 ignores what others may not have. False: the link is over.
bool NativeLink::has_allowed_body(const Frame& frame) {
  if (frame.body.empty() || version() == Version::v1_0) return true;
  protocol_error(frame, "a body", "of a client's frames only SEND has one");
  return false;
}

void NativeLink::perform(const Frame& frame) {
  if (frame.command == "SEND") return send_command(frame);
  acknowledge(frame);
}

void NativeLink::on_broken(const Broken& broken) {
  const bool is_large = broken.kind == Broken::Kind::too_large;
  fail(nullptr, is_large ? close_too_large : close_protocol_error, "protocol", is_large ? "too large" : "malformed frame",
       broken.why);
}

void NativeLink::on_deadline() {
  fail(nullptr, close_protocol_error, "protocol", "not connected", "CONNECT and its answer took too long");
}

void NativeLink::connect(const Frame& frame) {
  const std::optional<Version> agreed = negotiate(frame.header("accept-version"));
  if (!agreed) return refuse_versions();
  speak(*agreed);
  if (!has_allowed_body(frame)) return;
  const bool has_heart_beats = version() != Version::v1_0;
  const auto beat = parse_heart_beat(has_heart_beats ? frame.header("heart-beat").value_or("0,0") : "0,0");
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

void NativeLink::refuse_versions() {
  std::string error;
  write(error, "ERROR")
      .header("version", "1.0,1.1,1.2")
      .header("code", "protocol")
      .header("message", "no common version")
      .header("hint", "accept-version names 1.0, 1.1 or 1.2")
      .header("content-type", "text/plain")
      .body("Supported protocol versions are 1.0 1.1 1.2");
  send(std::move(error));
  close(close_protocol_error, "no common version");
}

void NativeLink::on_opened(const Opened& letter) {
  const std::uint64_t ours_ms = services().limits.heartbeat_ms;
  const auto agreed = [ours_ms](std::uint64_t theirs_ms) {
    return ours_ms == 0 || theirs_ms == 0 ? 0 : std::max(ours_ms, theirs_ms);
  };
  channel().admit(agreed(client_sends_every_ms_) * 5 / 2);

  std::string connected;
  FrameWriter frame = write(connected, "CONNECTED");
  frame.header("version", number_of(version()));
  if (version() != Version::v1_0) frame.header("heart-beat", std::to_string(ours_ms) + "," + std::to_string(ours_ms));
  frame.header("session", letter.session)
      .header("user-id", static_cast<std::uint64_t>(letter.account))
      .header("store-epoch", letter.store_epoch)
      .header("server-time", static_cast<std::uint64_t>(letter.server_time_ms))
      .end();
  send(std::move(connected));
  if (const std::uint64_t every_ms = agreed(client_wants_every_ms_); every_ms > 0)
    beat_every(static_cast<std::uint32_t>(every_ms));
}

void NativeLink::on_refused_open(const Ending& ending) {
  coco::add(services().metrics.refusals);
  const coco_status status = status_of_refused_open(ending.status);
  fail(nullptr, close_code_for(status), status_word(status), "refused", ending.why);
}

// A line feed a little more often than promised, whatever else is sent: STOMP 1.2, "Heart-beating".
void NativeLink::beat_every(std::uint32_t ms) {
  beat_every_ms_ = ms;
  beat_after(std::uint64_t{ms} * 9 / 10);
}

void NativeLink::on_beat() {
  channel().send("\n");
  beat_every(beat_every_ms_);
}

// ---- asking

void NativeLink::send_command(const Frame& frame) {
  if (!frame.header("destination")) return protocol_error(frame, "malformed SEND", "SEND carries a destination");
  Asked asked = asked_by(frame);
  if (asked.request_id.size() > max_request_id_bytes) return refuse(frame, COCO_INVALID, "request-id is larger than 64 bytes");
  if (!is_of_the_messenger(frame.header_or_empty("destination"))) return send_to_topic(frame, std::move(asked));
  auto translated = lane().translator().translate(frame);
  if (Unspoken* unspoken = std::get_if<Unspoken>(&translated)) return refuse(frame, unspoken->status, std::move(unspoken->why));
  const Command& command = std::get<Command>(translated);
  asked.wants_answer = asked.wants_answer || frame.header_or_empty("destination").starts_with("/command/");
  if (Commit* const commit = find_commit(committing())) ++commit->open;
  ask(command.name, command.json, std::move(asked));
}

void NativeLink::send_to_topic(const Frame& frame, Asked asked) {
  const coco_gateway* const gateway = services().gateway;
  if (!COCO_HAS(gateway, publish)) return refuse(frame, COCO_NOT_FOUND, "nothing is said to this destination");
  if (frame.header("client-msg-id") == "") return refuse(frame, COCO_INVALID, "client-msg-id is empty");
  if (Commit* const commit = find_commit(committing())) ++commit->open;
  std::vector<coco_header> headers;
  publish(publication_of(frame, headers), std::move(asked));
}

// ---- the way out

// Its RECEIPT says that everything before it had its effect, so it waits for that.
void NativeLink::disconnect(const Frame& frame) {
  if (const auto id = frame.header("receipt")) work().last_receipt = *id;
  is_leaving_ = true;
  work().transactions.forget_all();
  if (!work().last_receipt || pending() == 0) on_idle();
}

void NativeLink::on_idle() {
  if (!is_leaving_) return;
  if (work().last_receipt) receipt(*work().last_receipt);
  close(COCO_CLOSE_NORMAL, "disconnected");
}

}  // namespace cocotalk::stomp
