// A plugin that was left out leaves a hole: whoever needs it is told to come again, and nothing is lost.
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct EmptyLease : ApplicationFixture {
  // What is answered while nobody provides the interface, and then again.
  template <class Ask>
  void expect_retry_without(const char* interface_id, const void* table, Ask&& ask_it) {
    host_.offer(interface_id, nullptr);
    const Answered refused = ask_it();
    EXPECT_EQ(refused.code(), "RETRY") << interface_id;
    EXPECT_EQ(refused.status, COCO_RETRY);
    host_.offer(interface_id, table);
    EXPECT_TRUE(ask_it().is_ok()) << interface_id;
  }
};

TEST_F(EmptyLease, WithoutAuthNobodySignsInAndNoTokenIsJudged) {
  const Device alice = person("alice");
  expect_retry_without(COCO_AUTH, auth_.table(), [&] { return try_sign_in("alice", "pw"); });
  expect_retry_without(COCO_AUTH, auth_.table(), [&] { return ask(alice.as(), "auth.device"); });
}

TEST_F(EmptyLease, WithoutAPolicyNobodySignsIn) {
  sign_up("alice");
  expect_retry_without(COCO_SESSION_POLICY, policy_.table(), [&] { return try_sign_in("alice", "pw"); });
}

TEST_F(EmptyLease, WithoutAStorageNothingIsStored) {
  const Device alice = person("alice");
  expect_retry_without(COCO_STORAGE, storage_->table(), [&] { return ask(alice.as(), "friends.list"); });
}

TEST_F(EmptyLease, WithoutMailACodeIsRefusedWithAReason) {
  EXPECT_EQ(ask({}, "auth.email-issue", R"({"email":"a@example.org"})").code(), "BAD_REQUEST");
}

}  // namespace
}  // namespace cocotalk::testing
