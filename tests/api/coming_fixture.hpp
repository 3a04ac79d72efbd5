// People who come to rooms and leave them.
#pragma once

#include <string>
#include <vector>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {

struct Coming : ApplicationFixture {
  explicit Coming(domain::Limits limits = without_rate()) : ApplicationFixture(limits) {}
  static domain::Limits without_rate() {
    domain::Limits limits;
    limits.message_burst = 0;
    limits.invitees = 5;
    limits.room_members = 6;
    return limits;
  }
  std::string group() { return create(alice.as(), 1, {1, 2, 3}); }
  std::string direct() { return create(alice.as(), 0, {1, 2}); }
  static std::string inviting(const std::string& room, const std::vector<std::int64_t>& who, const std::string& client_id = {}) {
    std::string list;
    for (const std::int64_t id : who) list += (list.empty() ? "" : ",") + ("{\"userId\":" + std::to_string(id) + "}");
    return "{\"roomId\":" + json_text(room) + ",\"content\":\"come in\",\"invitees\":[" + list + "]" +
           (client_id.empty() ? "" : ",\"clientMsgId\":" + json_text(client_id)) + "}";
  }
  Answered invite(const As& as, const std::string& room, const std::vector<std::int64_t>& who) {
    return ask(as, "room.invite", inviting(room, who));
  }
  static std::string noticing(const std::string& room, const std::string& message) {
    return "{\"roomId\":" + json_text(room) + ",\"messageId\":" + json_text(message) + "}";
  }
  Answered leave(const As& as, const std::string& room) { return ask(as, "room.leave", saying(room, "bye")); }
  Answered awake(const As& as, const std::string& room, const std::string& text) {
    return ask(as, "room.awake", saying(room, text));
  }
  std::vector<std::int64_t> members(const Parsed& room, const std::string& at = "") {
    std::vector<std::int64_t> out;
    for (std::size_t i = 0; i < room.size(at + "/members"); ++i)
      out.push_back(room.number(at + "/members/" + std::to_string(i) + "/userId"));
    return out;
  }
  std::vector<std::string> contents(const As& as, const std::string& room) {
    const Answered tail = must(as, "room.tail", of_room(room));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < tail.size("/messageList"); ++i)
      out.push_back(tail.text("/messageList/" + std::to_string(i) + "/content"));
    return out;
  }
  // A list socket: everything an original client hears about itself, in one order.
  struct List {
    Opened link;
    Joined message, room, room_new;
  };
  List list(const Device& device) {
    List out;
    out.link = open_by_ticket(device);
    out.message = join(out.link.link, "/topic/1/message");
    out.room = join(out.link.link, "/topic/1/room");
    out.room_new = join(out.link.link, "/topic/1/room/new");
    return out;
  }

  const Device alice = person("alice"), bob = person("bob"), carol = person("carol"), dave = person("dave");
};

}  // namespace cocotalk::testing
