#include "search/service.hpp"

#include <gtest/gtest.h>
#include <cocotalk/testing/tested_plugin.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::search {
namespace {

using testing::Answer;
using testing::FakeHost;

constexpr coco_plugin plugin = coco::detail::Exported<Service>::descriptor();

// Runs the service on a data folder that may hold something already.
class Running {
 public:
  explicit Running(FakeHost& host, const testing::SettingTexts& texts = {})
      : settings_(plugin, texts), service_(host.host(), coco::Settings(settings_.data(), settings_.size())) {
    service_.start();
  }
  ~Running() {
    Answer<int> drained;
    service_.stop(coco::Completion(drained.expect_nothing()));
    EXPECT_EQ(drained.status(), COCO_OK);
  }
  std::int64_t position_after_opening(const std::string& record) {
    Answer<int> opened;
    service_.open(record, coco::Completion(opened.expect_nothing()));
    EXPECT_EQ(opened.status(), COCO_OK);
    const coco_view group = coco::view("room");
    Answer<std::int64_t> answer;
    service_.positions(&group, 1, coco::Completion(answer.expect<coco_search_positions>([](const coco_search_positions* result) {
      return result->positions[0];
    })));
    return answer.kept().value_or(-1);
  }
  void feed(std::int64_t position) {
    const coco_search_batch batch{sizeof batch, 0, coco::view("room"), position, nullptr, 0};
    const coco_search_batch* const batches[] = {&batch};
    Answer<int> answer;
    service_.index(batches, 1, coco::Completion(answer.expect_nothing()));
    EXPECT_EQ(answer.status(), COCO_OK);
  }

 private:
  testing::TestSettings settings_;
  Service service_;
};

TEST(SearchService, WaitsForTheInstanceBeforeIt) {
  FakeHost host("search");
  std::optional<Running> old(std::in_place, host);
  EXPECT_EQ(old->position_after_opening("record"), 0);
  old->feed(5);
  Running next(host);
  auto asked = std::async(std::launch::async, [&next] { return next.position_after_opening("record"); });
  EXPECT_EQ(asked.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout) << "the old one has the index";
  old.reset();
  EXPECT_EQ(asked.get(), 5);
}

TEST(SearchService, EndsWithoutItsTurnHavingAnsweredWhoAsked) {
  FakeHost host("search");
  Running old(host);
  testing::TestSettings settings(plugin, {});
  Service next(host.host(), coco::Settings(settings.data(), settings.size()));
  next.start();
  Answer<int> asked, drained;
  next.open("record", coco::Completion(asked.expect_nothing()));
  next.stop(coco::Completion(drained.expect_nothing()));
  EXPECT_EQ(asked.status(), COCO_ABORTED);
  EXPECT_EQ(drained.status(), COCO_OK);
}

TEST(SearchService, KeepsItsIndexInTheDataFolder) {
  FakeHost host("search");
  {
    Running running(host);
    EXPECT_EQ(running.position_after_opening("record"), 0);
    running.feed(5);
  }
  EXPECT_TRUE(std::filesystem::exists(host.host().data_dir() + "/search.db"));
  EXPECT_EQ(Running(host).position_after_opening("record"), 5);
  EXPECT_EQ(Running(host).position_after_opening("another"), 0);
}

TEST(SearchService, ADamagedIndexIsMadeAnewAndSaysSo) {
  FakeHost host("search");
  Running(host).feed(5);
  for (const char* const suffix : {"-wal", "-shm"}) std::filesystem::remove(host.host().data_dir() + "/search.db" + suffix);
  std::ofstream(host.host().data_dir() + "/search.db", std::ios::trunc) << std::string(8192, 'x');
  Running running(host);
  EXPECT_TRUE(host.logged("the search index is made anew"));
  EXPECT_EQ(running.position_after_opening("record"), 0);
}

TEST(SearchService, AFileThatCannotBeOpenedIsRefusedWithItsName) {
  FakeHost host("search");
  std::filesystem::create_directory(host.host().data_dir() + "/search.db");
  try {
    const Running running(host);
    FAIL() << "started";
  } catch (const coco::Error& error) {
    EXPECT_EQ(error.code(), COCO_INVALID);
    EXPECT_NE(std::string(error.what()).find("/search.db' cannot be opened"), std::string::npos) << error.what();
  }
}

TEST(SearchService, BeforeItsStartItIsNotAvailable) {
  FakeHost host("search");
  const testing::TestSettings settings(plugin, {});
  Service service(host.host(), coco::Settings(settings.data(), settings.size()));
  const auto* const table = static_cast<const coco_search*>(service.interface_of(COCO_SEARCH));
  Answer<int> answer;
  table->open(table->self, coco::view("record"), answer.expect_nothing());
  EXPECT_EQ(answer.status(), COCO_UNAVAILABLE);
}

}  // namespace
}  // namespace cocotalk::search
