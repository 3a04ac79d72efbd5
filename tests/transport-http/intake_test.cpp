#include "transport-http/intake.hpp"

#include <cocotalk/testing/fake_files.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_http.hpp>

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

struct IntakeTest : ::testing::Test {
  IntakeTest() { host.offer(COCO_FILES, files.table()); }
  std::shared_ptr<Intake> make() {
    return std::make_shared<Intake>(host.host().acquire<coco_files>(COCO_FILES), Lane{http.net(), 0}, in_flight, announce(),
                                    [this] { ++changes; });
  }
  Intake::Announce announce() {
    return [this](const std::string& name, std::function<void(coco_status)> answer) {
      announced.push_back(name);
      Lane{http.net(), 0}.run([answer = std::move(answer), status = announce_status] { answer(status); });
    };
  }
  void store(Intake& intake, const std::string& name, std::string_view bytes) {
    intake.begin(name);
    intake.write(bytes);
    intake.end();
  }
  testing::FakeFiles files;
  testing::FakeHttp http;
  testing::FakeHost host;
  InFlight in_flight;
  int changes = 0;
  std::vector<std::string> announced;
  coco_status announce_status = COCO_OK;
};

TEST_F(IntakeTest, StoresOneFileAfterTheOther) {
  const auto intake = make();
  store(*intake, "a", "one");
  store(*intake, "b", "two");
  EXPECT_FALSE(intake->is_idle());
  http.run_lane();
  EXPECT_TRUE(intake->is_idle());
  EXPECT_EQ(files.stored(), (std::map<std::string, std::string>{{"a", "one"}, {"b", "two"}}));
}

TEST_F(IntakeTest, HasOneWriteUnderWayAndJoinsWhatWaits) {
  files.hold_writes();
  const auto intake = make();
  intake->begin("a");
  for (const char* piece : {"1", "2", "3"}) intake->write(piece);
  http.run_lane();
  EXPECT_FALSE(intake->is_idle());
  files.release();
  intake->end();
  http.run_lane();
  EXPECT_EQ(files.stored().at("a"), "123");
}

TEST_F(IntakeTest, ErasesEverythingUnlessItIsKept) {
  auto intake = make();
  store(*intake, "a", "one");
  intake->begin("b");
  intake->write("half");
  http.run_lane();
  intake.reset();
  EXPECT_TRUE(files.stored().empty());
  EXPECT_EQ(files.under_way(), 0u);
  EXPECT_EQ(host.leases_out(), 0);
}

TEST_F(IntakeTest, KeepsWhatWasClaimed) {
  auto intake = make();
  store(*intake, "a", "one");
  http.run_lane();
  intake->keep();
  intake.reset();
  EXPECT_TRUE(files.stored().contains("a"));
}

TEST_F(IntakeTest, IsErasedAlsoWhenItIsLetGoWhileAWriteIsUnderWay) {
  files.hold_writes();
  auto intake = make();
  store(*intake, "a", "one");
  intake.reset();
  EXPECT_EQ(files.under_way(), 1u) << "the write holds it";
  files.release();
  http.run_lane();
  EXPECT_TRUE(files.stored().empty());
  EXPECT_EQ(files.under_way(), 0u);
}

TEST_F(IntakeTest, IsUnderWayUntilTheStoreHasAnsweredItsLastCall) {
  files.hold_writes();
  auto intake = make();
  store(*intake, "a", "one");
  intake.reset();
  testing::Answer<int> drained;
  in_flight.close(coco::Completion(drained.expect_nothing()));
  EXPECT_FALSE(drained.answered());
  files.release();
  http.run_lane();
  EXPECT_TRUE(drained.answered());
}

TEST_F(IntakeTest, AFailedWriteStopsItAndIsTold) {
  files.fail_writes(COCO_RETRY);
  auto intake = make();
  store(*intake, "a", "one");
  EXPECT_EQ(changes, 0) << "never from within a call";
  http.run_lane();
  EXPECT_EQ(intake->failure(), COCO_RETRY);
  EXPECT_EQ(changes, 1);
  store(*intake, "b", "two");
  http.run_lane();
  EXPECT_TRUE(files.stored().empty());
  intake.reset();
  EXPECT_EQ(files.under_way(), 0u);
}

TEST_F(IntakeTest, AFileIsAnnouncedBeforeItIsThere) {
  const auto intake = make();
  store(*intake, "a", "one");
  EXPECT_EQ(announced.size() + files.stored().size(), 0u) << "not before it is whole";
  http.run_lane();
  EXPECT_EQ(announced, std::vector<std::string>{"a"});

  announce_status = COCO_RETRY;
  store(*intake, "b", "two");
  http.run_lane();
  EXPECT_EQ(intake->failure(), COCO_RETRY);
  EXPECT_FALSE(files.stored().contains("b"));
}

TEST_F(IntakeTest, WhatIsDroppedWasNeverThere) {
  const auto intake = make();
  intake->begin("a");
  intake->write("half");
  intake->drop();
  store(*intake, "a", "other");
  http.run_lane();
  EXPECT_EQ(files.stored().at("a"), "other");
}

TEST_F(IntakeTest, AFileThatWasStoredCanBeReplaced) {
  const auto intake = make();
  store(*intake, "a", "one");
  intake->remove("a");
  store(*intake, "a", "two");
  http.run_lane();
  EXPECT_EQ(files.stored().at("a"), "two");
  EXPECT_EQ(intake->failure(), COCO_OK);
}

TEST_F(IntakeTest, ANameThatIsRefusedIsAFailureToo) {
  const auto intake = make();
  intake->begin("../x");
  EXPECT_EQ(changes, 0);
  http.run_lane();
  EXPECT_EQ(intake->failure(), COCO_INVALID);
  EXPECT_EQ(changes, 1);
}

}  // namespace
}  // namespace cocotalk::http
