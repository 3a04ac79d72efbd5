#include <cocotalk/testing/fake_auth.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::testing {
namespace {

// A plugin that asks auth for a token when it starts, and refuses to start without.
class Asking {
 public:
  static constexpr char id[] = "asking", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {COCO_AUTH, nullptr};
  static inline int alive = 0, stopped = 0;

  Asking(coco::Host host, const coco::Settings&) : host_(host) { ++alive; }
  ~Asking() { --alive; }
  void start() {
    const auto auth = host_.acquire<coco_auth>(COCO_AUTH);
    if (!auth) throw coco::Error(COCO_UNAVAILABLE, "nobody offers auth");
    coco_token token{};
    coco_error error{};
    coco::throw_if(auth->issue(auth->self, COCO_TOKEN_ACCESS, &token, &error), error);
    host_.info("has a token of " + std::to_string(token.text_size) + " characters");
  }
  void stop(coco::Completion&& drained) {
    ++stopped;
    drained.ok();
  }
  const void* interface_of(std::string_view) { return nullptr; }

 private:
  const coco::Host host_;
};

constexpr coco_plugin asking = coco::detail::Exported<Asking>::descriptor();

class TestedPluginTest : public ::testing::Test {
 protected:
  void SetUp() override { Asking::alive = Asking::stopped = 0; }
};

TEST_F(TestedPluginTest, FindsWhatItIsOffered) {
  const FakeAuth auth;
  TestedPlugin plugin(asking, {}, {{COCO_AUTH, auth.table()}});
  EXPECT_TRUE(plugin.host().logged("has a token of 33 characters"));
  EXPECT_EQ(plugin.host().leases_out(), 0);
}

TEST_F(TestedPluginTest, IsStoppedOnceAndDestroyed) {
  const FakeAuth auth;
  {
    TestedPlugin plugin(asking, {}, {{COCO_AUTH, auth.table()}});
    EXPECT_EQ(Asking::alive, 1);
    EXPECT_EQ(plugin.stop(), COCO_OK);
  }
  EXPECT_EQ(Asking::stopped, 1);
  EXPECT_EQ(Asking::alive, 0);
}

TEST_F(TestedPluginTest, APluginThatDoesNotStartIsStoppedAndDestroyedToo) {
  try {
    const TestedPlugin plugin(asking);
    FAIL() << "started without auth";
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_UNAVAILABLE);
    EXPECT_STREQ(e.what(), "nobody offers auth");
  }
  EXPECT_EQ(Asking::stopped, 1);
  EXPECT_EQ(Asking::alive, 0);
}

TEST_F(TestedPluginTest, ALibraryThatIsNotThereSaysSo) { EXPECT_THROW(load_plugin("/nowhere/plugin.so"), std::runtime_error); }

}  // namespace
}  // namespace cocotalk::testing
