// How the search index follows the rooms (core/domain/indexing).
#include "tests/api/searched.hpp"

namespace cocotalk::testing {
namespace {

TEST_F(Searched, WhatWasSaidBeforeThereWasAnIndexIsFoundToo) {
  for (int i = 1; i <= 1000; ++i) must(alice_.as(), "room.send", saying(room_, "budget " + std::to_string(i)));
  search_.table()->open(search_.table()->self, coco::view("nothing"),
                        coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  ASSERT_EQ(search_.documents(), 0u);
  restart();
  tick();
  EXPECT_EQ(search_.documents(), 1000u);
  EXPECT_EQ(search_.record(), app_->store_epoch);
  EXPECT_EQ(found(alice_, words("1000")), (Texts{"budget [1000]"}));
}

TEST_F(Searched, WhatWasSaidJustBeforeACrashIsFoundAfterIt) {
  search_.set_status(COCO_RETRY);  // the index gets nothing any more
  must(alice_.as(), "room.send", saying(room_, "last words"));
  advance(1000);
  ASSERT_EQ(search_.documents(), 0u);
  search_.set_status(COCO_OK);
  restart();
  tick();
  EXPECT_EQ(found(alice_, words("last")), (Texts{"[last] words"}));
}

TEST_F(Searched, AnIndexThatFailsForAWhileCatchesUp) {
  search_.set_status(COCO_RETRY);
  for (int i = 0; i < 3; ++i) say(alice_, room_, "budget");
  EXPECT_TRUE(host_.logged("the search index does not follow"));
  search_.set_status(COCO_OK);
  settle();
  EXPECT_EQ(search_.documents(), 3u);
}

TEST_F(Searched, ARoomPutBackByHandIsReadAnew) {
  say(alice_, room_, "budget");
  const std::string group(domain::RoomId::parse(room_)->blob());
  const coco_search_batch ahead{sizeof ahead, 0, coco::view(group), 1000, nullptr, 0};
  const coco_search_batch* const batches[] = {&ahead};
  search_.table()->index(search_.table()->self, batches, 1,
                         coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  restart();
  tick();
  say(alice_, room_, "budget");
  EXPECT_EQ(search_.documents(), 2u);
}

TEST_F(Searched, AnIndexThatWasExchangedIsFilledWithinAnHour) {
  say(alice_, room_, "budget");
  search_.table()->open(search_.table()->self, coco::view("another"),
                        coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  advance(60 * 60'000 + 1);
  tick();
  EXPECT_EQ(search_.documents(), 1u);
  EXPECT_EQ(search_.record(), app_->store_epoch);
}

TEST_F(Searched, ARoomThatIsGoneIsGoneFromTheIndex) {
  say(alice_, room_, "budget");
  for (const Device* const one : {&bob_, &dave_, &alice_}) must(one->as(), "room.leave", of_room(room_));
  settle();
  EXPECT_EQ(search_.documents(), 0u);
}

TEST_F(Searched, UntilTheIndexIsCompleteAnswersSaySo) {
  say(alice_, room_, "budget");
  restart();
  EXPECT_FALSE(must(alice_.as(), "search", words("budget")).flag("/complete"));
  settle();
  EXPECT_TRUE(must(alice_.as(), "search", words("budget")).flag("/complete"));
}

}  // namespace
}  // namespace cocotalk::testing
