#include "core/api/shapes.hpp"

#include <gtest/gtest.h>

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;

TEST(ChatTime, IsUtcWithThreeFractionDigitsAndNoZone) {
  EXPECT_EQ(chat_time(0), "1970-01-01T00:00:00.000");
  EXPECT_EQ(chat_time(1'643'948'474'542), "2022-02-04T04:21:14.542");
  EXPECT_EQ(chat_time(1'643'948'474'500), "2022-02-04T04:21:14.500");
  EXPECT_EQ(chat_time(1'643'948'474'005), "2022-02-04T04:21:14.005");
  EXPECT_EQ(chat_time(951'782'400'000), "2000-02-29T00:00:00.000");
  EXPECT_EQ(chat_time(253'402'300'799'999), "9999-12-31T23:59:59.999");
}

TEST(ChatTime, OrdersAsTextAsItOrdersAsTime) {
  for (std::int64_t t = 1'600'000'000'000; t < 1'700'000'000'000; t += 987'654'321) EXPECT_LT(chat_time(t), chat_time(t + 1));
}

TEST(Profile, IsTextWithJsonOfThreeKeys) {
  Account account;
  EXPECT_EQ(profile_text(account), R"({"profile":null,"background":null,"message":null})");
  account.picture = "http://h/\"p\".png";
  account.message = "안녕\n";
  EXPECT_EQ(profile_text(account), R"({"profile":"http://h/\"p\".png","background":null,"message":"안녕\n"})");
}

TEST(RoomShape, NoRoomIsEveryFieldNullAndTypeZero) {
  JsonWriter out;
  write_room(out, nullptr);
  EXPECT_EQ(out.take(),
            R"({"id":null,"roomname":null,"img":null,"type":0,"members":null,"messageBundleIds":null,"noticeIds":null})");
}

}  // namespace
}  // namespace cocotalk::api
