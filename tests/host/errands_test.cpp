#include "core/host/errands.hpp"

#include "core/host/configuration.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

namespace cocotalk::host {
namespace {

struct Answered {
  int times = 0;
  coco_status status = COCO_OK;
  std::string result, why;
};

struct ErrandsTest : ::testing::Test {
  // Outlives the errand.
  coco::Completion into(Answered& answer) {
    return coco::Completion(
        coco::on_completion<coco_view>([&answer](coco_status status, const coco_view* result, const coco_error* error) {
          ++answer.times;
          answer.status = status;
          if (result != nullptr) answer.result = coco::text(*result);
          if (error != nullptr) answer.why = error->text;
        }));
  }
  Answered post() {
    Answered answer;
    errands.post({Errand::Kind::status}, into(answer));
    EXPECT_EQ(answer.times, 1) << "it waits";
    return answer;
  }
  bool is_readable() const {
    pollfd fd{errands.fd(), POLLIN, 0};
    return ::poll(&fd, 1, 0) == 1;
  }
  Errands errands;
};

TEST_F(ErrandsTest, AreRefusedUnlessSomebodyServes) {
  EXPECT_EQ(post().status, COCO_UNAVAILABLE);
  errands.open();
  errands.close();
  EXPECT_EQ(post().status, COCO_UNAVAILABLE);
}

TEST_F(ErrandsTest, WakeMainAndAreAnsweredFromThere) {
  errands.open();
  EXPECT_FALSE(is_readable());
  Answered answer;
  std::thread([&] { errands.post({Errand::Kind::replace, "auth", "auth-new.so"}, into(answer)); }).join();
  EXPECT_TRUE(is_readable());
  EXPECT_EQ(answer.times, 0);
  const std::thread::id main = std::this_thread::get_id();
  errands.run([main](const Errand& errand) {
    EXPECT_EQ(std::this_thread::get_id(), main);
    EXPECT_EQ(errand.kind, Errand::Kind::replace);
    return errand.plugin + " < " + errand.file;
  });
  EXPECT_EQ(answer.result, "auth < auth-new.so");
  EXPECT_FALSE(is_readable());
}

TEST_F(ErrandsTest, SayEveryReasonOfARefusal) {
  errands.open();
  Answered refused, failed;
  errands.post({Errand::Kind::reload}, into(refused));
  errands.run([](const Errand&) -> std::string { throw Refused({"first", "second"}); });
  EXPECT_EQ(refused.status, COCO_INVALID);
  EXPECT_EQ(refused.result, "first\nsecond");
  errands.post({Errand::Kind::reload}, into(failed));
  errands.run([](const Errand&) -> std::string { throw coco::Error(COCO_INTERNAL, "broken"); });
  EXPECT_EQ(failed.status, COCO_INTERNAL);
  EXPECT_EQ(failed.why, "broken");
}

TEST_F(ErrandsTest, AreBusyBeyondSixtyFour) {
  errands.open();
  std::vector<Answered> answers(Errands::most_waiting);
  for (Answered& each : answers) errands.post({Errand::Kind::status}, into(each));
  EXPECT_EQ(post().status, COCO_BUSY);
  errands.run([](const Errand&) { return "{}"; });
  for (const Answered& each : answers) EXPECT_EQ(each.result, "{}");
}

TEST_F(ErrandsTest, WhoWaitsIsToldThatTheHostStops) {
  errands.open();
  Answered answer;
  errands.post({Errand::Kind::status}, into(answer));
  errands.close();
  EXPECT_EQ(answer.status, COCO_UNAVAILABLE);
  EXPECT_EQ(answer.why, "the host is stopping");
}

}  // namespace
}  // namespace cocotalk::host
