#include "transport-http/routes.hpp"

#include <array>

namespace cocotalk::http {
namespace {

using From = Field::From;
using Kind = Field::Kind;

constexpr std::array cid = {Field{From::path, "cid", Kind::text}};
constexpr std::array command = {Field{From::path, "command", Kind::text}};
constexpr std::array email = {Field{From::path, "email", Kind::text}};
constexpr std::array phones = {Field{From::query, "phones", Kind::texts}};
constexpr std::array room = {Field{From::path, "roomId", Kind::text}};
constexpr std::array session = {Field{From::path, "session", Kind::text}};
constexpr std::array user = {Field{From::path, "userId", Kind::integer}};
constexpr std::array to_user = {Field{From::path, "toUid", Kind::integer}};
constexpr std::array tail = {Field{From::path, "roomId", Kind::text}, Field{From::query, "count", Kind::integer}};
constexpr std::array page = {Field{From::query, "roomId", Kind::text}, Field{From::query, "bundleId", Kind::text},
                             Field{From::query, "count", Kind::integer}, Field{From::optional_query, "size", Kind::integer}};

constexpr std::array<Route, 44> table = {{
    {"POST", "/auth/signup", "auth.sign-up", Credential::none, {}, Input::sign_up, 201},
    {"POST", "/auth/signin", "auth.sign-in", Credential::none, {}, Input::json_body},
    {"GET", "/auth/reissue", "auth.reissue", Credential::refresh},
    {"GET", "/auth/signout", "auth.sign-out", Credential::refresh_if_any},
    {"POST", "/auth/email/issue", "auth.email-issue", Credential::none, {}, Input::json_body},
    {"POST", "/auth/email/validation", "auth.email-validate", Credential::none, {}, Input::json_body},
    {"POST", "/auth/reset/issue", "auth.reset-issue", Credential::none, {}, Input::json_body},
    {"POST", "/auth/reset", "auth.reset", Credential::none, {}, Input::json_body},
    {"PUT", "/auth/password", "account.password", Credential::access, {}, Input::json_body},
    {"GET", "/auth/sessions", "session.list"},
    {"DELETE", "/auth/sessions/{id}", "session.end", Credential::access, session},
    {"GET", "/auth/device", "auth.device", Credential::access, {}, Input::fields, 200, Answer::device_check},

    {"GET", "/user/profile/token", "profile.get"},
    {"GET", "/user/profile", "user.list"},
    {"GET", "/user/profile/{id}", "user.get", Credential::access, user},
    {"PUT", "/user/profile", "profile.update", Credential::access, {}, Input::json_body},
    {"PUT", "/user/profile/message", "profile.message", Credential::access, {}, Input::json_body},
    {"PUT", "/user/profile/img", "profile.picture", Credential::access, {}, Input::picture},
    {"PUT", "/user/profile/bg", "profile.background", Credential::access, {}, Input::background},
    {"DELETE", "/user/profile", "profile.delete"},
    {"GET", "/user/cid/{cid}", "user.by-cid", Credential::optional, cid},
    {"GET", "/user/email/{email}", "user.by-email", Credential::optional, email},
    {"GET", "/user/phone", "user.by-phone", Credential::optional, phones},
    {"GET", "/user/friends", "friends.list"},
    {"POST", "/user/friends", "friends.add", Credential::access, {}, Input::json_body},
    {"POST", "/user/friends/list", "friends.add-all", Credential::access, {}, Input::json_body},
    {"GET", "/user/friends/cid/{cid}", "friends.find", Credential::access, cid},
    {"GET", "/user/friends/hidden", "friends.hidden"},
    {"PATCH", "/user/friends/hidden", "friends.hide", Credential::access, {}, Input::json_body},
    {"DELETE", "/user/friends/{id}", "friends.remove", Credential::access, to_user},

    {"POST", "/chat/rooms", "room.create", Credential::access, {}, Input::json_body, 201},
    {"GET", "/chat/rooms", "room.mine"},
    {"GET", "/chat/rooms/list", "room.list"},
    {"GET", "/chat/rooms/{id}", "room.get", Credential::access, room},
    {"GET", "/chat/rooms/{id}/tail", "room.tail", Credential::access, tail},
    {"GET", "/chat/rooms/private/{id}", "room.private", Credential::access, user},
    {"GET", "/chat/messages", "room.messages", Credential::access, page},
    {"POST", "/chat/messages/file", "file.claim", Credential::access, {}, Input::message_file},

    {"GET", "/presence/stomp/connect", "presence.connect", Credential::access, {}, Input::fields, 200, Answer::socket_address},

    {"POST", "/command/{command}", "", Credential::access_if_any, command, Input::json_body},

    {"GET", "/health", "host.health", Credential::none, {}, Input::fields, 200, Answer::plain_json},
    {"GET", "/metrics", "host.metrics", Credential::none, {}, Input::fields, 200, Answer::plain_text},

    {"GET", "/docs", "host.reference", Credential::none, {}, Input::fields, 200, Answer::page},
    {"GET", "/docs/openapi.json", "host.reference", Credential::none, {}, Input::fields, 200, Answer::openapi},
}};

}  // namespace

std::span<const Route> routes() { return table; }

}  // namespace cocotalk::http
