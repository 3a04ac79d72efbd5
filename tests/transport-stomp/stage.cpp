#include "stage.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "conversation/text.hpp"

namespace cocotalk::stomp {
namespace {

using testing::FakeGateway;

std::string text(std::string_view word) { return conversation::bytes_of(word); }

}  // namespace

Stage::Stage(const Given& given) {
  host_.offer(COCO_NET, net_.net());
  host_.offer(COCO_HTTP, net_.http());
  host_.offer(COCO_GATEWAY, gateway_.table());
  gateway_.on_open = [this](FakeGateway::Open&& call) { open(std::move(call)); };
  gateway_.on_ask = [this](FakeGateway::Ask&& call) { ask(std::move(call)); };
  gateway_.on_join = [this](FakeGateway::Join&& call) { join(std::move(call)); };
  gateway_.on_publish = [this](FakeGateway::Publish&& call) { say(std::move(call)); };
  testing::SettingTexts settings(given.begin(), given.end());
  settings.try_emplace("tcp", "127.0.0.1:0");
  static constexpr coco_plugin descriptor = coco::detail::Exported<Transport>::descriptor();
  const testing::TestSettings values(descriptor, settings);
  transport_ = std::make_unique<Transport>(host_.host(), coco::Settings(values.data(), values.size()));
  transport_->start();
}

// Whatever was said, nothing is left behind.
Stage::~Stage() {
  held_.clear();
  testing::Answer<int> drained;
  transport_->stop(coco::Completion(drained.expect_nothing()));
  net_.run();
  transport_.reset();
  if (drained.answered() && net_.buffers_alive() == 0 && net_.timers() == 0) return;
  std::fputs("the transport did not stop, or left buffers or timers behind\n", stderr);
  std::abort();
}

coco_conn Stage::connect(std::string_view name) {
  if (name.starts_with("ticket")) return net_.websocket("/t/secret/stomp/websocket");
  return name.starts_with("web") ? net_.websocket("/stomp/websocket") : net_.tcp();
}

std::string Stage::heard(coco_conn conn) {
  std::string all;
  for (const std::string& piece : net_.heard(conn)) all += piece;
  return all;
}

// ---- the application

void Stage::open(FakeGateway::Open&& call) {
  const bool is_token = call.kind != COCO_LOGIN;
  events_.push_back(is_token ? "open token " + call.secret : "open login " + call.name + " " + call.secret);
  const bool is_known = is_token ? call.secret == "t" || call.kind == COCO_TICKET : call.secret == "secret";
  if (!is_known) return call.done.fail(COCO_UNAUTHORIZED, "unknown");
  last_link_ = gateway_.accept(std::move(call));
}

void Stage::ask(FakeGateway::Ask&& call) {
  events_.push_back("ask " + call.command + " " + call.json);
  if (holds_) return held_.push_back(std::move(call));
  answer(std::move(call));
}

void Stage::answer(FakeGateway::Ask&& call) {
  if (call.command == "refuse.me") return FakeGateway::refuse(std::move(call), COCO_DENIED, "NOT_PERMITTED", "not for you");
  if (call.command == "busy.now") return FakeGateway::refuse(std::move(call), COCO_BUSY, "BUSY", "later", 700);
  if (call.command != "room.send") return FakeGateway::answer(std::move(call), "{}");
  const std::string room = call.json.substr(11, call.json.find('"', 11) - 11);  // behind {"roomId":"
  const std::string topic = "/room/" + room, body = call.json;
  const std::size_t seq = kept_[topic].size() + 1;
  FakeGateway::answer(std::move(call), "{}", seq, "m" + std::to_string(seq));
  keep(topic, body);
}

void Stage::say(FakeGateway::Publish&& call) {
  std::string event = "publish " + call.destination;
  for (const auto& [name, value] : call.headers) event += " " + name + ":" + value;
  events_.push_back(event + " " + call.body);
  if (!call.destination.starts_with("/topic/"))
    return FakeGateway::refuse(std::move(call), COCO_NOT_FOUND, "BAD_REQUEST", "nothing is there");
  FakeGateway::answer(std::move(call), "{}");
}

void Stage::join(FakeGateway::Join&& call) {
  const bool is_live = call.from_seq == COCO_LIVE;
  events_.push_back("join " + call.destination + (is_live ? "" : " from " + std::to_string(call.from_seq)));
  if (call.destination == "/room/closed") return call.done.fail(COCO_DENIED, "not a member");
  const std::vector<std::string>& history = kept_[call.destination];
  for (std::size_t seq = is_live ? history.size() : call.from_seq; seq < history.size(); ++seq) {
    const std::string id = "m" + std::to_string(seq + 1);
    coco_event event = event_of({}, history[seq], id);
    event.n_topics = 0;
    event.seq = seq + 1;
    gateway_.back().deliver(gateway_.back().self, call.link, call.subscription, &event);
  }
  const std::string topic = call.destination;
  FakeGateway::admit(std::move(call), topic, history.size());
}

coco_event Stage::event_of(std::string_view topic, std::string_view body, std::string_view message_id) {
  topic_ = coco::view(topic);
  coco_event event{};
  event.size = sizeof event;
  event.topics = &topic_;
  event.n_topics = 1;
  event.content_type = coco::view("text/plain");
  event.body = coco::view(body);
  event.message_id = coco::view(message_id);
  return event;
}

void Stage::publish(const coco_event& event) {
  if (last_link_ == 0) return;  // nobody is there
  gateway_.back().publish(gateway_.back().self, &event);
  net_.run();
}

void Stage::keep(const std::string& topic, std::string body) {
  std::vector<std::string>& history = kept_[topic];
  history.push_back(std::move(body));
  const std::string id = "m" + std::to_string(history.size());
  coco_event event = event_of(topic, history.back(), id);
  event.seq = history.size();
  if (last_link_ != 0) gateway_.back().publish(gateway_.back().self, &event);
}

// ---- what conversations ask for

void Stage::act(std::string_view line, coco_conn) {
  const std::string what(conversation::take_word(line));
  if (what == "publish" || what == "publish-as") {
    const std::string id = what == "publish" ? "p" + std::to_string(++published_) : text(conversation::take_word(line));
    const std::string topic(conversation::take_word(line)), body = text(line);
    publish(event_of(topic, body, id));
  } else if (what == "keep") {
    const std::string topic(conversation::take_word(line));
    keep(topic, text(line));
    net_.run();
  } else if (what == "state") {
    const std::string topic(conversation::take_word(line)), key(conversation::take_word(line)), body = text(line);
    const std::string id = "p" + std::to_string(++published_);
    coco_event event = event_of(topic, body, id);
    event.state_key = coco::view(key);
    publish(event);
  } else if (what == "wait") {
    net_.advance(std::stoull(std::string(line)));
  } else if (what == "hold") {
    holds_ = true;
  } else if (what == "release") {
    holds_ = false;
    for (FakeGateway::Ask& call : std::exchange(held_, {})) answer(std::move(call));
    net_.run();
  } else if (what == "end") {
    const auto code = static_cast<coco_close_code>(std::stoi(std::string(conversation::take_word(line))));
    gateway_.back().close(gateway_.back().self, last_link_, code, coco::view(line));
    net_.run();
  } else {
    throw std::invalid_argument("nobody knows how to " + what);
  }
}

void Stage::collect() {
  for (; told_leaves_ < gateway_.leaves.size(); ++told_leaves_) events_.push_back("leave");
  for (; told_closes_ < gateway_.closes.size(); ++told_closes_) events_.push_back("closed");
}

std::string Stage::next_event() {
  collect();
  if (events_.empty()) return "nothing";
  std::string first = std::move(events_.front());
  events_.pop_front();
  return first;
}

}  // namespace cocotalk::stomp
