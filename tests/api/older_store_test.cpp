// A store that an older version of the program wrote (core/domain/schema.cpp).
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct OlderStore : ApplicationFixture {
  // The store as a version wrote it that did not know the column yet.
  static void forget_column(memory::Table& table, const char* name) {
    const auto at = static_cast<std::ptrdiff_t>(table.column(name));
    table.columns.erase(table.columns.begin() + at);
    for (auto& [key, row] : table.rows) row.erase(row.begin() + at);
  }
  void become_older() {
    FakeStorage::Snapshot store = storage_->snapshot();
    for (const char* const column : {"muted_until_ms", "pinned"}) forget_column(store.tables.at("member"), column);
    forget_column(store.tables.at("room"), "notice");
    storage_->load(std::move(store));
  }
  // As the program does that knows it.
  void define() {
    coco_schema newer = domain::core_schema();
    ++newer.version;
    coco_error error{};
    coco::throw_if(storage_->table()->define(storage_->table()->self, &newer, &error), error);
  }
};

TEST_F(OlderStore, ItsRoomsAreNeitherMutedNorPinnedAndHaveNoNotice) {
  const Device alice = person("alice"), bob = person("bob");
  const std::string id = create(alice.as(), 0, {1, 2}), message = send(alice.as(), id, "from the time before").message_id;
  become_older();
  define();
  restart();
  const Opened link = open(alice);
  const Answered seen = must(link.as(), "room.get", of_room(id));
  EXPECT_FALSE(seen.flag("/muted"));
  EXPECT_FALSE(seen.flag("/pinned"));
  EXPECT_TRUE(seen.is_null("/notice"));
  EXPECT_EQ(seen.number("/maker"), 1);
  must(link.as(), "room.mute", of_room(id));
  must(link.as(), "room.pin", of_room(id));
  must(link.as(), "room.notice", "{\"roomId\":" + json_text(id) + ",\"messageId\":" + json_text(message) + "}");
  restart();
  const Answered after = must(open(alice).as(), "room.get", of_room(id));
  EXPECT_TRUE(after.flag("/muted"));
  EXPECT_TRUE(after.flag("/pinned"));
  EXPECT_EQ(after.text("/notice/content"), "from the time before");
}

}  // namespace
}  // namespace cocotalk::testing
