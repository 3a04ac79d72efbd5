#include "core/contract/rules.hpp"

#include <cocotalk/auth.h>
#include <cocotalk/bus.h>
#include <cocotalk/commands.h>
#include <cocotalk/files.h>
#include <cocotalk/http.h>
#include <cocotalk/mail.h>
#include <cocotalk/net.h>
#include <cocotalk/pictures.h>
#include <cocotalk/push.h>
#include <cocotalk/search.h>
#include <cocotalk/session_policy.h>
#include <cocotalk/storage.h>
#include <cocotalk/transport.h>

#include <cocotalk/testing/answer.hpp>

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace cocotalk::contract {
namespace {

constexpr Suite all_suites[] = {
    {"Plugin", ""},
    {"Storage", COCO_STORAGE},
    {"Transport", COCO_TRANSPORT},
    {"Commands", COCO_COMMANDS},
    {"Auth", COCO_AUTH},
    {"Policy", COCO_SESSION_POLICY},
    {"Files", COCO_FILES},
    {"Pictures", COCO_PICTURES},
    {"Mail", COCO_MAIL},
    {"Push", COCO_PUSH},
    {"Search", COCO_SEARCH},
    {"Net", COCO_NET},
    {"Http", COCO_HTTP},
    {"Bus", COCO_BUS},
};

// Writes past whatever the rule has put between this process and the disk.
void write_raw(int fd, const std::string& text) { static_cast<void>(::syscall(SYS_write, fd, text.data(), text.size())); }

class Findings : public ::testing::EmptyTestEventListener {
 public:
  explicit Findings(int fd) : fd_(fd) {}

 private:
  void OnTestPartResult(const ::testing::TestPartResult& result) override {
    if (result.passed()) return;
    std::string where;
    if (result.file_name() != nullptr)
      where = std::filesystem::path(result.file_name()).filename().string() + ":" + std::to_string(result.line_number()) + ": ";
    write_raw(fd_, where + result.message() + "\n");
  }
  const int fd_;
};

}  // namespace

std::span<const Suite> suites() { return all_suites; }

std::vector<Rule> rules_of(const Suite& suite) {
  std::vector<Rule> out;
  const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
  const std::string prefix = std::string(suite.name) + "/";
  for (int s = 0; s < all.total_test_suite_count(); ++s) {
    const ::testing::TestSuite& tests = *all.GetTestSuite(s);
    if (!std::string_view(tests.name()).starts_with(prefix)) continue;
    for (int t = 0; t < tests.total_test_count(); ++t) {
      const std::string test = tests.GetTestInfo(t)->name();  // "Rule/0"
      out.push_back({std::string(suite.name) + "." + test.substr(0, test.find('/')), std::string(tests.name()) + "." + test});
    }
  }
  return out;
}

int run(const Rule& rule, int findings, std::chrono::seconds deadline) {
  testing::patience() = std::min(testing::patience(), std::chrono::milliseconds(deadline) / 3);
  ::testing::TestEventListeners& listeners = ::testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new Findings(findings));
  ::testing::GTEST_FLAG(filter) = rule.filter;
  if (RUN_ALL_TESTS() != 0) return 1;
  return ::testing::UnitTest::GetInstance()->skipped_test_count() > 0 ? 2 : 0;
}

}  // namespace cocotalk::contract
