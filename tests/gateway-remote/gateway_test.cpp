// The plugin's gateway against a host on this machine.
#include "gateway-remote/gateway.hpp"

#include <gtest/gtest.h>
#include <cocotalk/testing/fake_host.hpp>

#include <future>
#include <memory>

#include "gateway-remote/test_server.hpp"

namespace cocotalk::remote {
namespace {

using testing::Answer;
using testing::FakeHost;

struct Kept {
  coco_link link = 0;
  std::int64_t account = 0;
  std::string text;
  std::uint64_t seq = 0;
};

// A transport that keeps what it hears.
class Back {
 public:
  Back() {
    table.size = sizeof table;
    table.self = this;
    table.deliver = [](void* self, std::uint64_t, std::uint64_t, const coco_event* event) {
      static_cast<Back*>(self)->first.set_value(std::string(coco::text(event->body)));
    };
    table.close = [](void* self, std::uint64_t, coco_close_code code, coco_view reason) {
      static_cast<Back*>(self)->ended.set_value({code, std::string(coco::text(reason))});
    };
  }
  coco_transport table{};
  std::promise<std::string> first;
  std::promise<Ending> ended;
};

// `what` within the tests' patience.
template <class T>
T soon(std::promise<T>& what) {
  auto future = what.get_future();
  if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready) throw std::runtime_error("nothing within 20 s");
  return future.get();
}

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server.on_frame = [](Client& client, const Frame& frame) {
      const std::string destination(frame.header("destination").value_or(""));
      const std::string id(frame.header("receipt").value_or(""));
      if (frame.command == "CONNECT" && frame.header("passcode") != "right") {
        client.say({"ERROR", {{"message", "refused"}, {"code", "unauthorized"}, {"hint", "wrong password"}}, ""});
      } else if (frame.command == "CONNECT") {
        client.say({"CONNECTED", {{"version", "1.2"}, {"session", "s"}, {"user-id", "7"}}, ""});
      } else if (destination == "/command/close") {
        client.close(4009, "replaced");
      } else if (destination == "/command/cut") {
        client.cut();
      } else if (destination == "/command/silence") {
        return;
      } else if (destination.starts_with("/command/")) {
        client.say({"MESSAGE", {{"subscription", "reply"}, {"request-id", id}, {"status", "ok"}}, frame.body});
        client.say({"RECEIPT", {{"receipt-id", id}, {"seq", "3"}}, ""});
      } else if (destination.starts_with("/room/")) {
        client.say({"RECEIPT", {{"receipt-id", id}}, ""});
        client.say({"MESSAGE", {{"subscription", std::string(*frame.header("id"))}, {"event", "message"}, {"seq", "4"}}, "hi"});
      }
    };
    server.on_post = [](const TestServer::Request& request) {
      return R"({"isSuccess":true,"result":{"target":")" + std::string(request.target()) + "\"}}";
    };
    server.start();
    gateway = std::make_unique<Gateway>(host.host(), parse_url(server.url()), 1 << 20, "");
    gateway->start();
  }

  std::unique_ptr<Answer<Kept>> open(const std::string& password) {
    const coco_credential credential{sizeof credential, COCO_LOGIN, coco::view("alice"), coco::view(password)};
    const coco_peer peer{sizeof peer, COCO_WEB, {}, {}};
    auto answer = std::make_unique<Answer<Kept>>();
    const auto done = answer->expect<coco_opened>([](const coco_opened* o) { return Kept{o->link, o->account, "", 0}; });
    table().open(table().self, &credential, &peer, &back.table, done);
    return answer;
  }
  coco_link link() { return open("right")->kept().value().link; }
  std::unique_ptr<Answer<Kept>> ask(coco_link link, const std::string& command, const std::string& json = "{}") {
    coco_caller caller{};
    caller.size = sizeof caller;
    caller.link = link;
    auto answer = std::make_unique<Answer<Kept>>();
    const auto done = answer->expect<coco_answer>([](const coco_answer* a) {
      return Kept{0, 0, std::string(coco::text(a->json)), a->seq};
    });
    table().ask(table().self, &caller, coco::view(command), coco::view(json), done);
    return answer;
  }
  const coco_gateway& table() { return *gateway->table(); }

  Back back;
  FakeHost host;
  TestServer server;
  std::unique_ptr<Gateway> gateway;
};

TEST_F(GatewayTest, OpensALinkWithALogin) {
  const auto answer = open("right");
  EXPECT_EQ(answer->status(), COCO_OK);
  EXPECT_EQ(answer->kept()->account, 7);
  EXPECT_NE(answer->kept()->link, 0U);
}

TEST_F(GatewayTest, AWrongPasswordIsUnauthorized) {
  const auto answer = open("wrong");
  EXPECT_EQ(answer->status(), COCO_UNAUTHORIZED);
  EXPECT_EQ(answer->why(), "wrong password");
}

TEST_F(GatewayTest, NeverPutsALineEndIntoConnect) { EXPECT_EQ(open("right\nlogin:bob")->status(), COCO_INVALID); }

TEST_F(GatewayTest, AnswersACommand) {
  const auto answer = ask(link(), "room.send", R"({"x":1})");
  EXPECT_EQ(answer->status(), COCO_OK);
  EXPECT_EQ(answer->kept()->text, R"({"x":1})");
  EXPECT_EQ(answer->kept()->seq, 3U);
}

TEST_F(GatewayTest, DeliversWhatAJoinedTopicSays) {
  Answer<Kept> joined;
  const auto done = joined.expect<coco_joined>([](const coco_joined* j) {
    return Kept{0, 0, std::string(coco::text(j->topic)), 0};
  });
  table().join(table().self, link(), coco::view("/room/r"), 9, COCO_LIVE, done);
  EXPECT_EQ(joined.kept()->text, "/room/r");
  EXPECT_EQ(soon(back.first), "hi");
}

TEST_F(GatewayTest, ACloseFrameClosesTheLinkWithItsNumber) {
  const coco_link opened = link();
  const auto answer = ask(opened, "close");
  EXPECT_EQ(answer->status(), COCO_ABORTED);
  const Ending ending = soon(back.ended);
  EXPECT_EQ(ending.code, COCO_CLOSE_REPLACED);
  EXPECT_EQ(ending.reason, "replaced");
  EXPECT_EQ(ask(opened, "x")->status(), COCO_UNAUTHORIZED);
}

TEST_F(GatewayTest, ALostConnectionClosesTheLinkAndALaterOneConnectsAgain) {
  const auto answer = ask(link(), "cut");
  EXPECT_EQ(answer->status(), COCO_ABORTED);
  EXPECT_EQ(soon(back.ended).code, 1006);
  EXPECT_EQ(ask(link(), "x")->status(), COCO_OK);
}

TEST_F(GatewayTest, AHostThatIsNotThereIsUnavailable) {
  boost::asio::io_context io;
  boost::asio::ip::tcp::acceptor taken(io, {boost::asio::ip::make_address("127.0.0.1"), 0});
  const std::string url = "http://127.0.0.1:" + std::to_string(taken.local_endpoint().port());
  taken.close();
  gateway = std::make_unique<Gateway>(host.host(), parse_url(url), 1 << 20, "");
  gateway->start();
  const auto answer = open("right");
  EXPECT_EQ(answer->status(), COCO_UNAVAILABLE);
  EXPECT_NE(answer->why().find("cannot reach the host at 127.0.0.1:"), std::string::npos);
}

TEST_F(GatewayTest, ALinkItsOwnerClosesIsNotReported) {
  const coco_link opened = link();
  const auto waiting = ask(opened, "silence");
  table().close(table().self, opened);
  EXPECT_EQ(waiting->status(), COCO_ABORTED);
  Answer<Kept> detached;
  table().detach(table().self, &back.table, detached.expect_nothing());
  EXPECT_EQ(detached.status(), COCO_OK);
  EXPECT_EQ(back.ended.get_future().wait_for(std::chrono::seconds(0)), std::future_status::timeout);
}

TEST_F(GatewayTest, DetachClosesTheLinksOfItsTransport) {
  const coco_link opened = link();
  const auto waiting = ask(opened, "silence");
  Answer<Kept> detached;
  table().detach(table().self, &back.table, detached.expect_nothing());
  EXPECT_EQ(detached.status(), COCO_OK);
  EXPECT_EQ(waiting->status(), COCO_ABORTED);
  EXPECT_EQ(ask(opened, "x")->status(), COCO_UNAUTHORIZED);
}

TEST_F(GatewayTest, StopAnswersWhateverWaitsAndRefusesTheRest) {
  const coco_link opened = link();
  const auto waiting = ask(opened, "silence");
  gateway->stop();
  EXPECT_EQ(waiting->status(), COCO_ABORTED);
  EXPECT_EQ(ask(opened, "x")->status(), COCO_ABORTED);
  EXPECT_EQ(open("right")->status(), COCO_ABORTED);
}

TEST_F(GatewayTest, SignsUpOverHttpWithoutALink) {
  const auto answer = ask(0, "auth.sign-up", R"({"cid":"new"})");
  EXPECT_EQ(answer->status(), COCO_OK);
  EXPECT_EQ(answer->kept()->text, R"({"target":"/auth/signup"})");
}

TEST_F(GatewayTest, AsksNothingElseWithoutALink) { EXPECT_EQ(ask(0, "room.list")->status(), COCO_UNAUTHORIZED); }

}  // namespace
}  // namespace cocotalk::remote
