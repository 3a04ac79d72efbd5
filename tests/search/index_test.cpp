#include "search/index.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "search/layout.hpp"
#include "search/tokenizer.hpp"
#include "tests/search/fed.hpp"

namespace cocotalk::search {
namespace {

using Numbers = std::vector<std::int64_t>;
constexpr std::int64_t now = 1'700'000'000'000;

TEST(Index, KeepsWhatItWasFedOverARestart) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() / "search.db";
  {
    Index index(path, 1 << 20);
    index.open("record");
    index.add({batch_of("room", 7, {{1, now, "회의"}})});
  }
  Index again(path, 1 << 20);
  again.open("record");
  EXPECT_EQ(again.positions({"room"}), (Numbers{7}));
  EXPECT_EQ(Lookup(path, 1 << 20).find(question_of("회의", {"room"})).hits.size(), 1u);
}

// A process that is killed in the middle of feeding leaves positions and documents that agree.
TEST(Index, AfterAKillPositionsAndDocumentsAgree) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() / "search.db";
  int fed[2];
  ASSERT_EQ(::pipe(fed), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    Index index(path, 1 << 20);
    index.open("record");
    for (std::int64_t i = 1;; ++i) {
      index.add({batch_of("room", i, {{i, now + i, "회의 " + std::to_string(i)}})});
      if (::write(fed[1], ".", 1) != 1) ::_exit(1);
    }
  }
  char dot;
  for (int i = 0; i < 200; ++i) ASSERT_EQ(::read(fed[0], &dot, 1), 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(fed[0]);
  ::close(fed[1]);
  Index index(path, 1 << 20);
  index.open("record");
  const std::int64_t position = index.positions({"room"}).front();
  EXPECT_GE(position, 200);
  EXPECT_EQ(static_cast<std::int64_t>(Lookup(path, 1 << 20).find(question_of("회의", {"room"}, 1'000'000)).hits.size()),
            position);
}

TEST(Index, LeavesNoTermOfWhatWasReplacedOrErased) {
  Fed fed;
  fed.add("room", 1, {{1, now, "비밀 이야기"}, {2, now, "비밀번호"}});
  fed.add("room", 2, {{1, now, "다른 이야기"}, {2, now, ""}});
  EXPECT_EQ(fed.numbers("이야기", {"room"}), (Numbers{1}));
  Database database(fed.path(), Database::Role::writer, 1 << 20);
  add_tokenizer(database);
  database.execute("CREATE VIRTUAL TABLE temp.kept USING fts5vocab('main', 'terms', 'row')");
  for (const char* const sql :
       {"SELECT count(*) FROM document WHERE text LIKE '%비밀%'", "SELECT count(*) FROM kept WHERE term = '비밀'"}) {
    Statement left(database, sql);
    ASSERT_TRUE(left.step());
    EXPECT_EQ(left.number(0), 0) << sql;
  }
}

TEST(Index, DocumentsOfOneSecondOverflowIntoTheNext) {
  Fed fed;
  std::vector<Doc> docs;
  for (std::int64_t i = 1; i <= ids_per_second + 2; ++i) docs.push_back({i, now, "회의"});
  fed.add("room", 1, docs);
  fed.add("room", 2, {{100'000, now + 1000, "회의"}, {100'001, now, "회의"}});
  EXPECT_EQ(fed.lookup.find(question_of("회의", {"room"}, 100'000)).hits.size(), static_cast<std::size_t>(ids_per_second) + 4);
}

TEST(Index, TimesBeforeTheFirstSecondAreTheOldest) {
  Fed fed;
  fed.add("room", 1, {{1, now, "회의"}, {2, 0, "회의"}, {3, -5, "회의"}});
  EXPECT_EQ(fed.numbers("회의", {"room"}).front(), 1);
  EXPECT_EQ(fed.numbers("회의", {"room"}).size(), 3u);
}

TEST(Index, ForgetsAGroupInSteps) {
  Fed fed;
  std::vector<Doc> docs;
  for (std::int64_t i = 1; i <= 1200; ++i) docs.push_back({i, now + i, "회의"});
  fed.add("room", 1200, docs);
  fed.add("other", 1, {{1, now, "회의"}});
  fed.index.forget("room");
  fed.index.forget("unknown");
  EXPECT_EQ(fed.numbers("회의", {"room", "other"}), (Numbers{1}));
  EXPECT_EQ(fed.index.positions({"room", "other"}), (Numbers{0, 1}));
}

TEST(Index, TidiesWhatManySmallFeedingsLeft) {
  Fed fed;
  for (std::int64_t i = 1; i <= 100; ++i) fed.add("room", i, {{i, now + i * 1000, "회의 " + std::to_string(i)}});
  int steps = 0;
  while (fed.index.tidy() && steps < 1000) ++steps;
  EXPECT_LT(steps, 1000) << "it never becomes tidy";
  EXPECT_EQ(fed.numbers("회의", {"room"}).size(), 100u);
}

TEST(Index, AnotherLayoutIsDamage) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() / "search.db";
  {
    Index index(path, 1 << 20);
    Database(path, Database::Role::writer, 1 << 20).execute("PRAGMA user_version = 99");
  }
  try {
    const Index again(path, 1 << 20);
    FAIL() << "opened";
  } catch (const DatabaseError& error) {
    EXPECT_TRUE(error.is_damage()) << error.what();
  }
}

}  // namespace
}  // namespace cocotalk::search
