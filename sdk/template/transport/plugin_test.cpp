#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_net.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace cocotalk::testing {
namespace {

class TemplateTransportTest : public ::testing::Test {
 protected:
  void TearDown() override { stop(); }
  // The lanes must run while it stops, and the gateway answer.
  void stop() {
    if (std::exchange(has_stopped, true)) return;
    gateway.opens.clear();
    Answer<int> drained;
    plugin.begin_stop(drained);
    net.run();
    EXPECT_EQ(drained.status(), COCO_OK);
    EXPECT_TRUE(gateway.is_detached);
  }
  // A client whose token is that of account 7; it hears "/account/7".
  coco_conn client() {
    const coco_conn conn = net.tcp();
    net.type(conn, "token\n");
    gateway.accept(FakeGateway::take(gateway.opens));
    FakeGateway::admit(FakeGateway::take(gateway.joins), "/account/7");
    return conn;
  }
  void publish(std::string_view topic, std::string_view body, std::string_view except_session = "") {
    const coco_view topics[] = {coco::view(topic)};
    coco_event event{};
    event.size = sizeof event;
    event.topics = topics;
    event.n_topics = 1;
    event.kind = coco::view("room");
    event.body = coco::view(body);
    event.except_session = coco::view(except_session);
    table->publish(table->self, &event);
    net.run();
  }
  std::string heard(coco_conn conn) {
    std::string out;
    for (const std::string& piece : net.heard(conn)) out += piece;
    return out;
  }

  bool has_stopped = false;
  FakeNet net;
  FakeGateway gateway;
  TestedPlugin plugin{coco_plugin_abi1, {}, {{COCO_GATEWAY, gateway.table()}, {COCO_NET, net.net()}}};
  const coco_transport* table = plugin.table<coco_transport>(COCO_TRANSPORT);
};

TEST_F(TemplateTransportTest, TheFirstLineIsAnAccessTokenHoweverItIsCut) {
  const coco_conn conn = net.tcp();
  for (const char* piece : {"to", "ken", "\r\nmore"}) net.type(conn, piece);
  ASSERT_EQ(gateway.opens.size(), 1u);
  EXPECT_EQ(gateway.opens[0].kind, COCO_ACCESS_TOKEN);
  EXPECT_EQ(gateway.opens[0].secret, "token");
  EXPECT_EQ(gateway.opens[0].address, "192.0.2.1");
}

TEST_F(TemplateTransportTest, WhoIsRefusedIsToldWhyAndClosed) {
  const coco_conn conn = net.tcp();
  net.type(conn, "wrong\n");
  FakeGateway::take(gateway.opens).done.fail(COCO_UNAUTHORIZED, "the token is unknown");
  net.run();
  EXPECT_EQ(heard(conn), "refused the token is unknown\n");
  EXPECT_TRUE(net.is_closed(conn));
}

TEST_F(TemplateTransportTest, ALineThatNeverEndsIsNoToken) {
  net.type(net.tcp(), std::string(2000, 'x'));
  ASSERT_EQ(gateway.opens.size(), 1u);
}

TEST_F(TemplateTransportTest, TellsWhatHappensToTheAccountAndNothingElse) {
  const coco_conn conn = client();
  publish("/account/8", "{}");
  publish("/account/7", "{}", "0123456789abcdef0123456789abcdef");  // its own session
  EXPECT_EQ(heard(conn), "");
  publish("/account/7", R"({"room":1})");
  EXPECT_EQ(heard(conn), "room {\"room\":1}\n");
}

TEST_F(TemplateTransportTest, ALinkThatTheCoreEndsIsToldTheNumber) {
  const coco_conn conn = client();
  table->close(table->self, 1, COCO_CLOSE_REPLACED, coco::view("another device"));
  net.run();
  EXPECT_EQ(heard(conn), "ended 4009 another device\n");
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{1});
}

TEST_F(TemplateTransportTest, WhoDoesNotReadIsCutOff) {
  const coco_conn conn = client();
  net.stop_reading(conn);
  publish("/account/7", std::string(300 * 1024, 'x'));
  EXPECT_TRUE(net.is_closed(conn));
}

TEST_F(TemplateTransportTest, WhoHangsUpWhileHeSignsInLeavesNoLink) {
  const coco_conn conn = net.tcp();
  net.type(conn, "token\n");
  net.hang_up(conn);
  gateway.accept(FakeGateway::take(gateway.opens));
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{1});
}

TEST_F(TemplateTransportTest, WhenItIsReplacedItServesWhoIsThereToTheEnd) {
  const coco_conn conn = client();
  Answer<int> empty;
  plugin.retire(empty);
  publish("/account/7", "{}");
  EXPECT_EQ(heard(conn), "room {}\n");
  EXPECT_FALSE(empty.answered());
  net.hang_up(conn);
  EXPECT_EQ(empty.status(), COCO_OK);
}

TEST_F(TemplateTransportTest, WhoIsThereWhenItStopsIsTold) {
  const coco_conn conn = client();
  stop();
  EXPECT_EQ(heard(conn), "ended 1012 the host is going down\n");
}

}  // namespace
}  // namespace cocotalk::testing
