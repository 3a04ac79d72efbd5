#include "transport-http/input.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace cocotalk::http {
namespace {

// The input of a command from a path's parameters and a query.
std::optional<std::string> input(std::string_view command, std::vector<std::string_view> params, std::string_view query) {
  const auto all = routes();
  const auto route = std::find_if(all.begin(), all.end(), [&](const Route& r) { return r.command == command; });
  std::vector<coco_view> views;
  for (const std::string_view param : params) views.push_back(coco::view(param));
  coco_http_request request{};
  request.size = sizeof request;
  request.params = views.data();
  request.n_params = views.size();
  request.query = coco::view(query);
  return input_from(route->fields, request);
}

TEST(Input, OfACommandWithoutFieldsIsEmpty) { EXPECT_EQ(input("friends.list", {}, "ignored=1"), "{}"); }

TEST(Input, TakesTextsFromThePath) {
  EXPECT_EQ(input("user.by-cid", {"a\"b"}, ""), R"({"cid":"a\"b"})");
  EXPECT_EQ(input("user.by-email", {"a@x.y"}, ""), R"({"email":"a@x.y"})");
}

TEST(Input, TakesNumbersOnlyAsNumbers) {
  EXPECT_EQ(input("room.private", {"5"}, ""), R"({"userId":5})");
  for (const char* bad : {"", "x", "5x", "5.0", "99999999999999999999", " 5"})
    EXPECT_EQ(input("room.private", {bad}, ""), std::nullopt) << bad;
}

TEST(Input, OfAPageHasARoomABundleACountAndPerhapsASize) {
  EXPECT_EQ(input("room.messages", {}, "roomId=r&bundleId=b&count=3&size=20"),
            R"({"roomId":"r","bundleId":"b","count":3,"size":20})");
  EXPECT_EQ(input("room.messages", {}, "count=3&bundleId=b&roomId=r"), R"({"roomId":"r","bundleId":"b","count":3})");
}

TEST(Input, AMissingOrMalformedParameterIsAnError) {
  for (const char* bad : {"", "roomId=r&bundleId=b", "roomId=r&count=3", "bundleId=b&count=3",
                          "roomId=r&bundleId=b&count=", "roomId=r&bundleId=b&count=x", "roomId=r&bundleId=b&count=3&size=x",
                          "roomId=%&bundleId=b&count=3", "roomId=%FF&bundleId=b&count=3"})
    EXPECT_EQ(input("room.messages", {}, bad), std::nullopt) << bad;
  EXPECT_EQ(input("room.tail", {"r"}, ""), std::nullopt);
  EXPECT_EQ(input("user.by-cid", {"\xff"}, ""), std::nullopt);
}

TEST(Input, PhonesMayBeRepeatedOrJoinedByCommas) {
  EXPECT_EQ(input("user.by-phone", {}, "phones=1&phones=2,3"), R"({"phones":["1","2","3"]})");
  EXPECT_EQ(input("user.by-phone", {}, "phones=1%2C%2C2"), R"({"phones":["1","","2"]})");
  EXPECT_EQ(input("user.by-phone", {}, "phones="), R"({"phones":[]})");
  EXPECT_EQ(input("user.by-phone", {}, ""), std::nullopt);
}

}  // namespace
}  // namespace cocotalk::http
