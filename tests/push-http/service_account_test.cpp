#include "push-http/service_account.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace cocotalk::push_http {
namespace {

std::string complaint_about(const std::string& path) {
  try {
    static_cast<void>(read_account_key(path));
    return "none";
  } catch (const coco::Error& e) {
    return e.what();
  }
}

TEST(AccountKey, ThatCannotBeUsedIsRefusedWithItsFile) {
  const testing::TemporaryFolder folder;
  const std::string path = (folder.path() / "key.json").string();
  const std::string begin = "setting 'key_file': '" + path + "'";
  EXPECT_EQ(complaint_about(path), begin + " cannot be read");
  std::ofstream(path) << "no JSON";
  EXPECT_EQ(complaint_about(path).rfind(begin + " is no service account key: ", 0), 0u) << complaint_about(path);
  std::ofstream(path) << R"({"project_id":"p"})";
  EXPECT_EQ(complaint_about(path).rfind(begin + " is no service account key: ", 0), 0u) << complaint_about(path);
  std::ofstream(path) << R"({"project_id":"p","client_email":"e","private_key":"k","token_uri":"https://x"})";
  EXPECT_EQ(complaint_about(path), begin + ": the private key is no RSA key in PEM");
}

}  // namespace
}  // namespace cocotalk::push_http
