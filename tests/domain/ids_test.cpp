#include "core/domain/ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace cocotalk::domain {
namespace {

const RoomId room = *RoomId::parse("61fca964bd38314549649235");

TEST(HexId, IsWrittenAndReadAsLowerCaseHex) {
  EXPECT_EQ(room.hex(), "61fca964bd38314549649235");
  EXPECT_EQ(RoomId::from_blob(room.blob()), room);
}

TEST(HexId, ReadsNothingElse) {
  for (const char* const text : {"", "61fca964bd3831454964923", "61fca964bd383145496492355", "61FCA964BD38314549649235",
                                 "61fca964bd3831454964923g", " 61fca964bd3831454964923", "61fca964bd38314549649235 "})
    EXPECT_FALSE(RoomId::parse(text).has_value()) << text;
}

TEST(HexId, ABlobOfAnotherSizeIsNoId) { EXPECT_EQ(RoomId::from_blob("short"), RoomId()); }

TEST(Bundle, HoldsTwentyMessages) {
  EXPECT_EQ(bundle_of(1), 0);
  EXPECT_EQ(bundle_of(20), 0);
  EXPECT_EQ(bundle_of(21), 1);
  EXPECT_EQ(bundle_of(40), 1);
  EXPECT_EQ(bundle_of(41), 2);
}

TEST(Bundle, ItsIdAndItsIndexAreInverse) {
  for (const std::int64_t k : {std::int64_t{0}, std::int64_t{1}, std::int64_t{4999}, std::int64_t{0x7fffffff}})
    EXPECT_EQ(bundle_index(room, bundle_id(room, k)), k);
}

TEST(Bundle, ItsIdsGoOnPastTheEndOfFourBytes) {
  const RoomId last = *RoomId::parse("61fca964bd383145ffffffff");
  EXPECT_EQ(bundle_id(last, 0).hex(), "61fca964bd38314500000000");
  EXPECT_EQ(bundle_index(last, bundle_id(last, 3)), 3);
}

TEST(Bundle, OfAnotherRoomOrTheRoomsOwnIdIsNone) {
  const RoomId other = *RoomId::parse("61fca964bd38314649649235");
  EXPECT_FALSE(bundle_index(room, bundle_id(other, 0)).has_value());
  EXPECT_FALSE(bundle_index(room, *BundleId::parse(room.hex())).has_value());
}

TEST(MessageId, HoldsTheMessagesNumber) {
  for (const std::int64_t number : {std::int64_t{1}, std::int64_t{100'000}, std::int64_t{0xffffffff}})
    EXPECT_EQ(number_of(message_id(room, number, 1'700'000'000'000)), number);
}

TEST(MessageId, BeginsWithItsSecondAndIsUniqueInItsRoom) {
  EXPECT_EQ(message_id(room, 1, 0x61fca965LL * 1000 + 999).hex().substr(0, 8), "61fca965");
  std::set<std::string> ids;
  for (std::int64_t n = 1; n <= 1000; ++n) ids.insert(message_id(room, n, 5).hex());
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(MessageId, LaterMessagesOfARoomHaveLargerIds) {
  EXPECT_LT(message_id(room, 1, 1000), message_id(room, 2, 1000));
  EXPECT_LT(message_id(room, 255, 1000), message_id(room, 256, 1000));
  EXPECT_LT(message_id(room, 999, 1000), message_id(room, 1000, 2000));
}

}  // namespace
}  // namespace cocotalk::domain
