// How a native link chooses what it hears: SUBSCRIBE, UNSUBSCRIBE, ACK and NACK.
#include <algorithm>

#include "transport-stomp/lane.hpp"
#include "transport-stomp/native_link.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

constexpr int max_logged_nacks = 10;

}  // namespace

// ---- subscribing

bool NativeLink::has_subscription(std::string_view id) const {
  if (reply_subscription_ && *reply_subscription_ == id) return true;
  return std::ranges::any_of(subscriptions(), [id](const Subscription& entry) { return entry.id() == id; });
}

// In 1.0 a subscription may have no id, and then it may be there twice.
void NativeLink::subscribe_to(const Frame& frame) {
  const auto id = frame.header("id"), destination = frame.header("destination");
  const bool needs_id = version() != Version::v1_0;
  if (!destination || (!id && needs_id))
    return protocol_error(frame, "malformed SUBSCRIBE", "SUBSCRIBE carries id and destination");
  const std::string_view name = id.value_or("");
  if ((needs_id || !name.empty()) && has_subscription(name))
    return protocol_error(frame, "subscription id is taken", "every SUBSCRIBE has its own id");
  const std::optional<AckMode> ack = parse_ack_mode(frame.header("ack"), version());
  if (!ack) return protocol_error(frame, "unknown ack mode", "ack is auto or client, and from 1.1 on client-individual");
  if (*destination == "/reply") return listen_to_answers(frame, name);
  std::uint64_t from = COCO_LIVE;
  if (const auto text = frame.header("from-seq")) {
    const auto number = parse_number(*text);
    if (!number || *number == COCO_LIVE) return refuse(frame, COCO_INVALID, "from-seq is not a number");
    from = *number;
  }
  if (n_subscriptions() >= services().limits.max_subscriptions)
    return refuse(frame, COCO_INVALID, "the link has as many subscriptions as it may have");
  subscribe(name, *destination, from, asked_by(frame), *ack);
}

// There is one place for answers, and each comes because it was asked for: nothing to acknowledge.
void NativeLink::listen_to_answers(const Frame& frame, std::string_view id) {
  if (reply_subscription_) return refuse(frame, COCO_INVALID, "the link listens to /reply already");
  if (frame.header("ack").value_or("auto") != "auto")
    return protocol_error(frame, "answers are not acknowledged", "subscribe to /reply with ack:auto");
  reply_subscription_ = std::make_unique<const std::string>(id);
  receipt(frame.header_or_empty("receipt"));
}

void NativeLink::on_joined(const Asked& asked) { receipt(asked.receipt); }

void NativeLink::on_refused_join(const Asked& asked, const Ending& ending) {
  std::string json = R"({"code":")";
  (json += ending.status == COCO_DENIED ? "NOT_PERMITTED" : "BAD_REQUEST") += R"(","detail":)";
  append_json(json, ending.why);
  json += '}';
  refuse(Answered{name(), asked, ending, std::move(json), {}});
}

// By its id; in 1.0 also all of a destination.
void NativeLink::unsubscribe_from(const Frame& frame) {
  const auto id = frame.header("id");
  const auto destination = version() == Version::v1_0 && !id ? frame.header("destination") : std::nullopt;
  if (!id && !destination)
    return protocol_error(frame, "malformed UNSUBSCRIBE", "UNSUBSCRIBE carries an id, or in 1.0 a destination");
  if (!end_subscriptions(id, destination)) return refuse(frame, COCO_NOT_FOUND, "there is no such subscription");
  receipt(frame.header_or_empty("receipt"));
}

// Whether there was one.
bool NativeLink::end_subscriptions(std::optional<std::string_view> id, std::optional<std::string_view> destination) {
  std::vector<std::uint64_t> numbers;
  for (const Subscription& subscription : subscriptions())
    if (id ? subscription.id() == *id : subscription.destination() == *destination) numbers.push_back(subscription.number);
  for (const std::uint64_t number : numbers) unsubscribe(number);
  const bool is_for_answers = reply_subscription_ && (id ? *reply_subscription_ == *id : *destination == "/reply");
  if (is_for_answers) reply_subscription_.reset();
  return is_for_answers || !numbers.empty();
}

// ---- acknowledging

void NativeLink::acknowledge(const Frame& frame) {
  if (const auto missing = missing_in_acknowledgement(frame)) return protocol_error(frame, "malformed ACK or NACK", *missing);
  if (!has_allowed_body(frame)) return;
  const std::size_t settled = settle(frame);
  if (settled == 0)
    return protocol_error(frame, "nothing to acknowledge",
                          "no message of this link waits for an acknowledgement under this name");
  if (frame.command == "NACK") {
    coco::add(services().metrics.nacks, static_cast<std::int64_t>(settled));
    if (int& logged = work().logged_nacks; ++logged <= max_logged_nacks)
      services().host.info("account " + std::to_string(account()) + " refused " + std::to_string(settled) +
                           " messages with NACK" + (logged == max_logged_nacks ? "; more of this link are not logged" : ""));
  }
  receipt(frame.header_or_empty("receipt"));
}

// 1.2 names the `ack` header of the MESSAGE; 1.1 message and subscription; 1.0 the message.
std::optional<std::string_view> NativeLink::missing_in_acknowledgement(const Frame& frame) const {
  if (version() == Version::v1_2)
    return frame.header("id") ? std::nullopt : std::optional("in 1.2 they carry id, the ack header of the MESSAGE");
  if (!frame.header("message-id")) return "they carry message-id";
  const bool needs_subscription = version() == Version::v1_1;
  return needs_subscription && !frame.header("subscription") ? std::optional("in 1.1 they carry subscription") : std::nullopt;
}

// Answers how many messages it was about.
std::size_t NativeLink::settle(const Frame& frame) {
  const auto is_meant = [&](const Subscription& subscription, std::string_view& message_id) {
    if (subscription.window() == nullptr) return false;
    message_id = frame.header_or_empty("message-id");
    if (version() != Version::v1_2) return frame.header("subscription").value_or(subscription.id()) == subscription.id();
    const std::string_view ack = frame.header_or_empty("id");
    if (ack.size() < subscription.id().size()) return false;
    message_id = ack.substr(0, ack.size() - std::min(ack.size(), subscription.id().size() + 1));
    return ack == ack_id_of(message_id, subscription.id());
  };
  for (const Subscription& subscription : subscriptions()) {
    std::string_view message_id;
    if (!is_meant(subscription, message_id)) continue;
    const std::size_t settled = subscription.window()->settle(message_id);
    if (settled == 0) continue;
    go_on(subscription.number);
    return settled;
  }
  return 0;
}

// ---- hearing

// What the core tells the link itself, such as `reauth`.
void NativeLink::on_unclaimed(const Event& event) {
  if (!reply_subscription_) return;
  std::string frame;
  write_message(frame, Shape{Dialect::native, version(), false}, event.get(), "/reply", *reply_subscription_);
  send(std::move(frame));
}

// Sequenced events are stored, and the subscription catches up later. Passing ones are gone, and named. The rest is small, or
// a state.
Link::Fate NativeLink::fate_of(const Subscription&, const Event& event) const {
  return event.has_sequence() || event.is_passing() ? Fate::drop : Fate::wait;
}

}  // namespace cocotalk::stomp
