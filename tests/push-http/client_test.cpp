#include "push-http/client.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::push_http {
namespace {

TEST(Client, SpeaksInTheClearOnlyToThisMachine) {
  for (const char* const url : {"http://127.0.0.1:1", "http://localhost:1/x", "https://example.org"})
    EXPECT_NO_THROW(Client(url, "", std::chrono::seconds(1))) << url;
  for (const char* const url : {"http://example.org", "ftp://127.0.0.1", "example.org", ""}) {
    try {
      const Client client(url, "", std::chrono::seconds(1));
      FAIL() << url;
    } catch (const coco::Error& e) {
      EXPECT_EQ(std::string(e.what()), "'" + std::string(url) + "' is not an https:// address");
    }
  }
}

TEST(Client, NamesAServerThatIsNotThere) {
  Client client("http://127.0.0.1:1", "", std::chrono::seconds(5));
  try {
    static_cast<void>(client.post({"/", "text/plain", "x", {}}));
    FAIL() << "somebody answered";
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_RETRY);
    EXPECT_EQ(std::string(e.what()).rfind("127.0.0.1:1: ", 0), 0u) << e.what();
  }
}

}  // namespace
}  // namespace cocotalk::push_http
