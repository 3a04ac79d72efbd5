#include "storage/migration.hpp"

#include "store.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace cocotalk::storage::test {
namespace {

// Why a storage does not start with the database that `prepare` changed; empty: it does.
template <class Prepare>
std::string refusal(Prepare prepare) {
  testing::FakeHost host;
  prepare((host.data_dir() / "cocotalk.db").string());
  const std::vector<coco_setting> values = settings();
  Storage storage(host.host(), coco::Settings(values.data(), values.size()));
  std::string why;
  try {
    storage.start();
  } catch (const coco::Error& error) {
    EXPECT_EQ(error.code(), COCO_INVALID);
    why = error.what();
  }
  testing::Answer<int> drained;
  storage.stop(coco::Completion(drained.expect_nothing()));
  return why;
}

void run(const std::string& path, const std::string& sql) {
  Connection connection(path, Connection::Role::writer, 1 << 20);
  Statement(connection.handle(), sql).run();
}

TEST(Migration, ADatabaseOfAnotherProgramIsRefused) {
  const std::string why = refusal([](const std::string& path) { run(path, "CREATE TABLE x (y)"); });
  EXPECT_NE(why.find("cocotalk.db' is a database of another program"), std::string::npos) << why;
}

TEST(Migration, AFileThatIsNoDatabaseIsRefused) {
  const std::string why = refusal([](const std::string& path) { std::ofstream(path) << std::string(10'000, 'x'); });
  EXPECT_NE(why.find("cocotalk.db"), std::string::npos) << why;
  EXPECT_NE(why.find("not a database"), std::string::npos) << why;
}

TEST(Migration, ADatabaseOfANewerStorageIsRefused) {
  const std::string why = refusal([](const std::string& path) {
    Connection connection(path, Connection::Role::writer, 1 << 20);
    open_store(connection.session(), path);
    Statement(connection.handle(), "PRAGMA user_version = 2").run();
  });
  EXPECT_NE(why.find("newer storage (layout 2, this one knows 1)"), std::string::npos) << why;
}

TEST(Migration, NamesThatSqlOrPeopleWouldStumbleOverAreRefused) {
  Store store;
  for (const char* name : {"", "Capital", "1st", "with space", "quo\"te", "sqlite_x", "cocotalk_schema", "dot.ted"})
    EXPECT_EQ(define(store.table(), {"core", 2, {{name, {{"id"}}, {"id"}}}}), COCO_INVALID) << name;
}

TEST(Migration, ATableOfAnotherOwnerIsNotTaken) {
  Store store;
  SchemaWord core = example_schema();
  core.version = 2;
  core.tables.push_back({"poll_vote", {{"id"}}, {"id"}});
  ASSERT_EQ(define(store.table(), core), COCO_OK);
  std::string why;
  EXPECT_EQ(define(store.table(), {"poll", 1, {{"vote", {{"id"}}, {"id"}}}}, &why), COCO_INVALID);
  EXPECT_NE(why.find("'core'"), std::string::npos) << why;
}

TEST(Migration, WordsOfSqlAreGoodNames) {
  Store store;
  const SchemaWord schema{"select", 1, {{"order", {{"group"}, {"where", COCO_TEXT, true}}, {"group"}, {{"index", {"where"}}}}}};
  std::string why;
  ASSERT_EQ(define(store.table(), schema, &why), COCO_OK) << why;
  EXPECT_EQ(store.commit(Batch().put("select_order", {i(1), t("a")}).set("select_order", {i(1)}, {{"where", t("b")}})).status,
            COCO_OK);
  EXPECT_EQ(Read(store.table(), {{"select_order", "index", {t("b")}, {t("b")}}}).get().ranges.at(0).size(), 1u);
}

}  // namespace
}  // namespace cocotalk::storage::test
