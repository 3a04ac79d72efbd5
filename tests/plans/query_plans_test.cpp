// The application on the real store: whatever it reads and writes, SQLite finds it by a key or an index, and sorts nothing by
// hand.
#include <gtest/gtest.h>
#include <cocotalk/testing/fake_auth.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_search.hpp>
#include <cocotalk/testing/fake_session_policy.hpp>
#include <cocotalk/testing/test_settings.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/gateway.hpp"
#include "core/api/seed.hpp"
#include "core/domain/schema.hpp"
#include "core/runtime/loop.hpp"
#include "storage/storage.hpp"

namespace cocotalk::testing {
namespace {

// ---- every statement of every connection

std::mutex heard_mutex;
std::set<std::string> heard_statements;

int hear(unsigned, void*, void* statement, void*) {
  const char* const sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
  const std::lock_guard lock(heard_mutex);
  if (sql != nullptr) heard_statements.insert(sql);
  return 0;
}
int listen(sqlite3* connection, char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, &hear, nullptr);
}

// ---- the application

runtime::Task<void> run_into(runtime::Task<void> task, std::promise<void>& done) {
  try {
    co_await std::move(task);
    done.set_value();
  } catch (...) {
    done.set_exception(std::current_exception());
  }
}

class QueryPlans : public ::testing::Test {
 protected:
  QueryPlans()
      : host_("service"), settings_(plugin, {}), storage_(host_.host(), coco::Settings(settings_.data(), settings_.size())) {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&listen));
    storage_.start();
    storage_.define(domain::core_schema());
    host_.offer(COCO_STORAGE, storage_.interface_of(COCO_STORAGE));
    host_.offer(COCO_AUTH, auth_.table());
    host_.offer(COCO_SESSION_POLICY, policy_.table());
    host_.offer(COCO_SEARCH, search_.table());
    loop_.start();
    app_ = std::make_unique<api::Application>(host_.host(), loop_, domain::Limits());
    gateway_ = std::make_unique<api::Gateway>(*app_, loop_);
    on_loop([this] { return app_->open_store(); });
    on_loop([this] { return fill(); });
    const std::lock_guard lock(heard_mutex);
    heard_statements.clear();
  }
  ~QueryPlans() override {
    loop_.stop();
    gateway_.reset();
    app_.reset();
    Answer<int> drained;
    storage_.stop(coco::Completion(drained.expect_nothing()));
    EXPECT_EQ(drained.status(), COCO_OK);
    sqlite3_reset_auto_extension();
  }

  template <class Make>
  void on_loop(Make make) {
    std::promise<void> done;
    loop_.post([&] { runtime::spawn(run_into(make(), done)); });
    done.get_future().get();
  }
  runtime::Task<void> fill() {
    api::SeedPlan plan;
    plan.accounts = 20;
    plan.rooms = 5;
    plan.messages_per_room = 100;
    seeded_ = co_await api::seed(*app_, plan);
  }
  void ask(std::string_view command, const std::string& json = "{}") {
    coco_caller caller{};
    caller.size = sizeof caller;
    caller.credential = {sizeof(coco_credential), COCO_ACCESS_TOKEN, {}, coco::view(seeded_.accounts.at(0).access_token)};
    caller.peer = {sizeof(coco_peer), COCO_MOBILE, coco::view("10.0.0.1"), {}};
    Answer<std::string> answer;
    gateway_->table()->ask(gateway_->table()->self, &caller, coco::view(command), coco::view(json),
                           answer.expect<coco_answer>([](const coco_answer* a) { return std::string(coco::text(a->json)); }));
    EXPECT_EQ(answer.status(), COCO_OK) << command << ": " << answer.kept().value_or("") << answer.why();
  }
  std::string in_room(const std::string& more = {}) const {
    return "{\"roomId\":\"" + seeded_.rooms.at(0).hex() + "\"" + (more.empty() ? "" : "," + more) + "}";
  }
  // What SQLite does that it should not, for the statement; empty: nothing.
  std::string fault_of(sqlite3* connection, const std::string& sql) const {
    sqlite3_stmt* explain = nullptr;
    if (sqlite3_prepare_v2(connection, ("EXPLAIN QUERY PLAN " + sql).c_str(), -1, &explain, nullptr) != SQLITE_OK)
      return sqlite3_errmsg(connection);
    std::string fault;
    while (sqlite3_step(explain) == SQLITE_ROW) {
      const std::string step = reinterpret_cast<const char*>(sqlite3_column_text(explain, 3));
      const bool is_small = std::any_of(std::begin(read_whole), std::end(read_whole), [&step](std::string_view table) {
        return step.starts_with("SCAN " + std::string(table));
      });
      if ((step.starts_with("SCAN") && !is_small) || step.find("TEMP B-TREE") != std::string::npos) fault += step + "; ";
    }
    sqlite3_finalize(explain);
    return fault;
  }

  static constexpr coco_plugin plugin = coco::detail::Exported<cocotalk::storage::Storage>::descriptor();
  // From one end to the other on purpose: rooms that are gone (at a start), whom to wake, and which rooms the index has to
  // follow, in pieces.
  static constexpr std::string_view read_whole[] = {"dead_room", "push_outbox", "room_head"};

  FakeHost host_;
  const TestSettings settings_;
  cocotalk::storage::Storage storage_;
  FakeAuth auth_;
  FakeSessionPolicy policy_;
  FakeSearch search_;
  runtime::Loop loop_;
  std::unique_ptr<api::Application> app_;
  std::unique_ptr<api::Gateway> gateway_;
  api::Seeded seeded_;
};

TEST_F(QueryPlans, NothingIsLookedForFromEndToEnd) {
  ask("room.list");
  ask("room.mine");
  ask("room.get", in_room());
  ask("room.tail", in_room());
  ask("room.messages", in_room("\"bundleId\":\"" + domain::bundle_id(seeded_.rooms.at(0), 3).hex() + "\",\"count\":10"));
  ask("room.messages", in_room("\"from\":30"));
  ask("room.send", in_room("\"content\":\"hello\",\"clientMsgId\":\"1\""));
  ask("room.send", in_room("\"content\":\"hello\",\"clientMsgId\":\"1\""));
  ask("room.private", "{\"userId\":" + std::to_string(seeded_.accounts.at(1).id) + "}");
  ask("friends.list");
  ask("user.by-email", "{\"email\":\"a@b.c\"}");
  ask("search", "{\"words\":\"e\"}");
  ask("session.list");
  ask("room.leave", in_room());

  std::set<std::string> statements;
  {
    const std::lock_guard lock(heard_mutex);
    statements = heard_statements;
  }
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open((host_.host().data_dir() + "/cocotalk.db").c_str(), &connection), SQLITE_OK);
  int n_looked_at = 0;
  for (const std::string& sql : statements) {
    if (!sql.starts_with("SELECT") && !sql.starts_with("UPDATE") && !sql.starts_with("DELETE")) continue;
    ++n_looked_at;
    EXPECT_EQ(fault_of(connection, sql), "") << sql;
  }
  EXPECT_NE(fault_of(connection, "SELECT * FROM event WHERE content = 'x'"), "") << "the test sees what is wrong";
  sqlite3_close(connection);
  EXPECT_GT(n_looked_at, 15);
}

}  // namespace
}  // namespace cocotalk::testing
