#include "core/api/shapes.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
constexpr std::int64_t listed_bundles = 10;  // wire document 2.3: clients use the last one only

std::int64_t type_of(const Room& room, Viewer viewer) {
  const bool is_hidden = room.type == RoomType::own && viewer != Viewer::native;
  return static_cast<std::int64_t>(is_hidden ? RoomType::group : room.type);
}

// "[a, b]": the newest bundles, oldest first.
std::string bundle_list(const Room& room) {
  const std::int64_t last = room.last_bundle();
  std::string out = "[";
  for (std::int64_t k = std::max<std::int64_t>(0, last - listed_bundles + 1); k <= last; ++k) {
    if (out.size() > 1) out += ", ";
    out += bundle_id(room.id, k).hex();
  }
  return out + "]";
}

constexpr std::int64_t never_unread_ms = 253'402'300'799'999;  // 9999-12-31T23:59:59.999: a ghost has read everything

void write_member_fields(JsonWriter& out, const Member& m) {
  out.key("userId").number(m.account->id);
  out.key("username").string(m.account->username);
  out.key("profile").string(profile_text(*m.account));
  out.key("joining").boolean(m.seems_joining());
  out.key("joinedAt").string(chat_time(m.joined_ms));
  // Who deleted his account reads nothing any more: nobody waits for that.
  out.key("enteredAt").string(chat_time(m.account->is_deleted() ? never_unread_ms : m.entered_ms));
  out.key("awayAt").string(chat_time(m.away_ms));
  out.key("leftAt").string(chat_time(m.left_ms));
}

void write_member(JsonWriter& out, const Room& room, const Member& m, Viewer viewer) {
  out.begin_object();
  write_member_fields(out, m);
  if (viewer == Viewer::native) {
    out.key("here").boolean(room.is_present(m.account->id));
    out.key("readSeq").number(room.read_seq(m));
  }
  out.end_object();
}

}  // namespace

std::string chat_time(std::int64_t utc_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(utc_ms)};
  const sys_days day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss<milliseconds> clock(time - day);
  char out[40];
  const int n = std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02d.%03d", static_cast<int>(date.year()),
                              static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                              static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                              static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return std::string(out, static_cast<std::size_t>(n));
}

std::string whole_second_time(std::int64_t utc_ms) {
  const std::string time = chat_time(utc_ms);
  return time.substr(0, time.find('.'));
}

std::string profile_text(const Account& account) {
  JsonWriter out;
  out.begin_object();
  out.key("profile").string_or_null(account.picture);
  out.key("background").string_or_null(account.background);
  out.key("message").string_or_null(account.message);
  out.end_object();
  return out.take();
}

void write_user(JsonWriter& out, const Account* account, Visible visible) {
  out.begin_object();
  if (account == nullptr || visible == Visible::nothing || visible == Visible::existence) {
    out.key("id");
    if (account != nullptr && visible == Visible::existence)
      out.number(account->id);
    else
      out.null();
    for (const char* const name : {"cid", "username", "nickname", "birth", "phone", "email", "status", "loggedinAt", "profile"})
      out.key(name).null();
    out.end_object();
    return;
  }
  const bool self = visible == Visible::to_self;
  out.key("id").number(account->id);
  out.key("cid").string(account->cid);
  out.key("username").string(account->username);
  out.key("nickname").string(account->nickname);
  out.key("birth").string_or_null(account->birth);
  out.key("phone").string_or_null(self ? account->phone : "");
  out.key("email").string_or_null(self ? account->email : "");
  out.key("status").number(account->status);
  out.key("loggedinAt").null();
  out.key("profile").string(profile_text(*account));
  out.end_object();
}

void write_room(JsonWriter& out, const Room* room, Viewer viewer) {
  out.begin_object();
  if (room == nullptr) {
    out.key("id").null().key("roomname").null().key("img").null().key("type").number(0);
    out.key("members").null().key("messageBundleIds").null().key("noticeIds").null();
  } else {
    write_room_fields(out, *room, viewer);
  }
  out.end_object();
}

void write_room_fields(JsonWriter& out, const Room& room, Viewer viewer) {
  out.key("id").string(room.id.hex());
  out.key("roomname").string(room.name);
  out.key("img").string_or_null(room.image);
  out.key("type").number(type_of(room, viewer));
  out.key("members").begin_array();
  for (const Member& m : room.members) write_member(out, room, m, viewer);
  if (viewer == Viewer::page)
    for (Member ghost : room.ghosts) {
      ghost.entered_ms = never_unread_ms;
      write_member(out, room, ghost, viewer);
    }
  out.end_array();
  out.key("messageBundleIds").string(bundle_list(room));
  out.key("noticeIds").string(viewer == Viewer::native ? "[" + room.notice + "]" : "[]");
  if (viewer == Viewer::native) out.key("maker").number(room.maker);
}

void write_room_without_members(JsonWriter& out, const Room& room) {
  out.begin_object();
  out.key("id").string(room.id.hex());
  out.key("roomname").string(room.name);
  out.key("img").string_or_null(room.image);
  out.key("type").number(static_cast<std::int64_t>(room.type));
  out.end_object();
}

void write_preferences(JsonWriter& out, const Member& member, std::int64_t now_ms) {
  const bool is_muted = member.is_muted(now_ms);
  out.key("muted").boolean(is_muted);
  if (is_muted && member.muted_until_ms != for_ever) out.key("mutedUntil").number(member.muted_until_ms);
  out.key("pinned").boolean(member.is_pinned);
}

}  // namespace cocotalk::api
