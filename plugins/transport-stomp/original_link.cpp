#include "transport-stomp/original_link.hpp"

#include "transport-stomp/lane.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

constexpr int max_logged_drops = 10;
constexpr std::size_t max_logged_bytes = 80;

// What a client wrote, fit for a line of the log.
std::string printable(std::string_view text) {
  std::string out(text.substr(0, max_logged_bytes));
  for (char& c : out)
    if (c < 0x20 || c > 0x7e) c = '?';
  return out;
}

}  // namespace

void OriginalLink::on_frame(const Frame& frame) {
  const std::string_view command = frame.command;
  if (stage() == Stage::greeting) {
    if (command == "CONNECT" || command == "STOMP") return connect(frame);
    return drop(command, "the link is not connected");
  }
  if (command == "SEND") return send_command(frame);
  if (command == "SUBSCRIBE") return subscribe_to(frame);
  if (command == "DISCONNECT") return disconnect(frame);
  drop(command, "no original client says this");
}

void OriginalLink::on_broken(const Broken& broken) { drop("a frame", broken.why); }

void OriginalLink::on_deadline() { end(COCO_CLOSE_NORMAL, "CONNECT and its answer took too long"); }

// Its `userId` may be `undefined`, or that of the person before: only the ticket counts.
void OriginalLink::connect(const Frame& frame) {
  speak(negotiate(frame.header("accept-version")).value_or(Version::v1_2));
  if (frame.header_or_empty("view") == "chatRoom") entered_room_ = frame.header_or_empty("roomId");
  const coco_credential credential{sizeof(coco_credential), COCO_TICKET, {}, coco::view(ticket_)};
  open(credential, COCO_WEB);
  ticket_.clear();
}

void OriginalLink::on_opened(const Opened&) {
  if (!entered_room_.empty()) {
    std::string json = R"({"roomId":)";
    append_json(json, entered_room_);
    ask("room.enter", json += '}', {});
  }
  std::string connected;
  FrameWriter(connected, "CONNECTED", version()).header("version", number_of(version())).header("heart-beat", "0,0").end();
  send(std::move(connected));
}

void OriginalLink::on_refused_open(const Ending& ending) {
  coco::add(services().metrics.refusals);
  end(close_code_for(status_of_refused_open(ending.status)), ending.why);
}

void OriginalLink::send_command(const Frame& frame) {
  const std::string_view destination = frame.header_or_empty("destination");
  if (!destination.starts_with("/simple/chatroom/")) return drop(destination, "original clients send to /simple/chatroom only");
  const auto translated = lane().translator().translate(frame);
  if (const Unspoken* unspoken = std::get_if<Unspoken>(&translated)) return drop(destination, unspoken->why);
  const Command& command = std::get<Command>(translated);
  ask(command.name, command.json, {{}, std::string(frame.header_or_empty("receipt"))});
}

void OriginalLink::on_answered(const Answered& letter) {
  if (letter.ending.status == COCO_OK) return receipt(letter.asked.receipt);
  coco::add(services().metrics.refusals);
  drop("a command", letter.ending.why);
}

// Two ids of WEB can be the same; both are served.
void OriginalLink::subscribe_to(const Frame& frame) {
  const std::string_view destination = frame.header_or_empty("destination");
  if (!destination.starts_with("/topic/")) return drop(destination, "original clients subscribe to /topic only");
  if (n_subscriptions() >= services().limits.max_subscriptions) return drop(destination, "too many subscriptions");
  subscribe(frame.header_or_empty("id"), destination, COCO_LIVE, {{}, std::string(frame.header_or_empty("receipt"))});
}

void OriginalLink::on_joined(const Asked& asked) { receipt(asked.receipt); }

void OriginalLink::on_refused_join(const Asked&, const Ending& ending) {
  coco::add(services().metrics.refusals);
  drop("a subscription", ending.why);
}

// `action:leave` stands on every one of them and means nothing (cocotalk-wire.md, Q4).
void OriginalLink::disconnect(const Frame& frame) {
  receipt(frame.header_or_empty("receipt"));
  close(COCO_CLOSE_NORMAL, "disconnected");
}

void OriginalLink::receipt(std::string_view id) {
  if (id.empty()) return;
  std::string out;
  FrameWriter(out, "RECEIPT", version()).header("receipt-id", id).end();
  send(std::move(out));
}

// These clients cannot catch up. What a slow one misses of a room it reads again by REST, but its list it would never: it is let
// go.
Link::Fate OriginalLink::fate_of(const Subscription& subscription, const Event& event) const {
  const bool is_own_topic = subscription.topic().starts_with("/topic/" + std::to_string(account()) + "/");
  return is_own_topic && !event.is_state() ? Fate::end_link : Fate::wait;
}

void OriginalLink::drop(std::string_view what, std::string_view why) {
  coco::add(services().metrics.dropped);
  if (++logged_drops_ > max_logged_drops) return;
  services().host.info("original client of account " + std::to_string(account()) + ": dropped " + printable(what) + ": " +
                       std::string(why) + (logged_drops_ == max_logged_drops ? "; more of this link are not logged" : ""));
}

// The phone's library knows neither 1012 nor what it means.
void OriginalLink::end(coco_close_code code, std::string_view why) {
  if (stage() == Stage::over) return;
  close(code == COCO_CLOSE_DRAINING ? close_going_away : code, why);
}

}  // namespace cocotalk::stomp
