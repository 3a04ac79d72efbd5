#include "bench/storage/posts.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <stdexcept>

namespace cocotalk::bench {

namespace {

class Plain {
 public:
  explicit Plain(const std::string& path) {
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) throw std::runtime_error("cannot open " + path);
    for (const char* sql :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 0", "PRAGMA cache_size = -49152",
          "CREATE TABLE event (room BLOB NOT NULL, seq INTEGER NOT NULL, number INTEGER, kind INTEGER NOT NULL, type INTEGER NOT "
          "NULL, sender "
          "INTEGER NOT NULL, client_id TEXT, content TEXT NOT NULL, ts_ms INTEGER NOT NULL, PRIMARY KEY (room, seq)) STRICT",
          "CREATE UNIQUE INDEX by_client ON event (client_id, sender) WHERE client_id IS NOT NULL",
          "CREATE UNIQUE INDEX by_number ON event (room, number) WHERE number IS NOT NULL",
          "CREATE TABLE head (room BLOB NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, number INTEGER NOT NULL, ordinal INTEGER NOT "
          "NULL) STRICT, "
          "WITHOUT ROWID",
          "CREATE TABLE member (room BLOB NOT NULL, account INTEGER NOT NULL, generation INTEGER NOT NULL, PRIMARY KEY (room, "
          "account)) STRICT, "
          "WITHOUT ROWID"})
      run(sql);
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    expect_ = prepare("SELECT 1 FROM member WHERE room = ? AND account = ? AND generation IS 1");
    absent_ = prepare("SELECT 1 FROM event WHERE client_id = ? AND sender = ?");
    get_ = prepare("SELECT seq, number, ordinal FROM head WHERE room = ?");
    set_ = prepare("UPDATE head SET seq = ?, number = ?, ordinal = ? WHERE room = ?");
    insert_ = prepare("INSERT INTO event VALUES (?, ?, ?, 1, 0, ?, ?, ?, ?)");
  }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;
  ~Plain() {
    for (sqlite3_stmt* statement : {begin_, commit_, expect_, absent_, get_, set_, insert_}) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }

  void run(const char* sql) { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr), SQLITE_OK); }
  void begin() { step(begin_, SQLITE_DONE); }
  void commit() { step(commit_, SQLITE_DONE); }

  void fill() {
    sqlite3_stmt* head = prepare("INSERT INTO head VALUES (?, 0, 0, 0)");
    sqlite3_stmt* member = prepare("INSERT INTO member VALUES (?, ?, 1)");
    begin();
    for (int room = 0; room < n_rooms; ++room) {
      const std::string id = room_id(room);
      bind(head, 1, id, true);
      step(head, SQLITE_DONE);
      for (int m = 0; m < members_per_room; ++m) {
        bind(member, 1, id, true);
        sqlite3_bind_int64(member, 2, account_of(room, m));
        step(member, SQLITE_DONE);
      }
    }
    commit();
    sqlite3_finalize(head);
    sqlite3_finalize(member);
  }

  void post(const Post& p) {
    bind(expect_, 1, p.room, true);
    sqlite3_bind_int64(expect_, 2, p.account);
    step(expect_, SQLITE_ROW);
    bind(absent_, 1, p.client_id, false);
    sqlite3_bind_int64(absent_, 2, p.account);
    step(absent_, SQLITE_DONE);
    bind(get_, 1, p.room, true);
    check(sqlite3_step(get_), SQLITE_ROW);
    const std::int64_t seq = sqlite3_column_int64(get_, 0) + 1, number = sqlite3_column_int64(get_, 1) + 1,
                       ordinal = sqlite3_column_int64(get_, 2) + 1;
    sqlite3_reset(get_);
    sqlite3_bind_int64(set_, 1, seq);
    sqlite3_bind_int64(set_, 2, number);
    sqlite3_bind_int64(set_, 3, ordinal);
    bind(set_, 4, p.room, true);
    step(set_, SQLITE_DONE);
    bind(insert_, 1, p.room, true);
    sqlite3_bind_int64(insert_, 2, seq);
    sqlite3_bind_int64(insert_, 3, number);
    sqlite3_bind_int64(insert_, 4, p.account);
    bind(insert_, 5, p.client_id, false);
    bind(insert_, 6, content(), false);
    sqlite3_bind_int64(insert_, 7, p.sent_ms);
    step(insert_, SQLITE_DONE);
  }

 private:
  static void check(int code, int expected) {
    if (code != expected) throw std::runtime_error(std::string("sqlite: ") + sqlite3_errstr(code));
  }
  static void step(sqlite3_stmt* statement, int expected) {
    check(sqlite3_step(statement), expected);
    sqlite3_reset(statement);
  }
  static void bind(sqlite3_stmt* statement, int parameter, const std::string& bytes, bool is_blob) {
    const int size = static_cast<int>(bytes.size());
    if (is_blob)
      sqlite3_bind_blob(statement, parameter, bytes.data(), size, SQLITE_STATIC);
    else
      sqlite3_bind_text(statement, parameter, bytes.data(), size, SQLITE_STATIC);
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr), SQLITE_OK);
    return statement;
  }

  sqlite3* handle_ = nullptr;
  sqlite3_stmt *begin_ = nullptr, *commit_ = nullptr, *expect_ = nullptr, *absent_ = nullptr, *get_ = nullptr, *set_ = nullptr,
               *insert_ = nullptr;
};

}  // namespace

Rate on_the_plain_handle(double group, std::uint64_t n_posts) {
  const testing::TemporaryFolder folder;
  Plain plain(folder.path() / "plain.db");
  plain.fill();
  const auto began = std::chrono::steady_clock::now();
  std::uint64_t posted = 0, groups = 0;
  while (posted < n_posts) {
    ++groups;
    const auto until = std::min(n_posts, static_cast<std::uint64_t>(static_cast<double>(groups) * group));
    plain.begin();
    do {
      plain.post(post_of(posted++));
    } while (posted < until);
    plain.commit();
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return {static_cast<double>(posted) / took.count(), static_cast<double>(posted) / static_cast<double>(groups)};
}

}  // namespace cocotalk::bench
