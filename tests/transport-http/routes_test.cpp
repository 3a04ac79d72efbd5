#include "transport-http/routes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace cocotalk::http {
namespace {

// The table once more, as cocotalk-wire.md 2.0 and docs/commands.md have it.
struct Row {
  const char *method, *pattern, *command;
  Credential credential;
  int status;
};
constexpr Row rows[] = {
    {"POST", "/auth/signup", "auth.sign-up", Credential::none, 201},
    {"POST", "/auth/signin", "auth.sign-in", Credential::none, 200},
    {"GET", "/auth/reissue", "auth.reissue", Credential::refresh, 200},
    {"GET", "/auth/signout", "auth.sign-out", Credential::refresh_if_any, 200},
    {"POST", "/auth/email/issue", "auth.email-issue", Credential::none, 200},
    {"POST", "/auth/email/validation", "auth.email-validate", Credential::none, 200},
    {"POST", "/auth/reset/issue", "auth.reset-issue", Credential::none, 200},
    {"POST", "/auth/reset", "auth.reset", Credential::none, 200},
    {"PUT", "/auth/password", "account.password", Credential::access, 200},
    {"GET", "/auth/sessions", "session.list", Credential::access, 200},
    {"DELETE", "/auth/sessions/{id}", "session.end", Credential::access, 200},
    {"GET", "/auth/device", "auth.device", Credential::access, 200},
    {"GET", "/user/profile/token", "profile.get", Credential::access, 200},
    {"GET", "/user/profile", "user.list", Credential::access, 200},
    {"GET", "/user/profile/{id}", "user.get", Credential::access, 200},
    {"PUT", "/user/profile", "profile.update", Credential::access, 200},
    {"PUT", "/user/profile/message", "profile.message", Credential::access, 200},
    {"DELETE", "/user/profile", "profile.delete", Credential::access, 200},
    {"POST", "/user/friends/list", "friends.add-all", Credential::access, 200},
    {"GET", "/user/friends/hidden", "friends.hidden", Credential::access, 200},
    {"PATCH", "/user/friends/hidden", "friends.hide", Credential::access, 200},
    {"DELETE", "/user/friends/{id}", "friends.remove", Credential::access, 200},
    {"GET", "/chat/rooms", "room.mine", Credential::access, 200},
    {"GET", "/user/cid/{cid}", "user.by-cid", Credential::optional, 200},
    {"GET", "/user/email/{email}", "user.by-email", Credential::optional, 200},
    {"GET", "/user/phone", "user.by-phone", Credential::optional, 200},
    {"GET", "/user/friends", "friends.list", Credential::access, 200},
    {"POST", "/user/friends", "friends.add", Credential::access, 200},
    {"GET", "/user/friends/cid/{cid}", "friends.find", Credential::access, 200},
    {"POST", "/chat/rooms", "room.create", Credential::access, 201},
    {"GET", "/chat/rooms/list", "room.list", Credential::access, 200},
    {"GET", "/chat/rooms/{id}", "room.get", Credential::access, 200},
    {"GET", "/chat/rooms/{id}/tail", "room.tail", Credential::access, 200},
    {"GET", "/chat/rooms/private/{id}", "room.private", Credential::access, 200},
    {"GET", "/chat/messages", "room.messages", Credential::access, 200},
    {"POST", "/chat/messages/file", "file.claim", Credential::access, 200},
    {"PUT", "/user/profile/img", "profile.picture", Credential::access, 200},
    {"PUT", "/user/profile/bg", "profile.background", Credential::access, 200},
    {"GET", "/presence/stomp/connect", "presence.connect", Credential::access, 200},
    {"POST", "/command/{command}", "", Credential::access_if_any, 200},
    {"GET", "/health", "host.health", Credential::none, 200},
    {"GET", "/metrics", "host.metrics", Credential::none, 200},
    {"GET", "/docs", "host.reference", Credential::none, 200},
    {"GET", "/docs/openapi.json", "host.reference", Credential::none, 200},
};

TEST(Routes, AreThoseOfTheWireDocument) {
  const auto all = routes();
  ASSERT_EQ(all.size(), std::size(rows));
  for (const Row& row : rows) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Route& r) { return r.method == row.method && r.pattern == row.pattern; });
    ASSERT_NE(found, all.end()) << row.pattern;
    EXPECT_EQ(found->command, row.command);
    EXPECT_EQ(found->credential, row.credential) << row.pattern;
    EXPECT_EQ(found->success_status, row.status) << row.pattern;
  }
}

TEST(Routes, HaveOneFieldForEachParameterOfThePattern) {
  for (const Route& route : routes()) {
    const auto parameters = std::count(route.pattern.begin(), route.pattern.end(), '{');
    const auto fields =
        std::count_if(route.fields.begin(), route.fields.end(), [](const Field& f) { return f.from == Field::From::path; });
    EXPECT_EQ(parameters, fields) << route.pattern;
  }
}

TEST(Routes, TakeABodyWithPostPutAndPatchOnly) {
  for (const Route& route : routes()) {
    const bool has_body = route.method == "POST" || route.method == "PUT" || route.method == "PATCH";
    EXPECT_EQ(has_body, route.input != Input::fields) << route.method << " " << route.pattern;
  }
}

}  // namespace
}  // namespace cocotalk::http
