#include "storage/transaction.hpp"

#include <cocotalk/testing/storage/words.hpp>

#include <gtest/gtest.h>

#include <utility>

namespace cocotalk::storage {
namespace {

using namespace testing::storage;

Catalog catalog() {
  Table table;
  table.name = "word";
  table.owner = "core";
  table.columns = {{"word", COCO_TEXT, false}, {"n", COCO_INTEGER, false}, {"data", COCO_BLOB, true}};
  table.n_key = 1;
  return Catalog(Catalog(), "core", {table});
}

TEST(Transaction, OwnsWhatItWasGivenAndKeepsItWhenMoved) {
  const Catalog tables = catalog();
  auto batch = std::make_unique<Batch>(
      Batch().insert("word", {t("first"), i(1), b("x")}).set("word", {t("second")}, {{"data", b("y")}, {"n", i(2)}}));
  Transaction kept(tables, batch->view());
  batch.reset();
  const Transaction moved = std::move(kept);
  ASSERT_EQ(moved.ops().size(), 2u);
  EXPECT_EQ(coco::text(moved.ops()[0].values[0].bytes), "first");
  EXPECT_EQ(coco::text(moved.ops()[1].key[0].bytes), "second");
  EXPECT_EQ(coco::text(moved.ops()[1].values[0].bytes), "y");
  EXPECT_EQ(moved.ops()[1].columns[0], 2u);
  EXPECT_EQ(moved.ops()[1].columns[1], 1u);
}

TEST(Transaction, KnowsWhereEachOperationsResultsWillStand) {
  const Catalog tables = catalog();
  Batch batch = Batch().plus("word", {t("a")}, {{"n", i(1)}}).expect("word", {t("a")}).max("word", {t("a")}, {{"n", result(0)}});
  const Transaction transaction(tables, batch.view());
  EXPECT_EQ(std::vector<std::uint64_t>(transaction.first_result().begin(), transaction.first_result().end()),
            (std::vector<std::uint64_t>{0, 1, 1, 2}));
}

TEST(Transaction, WeighsAtLeastItsBytes) {
  const Catalog tables = catalog();
  Batch batch = Batch().insert("word", {t(std::string(1000, 'x')), i(1), b(std::string(500, 'y'))});
  EXPECT_GE(Transaction(tables, batch.view()).bytes(), 1500u);
}

}  // namespace
}  // namespace cocotalk::storage
