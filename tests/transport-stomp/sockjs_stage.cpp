#include "sockjs_stage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "conversation/text.hpp"
#include "transport-stomp/sockjs_codec.hpp"

namespace cocotalk::stomp {
namespace {

using conversation::bytes_of;
using conversation::matches;
using conversation::take_word;
using testing::FakeGateway;

std::string frame_bytes(std::string_view line) {
  std::string out(line);
  std::ranges::replace(out, '|', '\n');
  std::ranges::replace(out, '^', '\0');
  return out;
}
std::string frame_line(std::string bytes) {
  std::ranges::replace(bytes, '\n', '|');
  std::ranges::replace(bytes, '\0', '^');
  return bytes;
}
std::string said(std::string_view frame) {
  std::string message;
  append_sockjs_message(message, frame_bytes(frame));
  return message.substr(1);
}

// The parts of a line, which " ; " separates.
std::vector<std::string_view> parts_of(std::string_view line) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = line.find(" ; ");
    parts.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return parts;
    line.remove_prefix(end + 3);
  }
}

}  // namespace

SockjsStage::SockjsStage(const std::map<std::string, std::string>& given) {
  host_.offer(COCO_NET, net_.net());
  host_.offer(COCO_HTTP, net_.http());
  host_.offer(COCO_GATEWAY, gateway_.table());
  gateway_.on_open = [this](FakeGateway::Open&& call) {
    events_.push_back(call.kind == COCO_TICKET ? "open ticket " + call.secret : "open token " + call.secret);
    if (holds_) return held_.push_back(std::move(call));
    accept(std::move(call));
  };
  gateway_.on_ask = [this](FakeGateway::Ask&& call) {
    events_.push_back("ask " + call.command + " " + call.json);
    FakeGateway::answer(std::move(call), "{}");
  };
  gateway_.on_join = [this](FakeGateway::Join&& call) {
    events_.push_back("join " + call.destination);
    const std::string topic = call.destination;
    FakeGateway::admit(std::move(call), topic);
  };
  static constexpr coco_plugin descriptor = coco::detail::Exported<Transport>::descriptor();
  const testing::TestSettings values(descriptor, testing::SettingTexts(given.begin(), given.end()));
  transport_ = std::make_unique<Transport>(host_.host(), coco::Settings(values.data(), values.size()));
  transport_->start();
}

SockjsStage::~SockjsStage() {
  held_.clear();
  testing::Answer<int> drained;
  transport_->stop(coco::Completion(drained.expect_nothing()));
  net_.run();
  EXPECT_TRUE(drained.answered());
  transport_.reset();
  EXPECT_EQ(net_.buffers_alive(), 0u);
  EXPECT_EQ(net_.timers(), 0u);
  EXPECT_EQ(net_.requests.open_exchanges(), 0u) << "every request is answered in the end";
}

void SockjsStage::accept(FakeGateway::Open&& call) { last_link_ = gateway_.accept(std::move(call)); }

// ---- clients

void SockjsStage::send(const std::string& client, std::string_view line) {
  Client& c = clients_[client];
  std::string_view rest = line;
  const std::string_view word = take_word(rest);
  if (word == "message") return net_.type(c.conn, bytes_of(rest));
  if (word == "say") return net_.type(c.conn, said(rest));
  request(c, line);
}

void SockjsStage::request(Client& client, std::string_view line) {
  testing::FakeExchanges::Request request;
  const std::vector<std::string_view> parts = parts_of(line);
  std::string_view first = parts.front();
  request.method = take_word(first);
  request.path = bytes_of(first);
  for (std::string_view part : std::span(parts).subspan(1)) {
    const std::string word(take_word(part));
    if (word == "body")
      request.body = bytes_of(part);
    else if (word == "say")
      request.body = said(part);
    else if (word == "lane")
      request.lane = static_cast<std::uint32_t>(std::stoul(std::string(part)));
    else if (word == "from")
      request.address = part;
    else if (word == "cut")
      request.is_whole = false;
    else
      request.headers.emplace_back(word, part);
  }
  client.unread.clear();
  if (request.method == "websocket") {
    client.conn = net_.websocket(request.path, request.headers, request.lane);
    client.exchange = net_.requests.last();
    net_.run();
  } else {
    client.exchange = net_.request(request);
    client.conn = 0;
  }
}

void SockjsStage::collect(Client& client) {
  if (client.conn == 0) {
    client.unread += net_.requests.heard(client.exchange);
    return;
  }
  for (const std::string& message : net_.heard(client.conn)) client.unread += message + '\n';
}

void SockjsStage::expect(const std::string& name, std::string_view line) {
  Client& client = clients_.at(name);
  collect(client);
  std::string_view rest = line;
  const std::string_view word = take_word(rest);
  if (word == "waits") {
    EXPECT_EQ(client.unread, "");
    EXPECT_TRUE(client.conn != 0 || !net_.requests.is_finished(client.exchange));
  } else if (word == "more") {
    const std::string pattern = bytes_of(rest);
    EXPECT_PRED2(matches, pattern, client.unread);
    client.unread.clear();
  } else if (word == "message" || word == "frame") {
    const std::string frame = take_frame(client);
    EXPECT_PRED2(matches, word == "frame" ? std::string(rest) : bytes_of(rest), frame);
  } else if (word == "begins") {
    expect_answer(client, rest, false);
  } else {
    expect_answer(client, line, true);
  }
}

// The first a["…"], read, or any other frame as it is.
std::string SockjsStage::take_frame(Client& client) {
  const std::size_t end = client.unread.find('\n');
  std::string line = client.unread.substr(0, end);
  client.unread.erase(0, end == std::string::npos ? end : end + 1);
  if (line.starts_with("data: ")) {  // eventsource
    line = line.substr(6, line.size() - 7);
    client.unread.erase(0, 2);
  }
  if (!line.starts_with('a')) return line;
  SockjsDecoder decoder;
  std::string text;
  EXPECT_EQ(decoder.decode(line.substr(1), text), SockjsDecoder::Verdict::ok) << line;
  return frame_line(text);
}

void SockjsStage::expect_answer(Client& client, std::string_view line, bool is_whole) {
  const std::vector<std::string_view> parts = parts_of(line);
  EXPECT_EQ(std::to_string(net_.requests.status(client.exchange)), parts.front());
  EXPECT_EQ(net_.requests.is_finished(client.exchange), is_whole);
  bool is_read = false;
  for (std::string_view part : std::span(parts).subspan(1)) {
    const std::string word(take_word(part));
    if (word == "body" || word == "frame") {
      const std::string heard = word == "body" ? std::exchange(client.unread, {}) : take_frame(client);
      const std::string pattern = word == "body" ? bytes_of(part) : std::string(part);
      EXPECT_PRED2(matches, pattern, heard);
      is_read = true;
    } else if (word == "no") {
      EXPECT_EQ(net_.requests.header(client.exchange, part), "");
    } else {
      const std::string value = net_.requests.header(client.exchange, word);
      if (part == "a star")
        EXPECT_EQ(value, "*") << word;
      else
        EXPECT_PRED2(matches, std::string(part), value) << word;
    }
  }
  if (!is_read) client.unread.clear();
}

void SockjsStage::expect_end(const std::string& name) {
  Client& client = clients_.at(name);
  collect(client);
  EXPECT_EQ(client.unread, "");
  EXPECT_TRUE(client.conn == 0 ? net_.requests.is_finished(client.exchange) : net_.is_closed(client.conn));
}

void SockjsStage::expect_silence() {
  for (auto& [name, client] : clients_) {
    collect(client);
    EXPECT_EQ(client.unread, "") << name << " heard more";
  }
}

// ---- the application

void SockjsStage::act(const std::string& name, std::string_view line) {
  const std::string what(take_word(line));
  if (what == "wait") {
    net_.advance(std::stoull(std::string(line)));
  } else if (what == "gone") {
    Client& client = clients_.at(name);
    client.conn != 0 ? net_.hang_up(client.conn) : net_.requests.hang_up(client.exchange);
    net_.run();
  } else if (what == "hold") {
    holds_ = true;
  } else if (what == "release") {
    holds_ = false;
    for (FakeGateway::Open& call : std::exchange(held_, {})) accept(std::move(call));
    net_.run();
    net_.advance(0);
  } else if (what == "publish") {
    const std::string topic(take_word(line)), body = bytes_of(line);
    const coco_view topic_view = coco::view(topic);
    coco_event event{};
    event.size = sizeof event;
    event.topics = &topic_view;
    event.n_topics = 1;
    event.content_type = coco::view("text/plain");
    event.body = coco::view(body);
    event.message_id = coco::view("m");
    gateway_.back().publish(gateway_.back().self, &event);
    net_.run();
  } else if (what == "end") {
    const auto code = static_cast<coco_close_code>(std::stoi(std::string(take_word(line))));
    gateway_.back().close(gateway_.back().self, last_link_, code, coco::view(line));
    net_.run();
  } else {
    throw std::invalid_argument("nobody knows how to " + what);
  }
}

void SockjsStage::collect_events() {
  for (; told_closes_ < gateway_.closes.size(); ++told_closes_) events_.emplace_back("closed");
}

void SockjsStage::hear(const std::string& name, std::string_view line) {
  std::string_view rest = line;
  if (take_word(rest) == "code") {
    EXPECT_EQ(net_.close_code(clients_.at(name).conn), std::stoi(std::string(rest)));
    return;
  }
  collect_events();
  ASSERT_FALSE(events_.empty()) << "the application heard nothing";
  EXPECT_PRED2(matches, std::string(line), events_.front());
  events_.pop_front();
}

}  // namespace cocotalk::stomp
