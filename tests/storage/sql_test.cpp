#include "storage/sql.hpp"

#include "storage/connection.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

namespace cocotalk::storage {
namespace {

Table event() {
  Table table;
  table.name = "event";
  table.owner = "core";
  table.columns = {
      {"room", COCO_BLOB, false}, {"seq", COCO_INTEGER, false}, {"number", COCO_INTEGER, true}, {"client_id", COCO_TEXT, true}};
  table.n_key = 2;
  table.indexes = {{"by_client", {3, 0}, true, true}, {"by_number", {0, 2}, false, false}};
  return table;
}

Table head() {
  Table table;
  table.name = "my-poll_head";
  table.owner = "my-poll";
  table.columns = {{"room", COCO_BLOB, false}, {"seq", COCO_INTEGER, false}};
  table.n_key = 1;
  return table;
}

TEST(Sql, TablesAreStrictAndThoseWithoutIndexesHaveNoRowid) {
  EXPECT_EQ(sql::create_table(event()),
            R"(CREATE TABLE "event" ("room" BLOB NOT NULL, "seq" INTEGER NOT NULL, "number" INTEGER, "client_id" TEXT, )"
            R"(PRIMARY KEY ("room", "seq")) STRICT)");
  EXPECT_EQ(
      sql::create_table(head()),
      R"(CREATE TABLE "my-poll_head" ("room" BLOB NOT NULL, "seq" INTEGER NOT NULL, PRIMARY KEY ("room")) STRICT, WITHOUT ROWID)");
}

TEST(Sql, ASparseIndexIsPartialAndOneThatIsNotUniqueEndsWithTheKey) {
  EXPECT_EQ(sql::create_index(event(), event().indexes[0]),
            R"(CREATE UNIQUE INDEX "event.by_client" ON "event" ("client_id", "room") WHERE "client_id" IS NOT NULL)");
  EXPECT_EQ(sql::create_index(event(), event().indexes[1]),
            R"(CREATE INDEX "event.by_number" ON "event" ("room", "number", "seq"))");
}

TEST(Sql, ASparseIndexLeavesOutNullInEachOfItsColumnsThatMayHoldIt) {
  Index index{"by_both", {0, 2, 3}, true, true};
  EXPECT_EQ(sql::create_index(event(), index),
            R"(CREATE UNIQUE INDEX "event.by_both" ON "event" ("room", "number", "client_id") WHERE )"
            R"("number" IS NOT NULL AND "client_id" IS NOT NULL)");
  index.columns = {0, 1};
  EXPECT_EQ(sql::create_index(event(), index), R"(CREATE UNIQUE INDEX "event.by_both" ON "event" ("room", "seq"))");
}

TEST(Sql, DefaultsAreLiterals) {
  const std::string text = "it's", bytes("\0\xfe", 2);
  EXPECT_EQ(sql::add_column(event(), 3, {COCO_TEXT, 0, 0, coco::view(text)}),
            R"(ALTER TABLE "event" ADD COLUMN "client_id" TEXT DEFAULT 'it''s')");
  EXPECT_EQ(sql::add_column(event(), 0, {COCO_BLOB, 0, 0, coco::view(bytes)}),
            R"(ALTER TABLE "event" ADD COLUMN "room" BLOB NOT NULL DEFAULT x'00fe')");
  EXPECT_EQ(sql::add_column(event(), 1, {COCO_INTEGER, 0, -5, {nullptr, 0}}),
            R"(ALTER TABLE "event" ADD COLUMN "seq" INTEGER NOT NULL DEFAULT -5)");
  EXPECT_EQ(sql::add_column(event(), 2, {COCO_NULL, 0, 0, {nullptr, 0}}), R"(ALTER TABLE "event" ADD COLUMN "number" INTEGER)");
}

TEST(Sql, PutReplacesOnlyWhatHasTheSameKey) {
  EXPECT_EQ(
      sql::put(head()),
      R"(INSERT INTO "my-poll_head" ("room", "seq") VALUES (?, ?) ON CONFLICT ("room") DO UPDATE SET "seq" = excluded."seq")");
}

TEST(Sql, ColumnsAreInDeclaredOrderThenTheKey) {
  EXPECT_EQ(sql::set(event(), 0b1100), R"(UPDATE "event" SET "number" = ?, "client_id" = ? WHERE "room" = ? AND "seq" = ?)");
  EXPECT_EQ(sql::expect(event(), 0b0100), R"(SELECT 1 FROM "event" WHERE "room" = ? AND "seq" = ? AND "number" IS ?)");
}

TEST(Sql, ARangeIsTheSharedValuesThenTheRestOfEachBound) {
  EXPECT_EQ(
      sql::select(event(), nullptr, {1, 2, 1, true, false, false}),
      R"(SELECT "room", "seq", "number", "client_id" FROM "event" WHERE "room" = ? AND "seq" > ? ORDER BY "room", "seq" LIMIT ?)");
  EXPECT_EQ(
      sql::select(event(), &event().indexes[0], {0, 0, 2, false, true, true}),
      R"(SELECT "room", "seq", "number", "client_id" FROM "event" INDEXED BY "event.by_client" WHERE "client_id" IS NOT NULL AND )"
      R"(("client_id", "room") < (?, ?) ORDER BY "client_id" DESC, "room" DESC LIMIT ?)");
}

// Every shape of a range is a walk along its key or index: nothing is sorted, nothing outside the bounds is looked at.
TEST(Sql, RangesNeitherSortNorScan) {
  const testing::TemporaryFolder folder;
  Connection connection(folder.path() / "db", Connection::Role::writer, 4 << 20);
  const Table table = event(), small = head();
  for (const std::string& text : {sql::create_table(table), sql::create_index(table, table.indexes[0]),
                                  sql::create_index(table, table.indexes[1]), sql::create_table(small)})
    Statement(connection.handle(), text).run();

  const auto expect_walk = [&](const Table& of, const Index* index, const sql::RangeShape& shape) {
    Statement plan(connection.handle(), "EXPLAIN QUERY PLAN " + sql::select(of, index, shape));
    while (plan.step() == Statement::Step::row) {
      const std::string step(coco::text(plan.value(3).bytes));
      EXPECT_EQ(step.find("TEMP B-TREE"), std::string::npos) << step << " for " << sql::select(of, index, shape);
      const bool bounded = shape.n_equal + shape.n_lower + shape.n_upper > 0;
      if (bounded) {
        EXPECT_EQ(step.find("SEARCH"), 0u) << step << " for " << sql::select(of, index, shape);
      }
    }
  };
  for (const bool descending : {false, true}) {
    for (std::uint8_t lower = 0; lower <= 2; ++lower)
      for (std::uint8_t upper = 0; upper <= 2; ++upper)
        for (std::uint8_t equal = 0; equal <= std::min(lower, upper); ++equal) {
          expect_walk(table, nullptr, {equal, lower, upper, false, false, descending});
          expect_walk(table, &table.indexes[1], {equal, lower, upper, true, false, descending});
        }
    expect_walk(small, nullptr, {1, 1, 1, false, false, descending});
    expect_walk(table, &table.indexes[0], {2, 2, 2, false, false, descending});
  }
}

}  // namespace
}  // namespace cocotalk::storage
