#include "rest.hpp"

#include <string>

namespace cocotalk::http {
namespace {

std::string refusal_of_url(const std::string& url) {
  testing::FakeHost host;
  const testing::TestSettings values(coco_plugin_abi1, {{"public_url", url}});
  void* self = nullptr;
  coco_error error{};
  if (coco_plugin_abi1.create(host.raw(), values.data(), values.size(), &self, &error) != COCO_OK) return error.text;
  coco_plugin_abi1.destroy(self);
  return "";
}

TEST(TransportHttp, TakesAPublicUrlWithoutASlashAtTheEnd) {
  EXPECT_EQ(refusal_of_url(""), "");
  EXPECT_EQ(refusal_of_url("https://talk.example"), "");
  EXPECT_EQ(refusal_of_url("http://talk.example:8080/coco"), "");
  EXPECT_EQ(refusal_of_url("talk.example"),
            "setting 'public_url': 'talk.example' is no address like https://talk.example, without a slash at the end");
  EXPECT_NE(refusal_of_url("https://talk.example/"), "");
  EXPECT_NE(refusal_of_url("https://talk.example?x"), "");
}

TEST(TransportHttp, DoesNotStartWithoutASocketToServe) {
  testing::FakeHost host;
  const testing::TestSettings values(coco_plugin_abi1, {});
  void* self = nullptr;
  coco_error error{};
  ASSERT_EQ(coco_plugin_abi1.create(host.raw(), values.data(), values.size(), &self, &error), COCO_OK);
  EXPECT_EQ(coco_plugin_abi1.start(self, &error), COCO_UNAVAILABLE);
  testing::Answer<int> stopped;
  coco_plugin_abi1.stop(self, stopped.expect_nothing());
  EXPECT_EQ(stopped.status(), COCO_OK);
  coco_plugin_abi1.destroy(self);
}

struct WithPublicUrl : Rest {
  WithPublicUrl() : Rest({{"public_url", "https://talk.example/coco"}}) {}
};

TEST_F(WithPublicUrl, NamesItWhateverTheRequestSays) {
  gateway.answer_with(R"({"ticket":"T"})");
  EXPECT_NE(get("/presence/stomp/connect", with_token).body.find(R"("data":"https://talk.example/coco/t/T/stomp")"),
            std::string::npos);
}

struct StopTest : Rest {};

TEST_F(StopTest, TakesItsRoutesAwayAndWaitsForWhatIsUnderWay) {
  gateway.is_holding = true;
  const coco_exchange waiting = http.open({.target = "/user/friends", .headers = with_token});
  testing::Answer<int> drained;
  begin_stop(drained);
  EXPECT_EQ(http.mounted(), 0u);
  EXPECT_FALSE(drained.answered());
  gateway.answer_with("[]");
  gateway.release();
  EXPECT_EQ(http.wait(waiting).status, 200);
  EXPECT_TRUE(drained.answered());
}

TEST_F(StopTest, FinishesWhatIsUnderWayWhenItRetires) {
  gateway.is_holding = true;
  const coco_exchange waiting = http.open({.target = "/user/friends", .headers = with_token});
  const std::string type = "multipart/form-data; boundary=x";
  const coco_exchange slow =
      http.open({.method = "POST",
                 .target = "/auth/signup",
                 .headers = {{"content-type", type}},
                 .body = "--x\r\nContent-Disposition: form-data; name=profileImg; filename=a.jpeg\r\n\r\nhalf",
                 .is_whole = false});
  testing::Answer<int> empty;
  retire(empty);
  EXPECT_EQ(http.mounted(), 0u);
  gateway.answer_with("[]");
  gateway.release();
  EXPECT_EQ(http.wait(waiting).status, 200);
  EXPECT_FALSE(empty.answered());
  EXPECT_FALSE(http.is_answered(slow)) << "an upload goes on";
  http.cut(slow);
  http.run_until([&] { return empty.answered(); });
}

TEST_F(StopTest, AsksASignUpThatIsStillOnItsWayToComeBack) {
  const std::string type = "multipart/form-data; boundary=x";
  const coco_exchange slow = http.open(
      {.method = "POST",
       .target = "/auth/signup",
       .headers = {{"content-type", type}},
       .body = "--x\r\nContent-Disposition: form-data; name=profileImg; filename=a.jpeg\r\n\r\nthe first half of a picture",
       .is_whole = false});
  EXPECT_EQ(files.under_way(), 1u);
  testing::Answer<int> drained;
  begin_stop(drained);
  EXPECT_EQ(http.wait(slow).status, 503);
  http.run_until([&] { return drained.answered(); });
  EXPECT_EQ(files.under_way(), 0u);
}

}  // namespace
}  // namespace cocotalk::http
