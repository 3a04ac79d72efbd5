// A transport between a fake net and a small application, and clients that speak SockJS, for conversations in text.
#pragma once

#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_net.hpp>
#include <cocotalk/testing/test_settings.hpp>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "transport-stomp/transport.hpp"

namespace cocotalk::stomp {

// The application lets everybody in, answers every command and admits to every topic. A client is one request or one WebSocket.
//
//   > POST /stomp/000/s/xhr_send ; body ["a"] ; origin http://ours      a request; `say FRAME` is a body that carries a STOMP
//   frame,
//                                                                       | a line feed in it and ^ the NUL
//   > websocket /stomp/000/s/websocket      > message TEXT              > say FRAME
//   < 200 ; Content-Type text/plain ; no Set-Cookie ; body o\n          the whole answer
//   < begins 200 ; …                                                    the same of one that goes on
//   < waits                                                             nothing has come yet
//   < more TEXT        < frame FRAME        <end                        on an answer that goes on, or a WebSocket
//   ! publish TOPIC BODY    ! end CODE REASON    ! wait MS    ! hold    ! release    ! gone
//   = open ticket       = ask …       = join …       = closed           what the application heard next
//   = code 1000                                                         how the WebSocket was closed
class SockjsStage {
 public:
  explicit SockjsStage(const std::map<std::string, std::string>& given);
  ~SockjsStage();

  void send(const std::string& client, std::string_view line);
  void expect(const std::string& client, std::string_view line);
  void expect_end(const std::string& client);
  void act(const std::string& client, std::string_view line);
  void hear(const std::string& client, std::string_view line);
  // Nobody heard more than was expected.
  void expect_silence();

 private:
  struct Client {
    coco_exchange exchange = 0;
    coco_conn conn = 0;
    std::string unread = {};
  };
  void request(Client& client, std::string_view line);
  void expect_answer(Client& client, std::string_view line, bool is_whole);
  void collect(Client& client);
  std::string take_frame(Client& client);
  void accept(testing::FakeGateway::Open&& call);
  void collect_events();

  testing::FakeHost host_{"transport-stomp"};
  testing::FakeNet net_{2};
  testing::FakeGateway gateway_;
  std::unique_ptr<Transport> transport_;
  std::map<std::string, Client> clients_;
  std::deque<testing::FakeGateway::Open> held_;
  bool holds_ = false;
  coco_link last_link_ = 0;
  std::deque<std::string> events_;
  std::size_t told_closes_ = 0;
};

}  // namespace cocotalk::stomp
