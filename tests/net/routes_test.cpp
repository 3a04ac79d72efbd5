#include "net/routes.hpp"

#include "net/target.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

#include <deque>

namespace cocotalk::net {
namespace {

class RoutesTest : public ::testing::Test {
 protected:
  void mount(std::string_view method, std::string_view pattern, Routes::Equal equal = Routes::Equal::refused) {
    names_.push_back(std::string(method) + " " + std::string(pattern));
    routes_.add({sizeof(coco_route), 0, coco::view(method), coco::view(pattern), &names_.back(),
                 [](void*, coco_exchange, const coco_http_request*) {}},
                equal);
  }
  // "GET /a/{id} [7]", or "none", or "allow GET, HEAD".
  std::string find(std::string_view method, std::string_view path, std::size_t declined = 0) const {
    const Match match = routes_.find(method, parse_target(path)->segments, declined);
    if (match.on_request == nullptr) return match.allow.empty() ? "none" : "allow " + match.allow;
    std::string found = *static_cast<const std::string*>(match.ctx);
    for (const std::string& param : match.params) found += " [" + param + "]";
    return found;
  }
  std::string why_not(std::string_view method, std::string_view pattern) {
    try {
      mount(method, pattern);
      return "mounted";
    } catch (const coco::Error& e) {
      return e.what();
    }
  }
  std::deque<std::string> names_;
  Routes routes_;
};

TEST_F(RoutesTest, PreferLiteralsToNamesAndNamesToTheRest) {
  mount("GET", "/room/{*}");
  mount("GET", "/room/{id}/messages");
  mount("GET", "/room/list");
  mount("GET", "/room/{id}");
  mount("GET", "/");
  EXPECT_EQ(find("GET", "/room/list"), "GET /room/list");
  EXPECT_EQ(find("GET", "/room/7"), "GET /room/{id} [7]");
  EXPECT_EQ(find("GET", "/room/7/messages"), "GET /room/{id}/messages [7]");
  EXPECT_EQ(find("GET", "/room/list/messages"), "GET /room/{id}/messages [list]");
  EXPECT_EQ(find("GET", "/room/7/files/a"), "GET /room/{*} [7/files/a]");
  EXPECT_EQ(find("GET", "/room"), "GET /room/{*} []");
  EXPECT_EQ(find("GET", "/"), "GET /");
  EXPECT_EQ(find("GET", "/other"), "none");
}

TEST_F(RoutesTest, AnswerHeadWithGet) {
  mount("GET", "/a");
  EXPECT_EQ(find("HEAD", "/a"), "GET /a");
  mount("HEAD", "/a");
  EXPECT_EQ(find("HEAD", "/a"), "HEAD /a");
}

TEST_F(RoutesTest, NameTheMethodsAPathHas) {
  mount("GET", "/a/{id}");
  mount("POST", "/a/b");
  EXPECT_EQ(find("POST", "/a/b"), "POST /a/b");
  EXPECT_EQ(find("GET", "/a/b"), "GET /a/{id} [b]") << "a less exact pattern that has the method";
  EXPECT_EQ(find("PUT", "/a/b"), "allow GET, HEAD, OPTIONS, POST");
}

TEST_F(RoutesTest, UseACatchAllOnlyForPathsNobodyKnows) {
  mount("*", "/{*}");
  mount("POST", "/a");
  EXPECT_EQ(find("GET", "/nowhere/at/all"), "* /{*} [nowhere/at/all]");
  EXPECT_EQ(find("GET", "/"), "* /{*} []");
  EXPECT_EQ(find("GET", "/a"), "allow OPTIONS, POST");
  mount("OPTIONS", "/{*}");
  EXPECT_EQ(find("OPTIONS", "/a"), "OPTIONS /{*} [a]") << "pre-flights of known paths too";
  EXPECT_EQ(find("GET", "/a"), "allow OPTIONS, POST");
}

TEST_F(RoutesTest, DoNotKnowAPathBecauseOfACatchAllOfSomeMethods) {
  mount("OPTIONS", "/{*}");
  EXPECT_EQ(find("GET", "/nowhere"), "none");
}

TEST_F(RoutesTest, TakeAnyMethodWhereAPatternSaysSo) {
  mount("*", "/proxy/{*}");
  EXPECT_EQ(find("PATCH", "/proxy/x"), "* /proxy/{*} [x]");
}

TEST_F(RoutesTest, RefuseMalformedAndEqualPatterns) {
  EXPECT_EQ(why_not("GET", "a"), "cannot mount GET a: a pattern begins with '/'");
  EXPECT_EQ(why_not("GET", "/a/"), "cannot mount GET /a/: a pattern does not end with '/'");
  EXPECT_EQ(why_not("GET", "/a//b"), "cannot mount GET /a//b: a segment is empty");
  EXPECT_EQ(why_not("GET", "/{*}/b"), "cannot mount GET /{*}/b: {*} takes the rest and stands last");
  EXPECT_EQ(why_not("GET", "/x{id}"), "cannot mount GET /x{id}: braces go around a whole segment");
  EXPECT_EQ(why_not("", "/a"), "cannot mount  /a: the method is no word");
  mount("GET", "/a/{id}");
  EXPECT_EQ(why_not("GET", "/a/{other}"), "cannot mount GET /a/{other}: an equal pattern is mounted already");
}

TEST_F(RoutesTest, ForgetWhatIsTakenAway) {
  mount("GET", "/a");
  const void* const ctx = &names_.back();
  mount("GET", "/a/{id}");
  routes_.remove(ctx);
  EXPECT_EQ(find("GET", "/a"), "none");
  EXPECT_EQ(find("GET", "/a/1"), "GET /a/{id} [1]");
  mount("GET", "/a");
  EXPECT_EQ(find("GET", "/a"), "GET /a");
}

// A plugin that is replaced, and its successor.
TEST_F(RoutesTest, LetEqualPatternsWaitBehindEachOther) {
  mount("GET", "/a/{id}");
  mount("GET", "/a/{name}", Routes::Equal::waits_behind);
  EXPECT_EQ(find("GET", "/a/7"), "GET /a/{id} [7]");
  EXPECT_EQ(find("GET", "/a/7", 1), "GET /a/{name} [7]");
  EXPECT_EQ(find("GET", "/a/7", 2), "none") << "nobody wants it";
  routes_.remove(&names_[0]);
  EXPECT_EQ(find("GET", "/a/7"), "GET /a/{name} [7]");
  routes_.remove(&names_[1]);
  EXPECT_EQ(find("GET", "/a/7"), "none");
  mount("GET", "/a/{id}");
  EXPECT_EQ(find("GET", "/a/7"), "GET /a/{id} [7]") << "nothing is left of them";
}

}  // namespace
}  // namespace cocotalk::net
