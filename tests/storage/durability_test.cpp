// What was answered survives the process, however it ends.
#include "store.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>

namespace cocotalk::storage::test {
namespace {

struct Answered {
  std::int64_t room, seq;
};

std::string content_of(std::int64_t room, std::int64_t seq) {
  return std::to_string(room) + "/" + std::to_string(seq) + std::string(200, '.');
}

// Commits to one room, one after the other, for ever; tells `pipe` each number that was answered.
class Sender {
 public:
  Sender(Store& store, std::int64_t room, std::int64_t last_seq, int pipe)
      : store_(store), room_(room), last_seq_(last_seq), pipe_(pipe) {}

  void send() {
    batch_ = Batch().append("item", {i(room_), i(0), t(content_of(room_, last_seq_ + 1)), i(0), null});
    const coco_transaction raw = batch_.view();
    store_.table()->commit(
        store_.table()->self, &raw,
        coco::on_completion<coco_committed>([this](coco_status status, const coco_committed* done, const coco_error*) {
          if (status != COCO_OK) ::_exit(1);
          last_seq_ = done->results[0];
          const Answered answered{room_, last_seq_};
          if (::write(pipe_, &answered, sizeof answered) != sizeof answered) ::_exit(1);
          send();
        }));
  }

 private:
  Store& store_;
  const std::int64_t room_;
  std::int64_t last_seq_;
  const int pipe_;
  Batch batch_;
};

constexpr std::int64_t n_rooms = 24;

[[noreturn]] void commit_until_killed(Store& store, std::map<std::int64_t, std::int64_t> last, int pipe) {
  store.open();
  std::deque<Sender> senders;
  for (std::int64_t room = 0; room < n_rooms; ++room) senders.emplace_back(store, room, last[room], pipe).send();
  for (;;) ::pause();
}

// Runs the load in a child, kills it after `n` answers, and returns all that it was told.
std::vector<Answered> killed_after(Store& store, const std::map<std::int64_t, std::int64_t>& last, std::size_t n) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) commit_until_killed(store, last, ends[1]);
  ::close(ends[1]);
  std::vector<Answered> out;
  Answered answered{};
  while (::read(ends[0], &answered, sizeof answered) == sizeof answered) {
    out.push_back(answered);
    if (out.size() == n) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
  return out;
}

void expect_intact(const std::string& database) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open_v2(database.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  {
    Statement check(handle, "PRAGMA integrity_check");
    ASSERT_EQ(check.step(), Statement::Step::row);
    EXPECT_EQ(coco::text(check.value(0).bytes), "ok");
  }
  sqlite3_close(handle);
}

TEST(Durability, EveryAnsweredCommitSurvivesKillAtItsNumberAndNothingIsTorn) {
  Store store({{"checkpoint_bytes", 1 << 20}});  // so that checkpoints are hit too
  std::map<std::int64_t, std::int64_t> last;
  for (const std::size_t n : {1u, 40u, 700u, 2500u}) {
    store.close();
    const std::vector<Answered> answered = killed_after(store, last, n);
    EXPECT_GE(answered.size(), n);
    store.open();
    std::map<std::int64_t, std::int64_t> stored;
    for (const Row& row : store.rows("item")) {
      const auto room = std::get<std::int64_t>(row[0]), seq = std::get<std::int64_t>(row[1]);
      EXPECT_EQ(seq, stored[room] + 1) << "a hole in room " << room;
      EXPECT_EQ(row[2], t(content_of(room, seq)));
      stored[room] = seq;
    }
    for (const Answered& was : answered) EXPECT_LE(was.seq, stored[was.room]) << "lost in room " << was.room;
    expect_intact(store.file("cocotalk.db"));
    last = stored;
  }
}

}  // namespace
}  // namespace cocotalk::storage::test
