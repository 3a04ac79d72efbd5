#include "ui-web/page.hpp"

#include <gtest/gtest.h>
#include <cocotalk/error.hpp>
#include <cocotalk/testing/fake_http.hpp>

namespace cocotalk::web {
namespace {

using cocotalk::testing::FakeHttp;
using cocotalk::testing::FakeResponse;

struct ServedPage : ::testing::Test {
  ServedPage() : page(*http.http()) { page.mount(); }
  ~ServedPage() override { page.unmount(); }
  FakeResponse get(const std::string& target, const std::string& encodings = "") {
    return http.ask({.target = target, .headers = {{"accept-encoding", encodings}}});
  }
  FakeHttp http;
  Page page;
};

TEST_F(ServedPage, IsAnsweredUnderAStrictPolicy) {
  const FakeResponse answer = get("/");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(answer.body.find("<div id=\"app\">"), std::string::npos);
  const std::string policy = answer.header("Content-Security-Policy");
  EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'; "));
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
}

TEST_F(ServedPage, IsThereForAdministratorsUnderTheSamePolicy) {
  const FakeResponse everybodys = get("/"), admin = get("/admin");
  EXPECT_EQ(admin.status, 200);
  EXPECT_EQ(admin.body, everybodys.body);
  EXPECT_EQ(admin.header("Content-Security-Policy"), everybodys.header("Content-Security-Policy"));
  EXPECT_EQ(admin.header("Cache-Control"), "no-cache");
}

TEST_F(ServedPage, IsCompressedForWhomTakesThat) {
  const FakeResponse plain = get("/", "br"), packed = get("/", "deflate, gzip");
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size());
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
}

TEST_F(ServedPage, HasARouteForEachOfItsFilesAndTakesThemAway) {
  EXPECT_EQ(http.mounted(), embedded().size() + 1);  // the page has two
  for (const Embedded& file : embedded()) EXPECT_EQ(get(Asset(file).path).body, file.bytes);
  page.unmount();
  EXPECT_EQ(http.mounted(), 0u);
}

TEST_F(ServedPage, ANewerOneStandsBehindItAndTakesOnlyItsOwnAway) {
  Page newer(*http.http());
  newer.mount();
  const std::size_t of_both = http.mounted();
  newer.unmount();
  EXPECT_EQ(http.mounted(), of_both / 2);
}

}  // namespace
}  // namespace cocotalk::web
