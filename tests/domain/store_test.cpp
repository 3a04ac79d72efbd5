#include "core/domain/store.hpp"

#include <gtest/gtest.h>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_storage.hpp>

#include "core/domain/schema.hpp"
#include "tests/api/manual_executor.hpp"

namespace cocotalk::domain {
namespace {

struct StoreTest : ::testing::Test {
  StoreTest() {
    host.offer(COCO_STORAGE, storage.table());
    coco_error error{};
    coco::throw_if(storage.table()->define(storage.table()->self, &core_schema(), &error), error);
  }
  // Runs the task to its end; what it throws is thrown here.
  void run(runtime::Task<void> task) {
    std::exception_ptr failed;
    bool done = false;
    runtime::spawn(guarded(std::move(task), failed, done));
    executor.run();
    ASSERT_TRUE(done) << "it never ended";
    if (failed) std::rethrow_exception(failed);
  }
  static runtime::Task<void> guarded(runtime::Task<void> task, std::exception_ptr& failed, bool& done) {
    try {
      co_await std::move(task);
    } catch (...) {
      failed = std::current_exception();
    }
    done = true;
  }
  static runtime::Task<void> put(Store& store, std::string name, std::string value) {
    Transaction transaction;
    transaction.put(meta::table, values(name, value));
    co_await store.commit(transaction);
  }
  static runtime::Task<void> get(Store& store, std::string name, Rows& to) {
    to = co_await store.read_one(Range::of(meta::table, values(name)));
  }
  static runtime::Task<void> expect(Store& store, std::string name, std::string value) {
    Transaction transaction;
    transaction.put(meta::table, values(std::string("before"), value));
    transaction.expect(meta::table, values(name), {"value"}, values(value));
    co_await store.commit(transaction);
  }
  testing::FakeHost host;
  testing::FakeStorage storage;
  testing::ManualExecutor executor;
  Store store{host.host(), executor};
};

TEST_F(StoreTest, ReadsWhatWasCommitted) {
  run(put(store, "a", std::string("x\0y", 3)));
  Rows rows;
  run(get(store, "a", rows));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].text(meta::value), std::string("x\0y", 3));
  run(get(store, "b", rows));
  EXPECT_TRUE(rows.empty());
}

TEST_F(StoreTest, AConflictNamesTheOperationAndLeavesNothing) {
  try {
    run(expect(store, "a", "x"));
    FAIL() << "it was no conflict";
  } catch (const Conflict& conflict) {
    EXPECT_EQ(conflict.op(), 1u);
    EXPECT_EQ(conflict.code(), COCO_CONFLICT);
  }
  Rows rows;
  run(get(store, "before", rows));
  EXPECT_TRUE(rows.empty());
}

TEST_F(StoreTest, AFailureOfTheStorageKeepsItsStatus) {
  for (const coco_status status : {COCO_BUSY, COCO_RETRY}) {
    storage.fail_next_commit(status);
    try {
      run(put(store, "a", "x"));
      FAIL() << status;
    } catch (const coco::Error& error) {
      EXPECT_EQ(error.code(), status);
    }
  }
}

TEST_F(StoreTest, WithoutAStorageItIsUnavailable) {
  host.offer(COCO_STORAGE, nullptr);
  try {
    run(put(store, "a", "x"));
    FAIL();
  } catch (const coco::Error& error) {
    EXPECT_EQ(error.code(), COCO_UNAVAILABLE);
  }
}

TEST_F(StoreTest, GivesItsLeaseBackAfterEachCall) {
  run(put(store, "a", "x"));
  storage.fail_next_commit(COCO_RETRY);
  EXPECT_THROW(run(put(store, "a", "x")), coco::Error);
  Rows rows;
  run(get(store, "a", rows));
  EXPECT_EQ(host.leases_out(), 0);
}

TEST_F(StoreTest, APendingCommitTakesItsPlaceWhenItIsMade) {
  const auto two = [](Store& s) -> runtime::Task<void> {
    Transaction one, other;
    one.put(meta::table, values(std::string("a"), std::string("first")));
    other.put(meta::table, values(std::string("a"), std::string("second")));
    Store::Pending a(s, one), b(s, other);
    co_await b.answer();
    co_await a.answer();
  };
  run(two(store));
  Rows rows;
  run(get(store, "a", rows));
  EXPECT_EQ(rows[0].text(meta::value), "second");
}

TEST_F(StoreTest, ResultsOfEarlierOperationsGoIntoLaterOnes) {
  const auto work = [](Store& s, std::int64_t& id) -> runtime::Task<void> {
    Transaction transaction;
    const std::size_t appended = transaction.append(friendship::table, values(0, 1, 2, 0, 0, 0));
    transaction.append(friendship::table, values(0, 2, Value::result(appended), 0, 0, 0));
    const Committed done = co_await s.commit(transaction);
    id = done.result(1);
  };
  std::int64_t id = 0;
  run(work(store, id));
  EXPECT_EQ(id, 2);
}

TEST_F(StoreTest, TheSchemaMayBeDefinedAgain) {
  coco_error error{};
  EXPECT_EQ(storage.table()->define(storage.table()->self, &core_schema(), &error), COCO_OK) << error.text;
}

}  // namespace
}  // namespace cocotalk::domain
