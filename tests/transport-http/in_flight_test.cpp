#include "transport-http/in_flight.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace cocotalk::http {
namespace {

using testing::Answer;

TEST(InFlight, AnswersAtOnceWhenNothingIsUnderWay) {
  InFlight requests;
  Answer<int> drained;
  requests.close(coco::Completion(drained.expect_nothing()));
  EXPECT_TRUE(drained.answered());
  EXPECT_EQ(drained.status(), COCO_OK);
}

TEST(InFlight, WaitsForTheLastRequest) {
  InFlight requests;
  std::optional<InFlight::Token> first(std::in_place, requests), second(std::in_place, requests);
  Answer<int> drained;
  requests.close(coco::Completion(drained.expect_nothing()));
  first.reset();
  EXPECT_FALSE(drained.answered());
  second.reset();
  EXPECT_TRUE(drained.answered());
}

}  // namespace
}  // namespace cocotalk::http
