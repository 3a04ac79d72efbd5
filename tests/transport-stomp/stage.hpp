// A transport between a fake net and a small application, for conversations in text (tests/conversation/README.md).
#pragma once

#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_net.hpp>
#include <cocotalk/testing/test_settings.hpp>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transport-stomp/transport.hpp"

namespace cocotalk::stomp {

// The application: lets in the token `t` and alice with `secret`; keeps what is said to a room and tells it to everybody; knows
// the commands `refuse.me` and `busy.now`, and answers all others with {}; admits everybody to everything but `/room/closed`.
class Stage {
 public:
  using Given = std::map<std::string, std::string>;
  explicit Stage(const Given& given);
  ~Stage();

  // A new client: on TCP, or on a WebSocket when its name begins with `web`, or with a ticket when it begins with `ticket`.
  coco_conn connect(std::string_view name);
  void type(coco_conn conn, std::string_view bytes) { net_.type(conn, bytes); }
  // What came since the last call.
  std::string heard(coco_conn conn);
  bool is_closed(coco_conn conn) { return net_.is_closed(conn); }
  std::optional<std::int32_t> close_code(coco_conn conn) { return net_.close_code(conn); }
  std::uint64_t silence_limit_ms(coco_conn conn) { return net_.silence_limit_ms(conn); }

  // "publish TOPIC BODY", "publish-as MESSAGE-ID TOPIC BODY", "keep TOPIC BODY", "state TOPIC KEY BODY", "wait MS", "hold",
  // "release", "end CODE REASON". Throws std::invalid_argument.
  void act(std::string_view line, coco_conn conn);
  // The oldest call of the gateway not told yet: "open token t", "ask room.send {…}", "join /room/a from 4", "leave", "closed".
  std::string next_event();

 private:
  void open(testing::FakeGateway::Open&& call);
  void ask(testing::FakeGateway::Ask&& call);
  void join(testing::FakeGateway::Join&& call);
  void say(testing::FakeGateway::Publish&& call);
  void answer(testing::FakeGateway::Ask&& call);
  void keep(const std::string& topic, std::string body);
  void publish(const coco_event& event);
  coco_event event_of(std::string_view topic, std::string_view body, std::string_view message_id);
  void collect();

  testing::FakeHost host_{"transport-stomp"};
  testing::FakeNet net_;
  testing::FakeGateway gateway_;
  std::unique_ptr<Transport> transport_;
  std::map<std::string, std::vector<std::string>> kept_;  // bodies by topic
  std::deque<testing::FakeGateway::Ask> held_;
  bool holds_ = false;
  int published_ = 0;
  coco_link last_link_ = 0;
  std::size_t told_leaves_ = 0, told_closes_ = 0;
  std::deque<std::string> events_;
  coco_view topic_{};
};

}  // namespace cocotalk::stomp
