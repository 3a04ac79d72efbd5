#include "core/host/leave_out.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace cocotalk::host {
namespace {

class LeaveOutTest : public ::testing::Test {
 protected:
  void crash(const std::string& plugin) const {
    std::ofstream out(CrashRecord::file_in(data.path()), std::ios::app);
    for (int second = 0; second < 3; ++second) out << 1000 + second << " " << plugin << " SIGSEGV\n";
  }
  Spared spare_of(const std::vector<plugins::Description>& plugins) const {
    std::vector<plugins::Candidate> candidates;
    for (const plugins::Description& each : plugins) candidates.push_back({"", "/nowhere/" + each.id + ".so", &each});
    return spare(candidates, CrashRecord::read(data.path()));
  }
  static plugins::Description plugin(std::string id, std::vector<std::string> provides, std::vector<plugins::Need> needs) {
    return {std::move(id), "1", "x", 1, 0, std::move(provides), std::move(needs), {}};
  }
  const testing::TemporaryFolder data;
};

TEST_F(LeaveOutTest, WhoIsNeededByNobodyIsSpared) {
  crash("cook");
  const Spared spared = spare_of({plugin("cook", {"meal/1"}, {}), plugin("guest", {}, {{"meal/1", true}})});
  EXPECT_EQ(spared.candidates, std::vector<std::size_t>{0});
  ASSERT_EQ(spared.left_out.size(), 1u);
  EXPECT_EQ(spared.left_out[0].sentence,
            "plugin 'cook' crashed 3 times within 10 minutes and is left out; put a mended library in the place of "
            "/nowhere/cook.so, or run 'cocotalk plugin allow cook'");
}

TEST_F(LeaveOutTest, WhoIsNeededIsStartedAllTheSame) {
  crash("cook");
  const Spared spared = spare_of({plugin("cook", {"meal/1"}, {}), plugin("guest", {}, {{"meal/1", false}})});
  EXPECT_TRUE(spared.candidates.empty());
  ASSERT_EQ(spared.warnings.size(), 1u);
  EXPECT_EQ(spared.warnings[0],
            "plugin 'cook' crashed 3 times within 10 minutes and is started all the same, as 'guest' needs meal/1; put a mended "
            "library in the place of /nowhere/cook.so, or run 'cocotalk plugin allow cook'");
}

TEST_F(LeaveOutTest, WhoNeedsWhatAnotherProvidesTooCanDoWithout) {
  crash("cook");
  EXPECT_EQ(spare_of({plugin("cook", {"meal/1"}, {}), plugin("chef", {"meal/1"}, {}), plugin("guest", {}, {{"meal/1", false}})})
                .candidates.size(),
            1u);
  crash("chef");
  EXPECT_EQ(spare_of({plugin("cook", {"meal/1"}, {}), plugin("chef", {"meal/1"}, {}), plugin("guest", {}, {{"meal/1", false}})})
                .candidates.size(),
            1u)
      << "but not without both";
}

}  // namespace
}  // namespace cocotalk::host
