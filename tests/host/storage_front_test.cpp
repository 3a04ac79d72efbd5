#include "core/host/storage_front.hpp"

#include <cocotalk/testing/fake_storage.hpp>

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cocotalk::host {
namespace {

constexpr coco_column columns[] = {{"id", COCO_INTEGER, 0, {}}, {"text", COCO_TEXT, 1, {}}};
constexpr const char* key[] = {"id", nullptr};
constexpr coco_table things{"thing", columns, 2, key, nullptr, 0};
constexpr coco_schema schema{sizeof schema, 1, "core", &things, 1};

class StorageFrontTest : public ::testing::Test {
 protected:
  StorageFrontTest() { slots.behind(COCO_STORAGE).offer(&first); }
  const coco_storage& seen() { return *static_cast<const coco_storage*>(slots.of(COCO_STORAGE).acquire().table); }

  // Everything that is lent for the call is gone when it returns.
  void insert(std::int64_t id) {
    std::string text = "thing " + std::to_string(id), table = "thing";
    const coco_value values[] = {{COCO_INTEGER, 0, id, {}}, {COCO_TEXT, 0, 0, coco::view(text)}};
    const coco_op op{COCO_INSERT, 0, table.c_str(), nullptr, nullptr, 0, nullptr, values, 2};
    const coco_transaction transaction{sizeof transaction, 0, &op, 1};
    seen().commit(seen().self, &transaction, answer_of(id));
    text.assign(text.size(), '?');
    table.assign(table.size(), '?');
  }
  void read_all() {
    std::string table = "thing";
    coco_range range{};
    range.table = table.c_str();
    seen().read(seen().self, &range, 1,
                coco::on_completion<coco_read_result>([this](coco_status, const coco_read_result* result, const coco_error*) {
                  rows.clear();
                  for (std::uint64_t i = 0; result != nullptr && i < result->ranges[0].n_rows; ++i)
                    rows.emplace_back(coco::text(result->ranges[0].values[2 * i + 1].bytes));
                }));
    table.assign(table.size(), '?');
  }
  coco_completion answer_of(std::int64_t id) {
    return coco::on_completion<coco_committed>([this, id](coco_status status, const coco_committed*, const coco_error* error) {
      answers.push_back(std::to_string(id) + (status == COCO_OK ? " ok" : std::string(" ") + error->text));
    });
  }

  plugins::Slots slots;
  StorageFront front{slots};
  testing::FakeStorage old, next;
  plugins::Provider first{old.table()}, second{next.table()};
  std::vector<std::string> answers, rows;
};

using Texts = std::vector<std::string>;

TEST_F(StorageFrontTest, PassesEverythingOn) {
  front.define(schema);
  insert(1);
  read_all();
  EXPECT_EQ(answers, Texts{"1 ok"});
  EXPECT_EQ(rows, Texts{"thing 1"});
  EXPECT_FALSE(first.is_leased());
  EXPECT_EQ(first.calls(), 3u);
}

TEST_F(StorageFrontTest, HoldsBackWhatComesMeanwhileAndHandsItOverInOrder) {
  front.define(schema);
  front.hold();
  insert(1);
  insert(2);
  read_all();
  EXPECT_TRUE(answers.empty());
  EXPECT_FALSE(first.is_leased()) << "nobody waits for who goes";
  slots.behind(COCO_STORAGE).replace(&first, &second);
  front.define_again(*next.table());
  front.resume();
  insert(3);
  EXPECT_EQ(answers, (Texts{"1 ok", "2 ok", "3 ok"}));
  EXPECT_EQ(rows, (Texts{"thing 1", "thing 2"}));
  EXPECT_EQ(first.calls(), 1u) << "of the old one only define() was called";
}

TEST_F(StorageFrontTest, GoesOnWithTheOldOneWhenNothingCameOfIt) {
  front.define(schema);
  front.hold();
  insert(1);
  front.resume();
  EXPECT_EQ(answers, Texts{"1 ok"});
}

TEST_F(StorageFrontTest, SaysBusyBeyondItsBound) {
  front.define(schema);
  front.hold();
  for (std::size_t i = 0; i < StorageFront::most_held; ++i) insert(static_cast<std::int64_t>(i));
  EXPECT_TRUE(answers.empty());
  insert(-1);
  EXPECT_EQ(answers, Texts{"-1 the storage is being replaced, and too much waits for it"});
  front.resume();
  EXPECT_EQ(answers.size(), StorageFront::most_held + 1);
}

TEST_F(StorageFrontTest, SaysWhenNobodyCameBack) {
  front.define(schema);
  front.hold();
  insert(1);
  slots.behind(COCO_STORAGE).clear(&first);
  front.resume();
  EXPECT_EQ(answers, Texts{"1 nobody provides cocotalk.storage/1"});
}

TEST_F(StorageFrontTest, RemembersTheLastSchemaOfEachOwner) {
  front.define(schema);
  coco_schema newer = schema;
  newer.version = 2;
  front.define(newer);
  EXPECT_THROW(front.define(coco_schema{sizeof schema, 1, "core", &things, 1}), coco::Error) << "refused by the storage itself";
  front.define_again(*next.table());
  coco_error error{};
  EXPECT_EQ(next.table()->define(next.table()->self, &schema, &error), COCO_INVALID) << "it knows version 2";
}

}  // namespace
}  // namespace cocotalk::host
