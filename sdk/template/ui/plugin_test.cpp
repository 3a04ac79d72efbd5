#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace cocotalk::testing {
namespace {

class TemplateUiTest : public ::testing::Test {
 protected:
  std::string file(const char* name, const char* content) {
    const std::filesystem::path path = folder.path() / name;
    std::ofstream(path) << content;
    return path.string();
  }
  SettingTexts settings() {
    return {{"cid", "alice"}, {"password_file", file("password", "correct horse\n")}, {"output", output.string()}};
  }
  // The next line that is printed.
  std::string line() {
    std::string out;
    std::getline(printed, out);
    return out;
  }
  static coco_event event_of(const coco_view* topic, const char* body) {
    coco_event event{};
    event.size = sizeof event;
    event.topics = topic;
    event.n_topics = topic == nullptr ? 0 : 1;
    event.kind = coco::view("room");
    event.body = coco::view(body);
    return event;
  }

  static std::filesystem::path pipe_in(const std::filesystem::path& path) {
    if (::mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("cannot make a pipe");
    return path;
  }

  TemporaryFolder folder;
  const std::filesystem::path output = pipe_in(folder.path() / "lines");
  std::fstream printed{output, std::ios::in | std::ios::out};  // both, so that opening does not wait for a writer
  FakeGateway gateway;
};

TEST_F(TemplateUiTest, PrintsWhatHappensToTheAccountAndNothingElse) {
  TestedPlugin plugin(coco_plugin_abi1, settings(), {{COCO_GATEWAY, gateway.table()}});
  ASSERT_EQ(gateway.opens.at(0).name, "alice");
  ASSERT_EQ(gateway.opens.at(0).secret, "correct horse");
  gateway.accept(FakeGateway::take(gateway.opens));
  ASSERT_EQ(gateway.joins.at(0).destination, "/me");
  FakeGateway::admit(FakeGateway::take(gateway.joins), "/account/7");
  const coco_view mine = coco::view("/account/7"), other = coco::view("/account/8");
  const coco_event heard = event_of(&mine, "{\"a\":1}"), unheard = event_of(&other, "{\"b\":2}");
  gateway.back().publish(gateway.back().self, &unheard);
  gateway.back().publish(gateway.back().self, &heard);
  EXPECT_EQ(line(), "signed in as alice");
  EXPECT_EQ(line(), "room {\"a\":1}");
  plugin.stop();
  EXPECT_TRUE(gateway.is_detached);
}

TEST_F(TemplateUiTest, SaysWhyItCouldNotSignIn) {
  TestedPlugin plugin(coco_plugin_abi1, settings(), {{COCO_GATEWAY, gateway.table()}});
  FakeGateway::take(gateway.opens).done.fail(COCO_UNAUTHORIZED, "wrong password");
  EXPECT_EQ(plugin.host().health().first, COCO_HEALTH_FAILED);
  EXPECT_EQ(plugin.host().health().second, "wrong password");
}

TEST_F(TemplateUiTest, DoesNotStartWithoutAPassword) {
  SettingTexts without = settings();
  without["password_file"] = (folder.path() / "nothing").string();
  EXPECT_THROW(TestedPlugin(coco_plugin_abi1, without, {{COCO_GATEWAY, gateway.table()}}), coco::Error);
}

}  // namespace
}  // namespace cocotalk::testing
