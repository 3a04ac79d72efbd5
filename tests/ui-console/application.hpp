// A small application behind a fake gateway: alice (account 7, password "right") with a private room and a group.
#pragma once

#include <cocotalk/testing/fake_gateway.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::console::testing {

inline const std::string private_room = "aaaaaaaaaaaaaaaaaaaaaaaa", group = "bbbbbbbbbbbbbbbbbbbbbbbb";

inline std::string room_json(const std::string& id, int type, const std::string& members) {
  return R"({"id":")" + id + R"(","roomname":"The group","img":null,"type":)" + std::to_string(type) + R"(,"members":[)" +
         members + R"(],"messageBundleIds":"[]","noticeIds":"[]"})";
}
inline std::string member_json(int id, const std::string& name, const std::string& entered = "1", const std::string& away = "2") {
  return R"({"userId":)" + std::to_string(id) + R"(,"username":")" + name +
         R"(","profile":"{}","joining":true,"joinedAt":"0","enteredAt":")" + entered + R"(","awayAt":")" + away +
         R"(","leftAt":"0"})";
}
inline std::string message_json(const std::string& id, const std::string& room, int sender, const std::string& text, int type = 0,
                                const std::string& bundle = "b1") {
  return R"({"id":")" + id + R"(","messageId":")" + id + R"(","roomId":")" + room + R"(","messageBundleId":")" + bundle +
         R"(","userId":)" + std::to_string(sender) + R"(,"content":")" + text + R"(","type":)" + std::to_string(type) +
         R"(,"sentAt":"2022-02-04T04:21:14.542","seq":5})";
}

// A message as history has it: with its number, in bundles of twenty.
inline std::string numbered_json(const std::string& room, int number) {
  const std::string bundle = "b" + std::to_string((number - 1) / 20);
  std::string json = message_json("n" + std::to_string(number), room, 8, "text " + std::to_string(number), 0, bundle);
  json.pop_back();
  return json + ",\"number\":" + std::to_string(number) + "}";
}
inline std::string numbered_json(const std::string& room, int first, int last) {
  std::string list;
  for (int number = first; number <= last; ++number) list += (list.empty() ? "" : ",") + numbered_json(room, number);
  return "[" + list + "]";
}

class Application {
 public:
  Application() {
    const std::string alice = member_json(7, "Alice"), bob = member_json(8, "Bob"), carol = member_json(9, "Carol");
    pair = room_json(private_room, 0, alice + "," + bob);
    trio = room_json(group, 1, alice + "," + bob + "," + carol);
    answers = {
        {"profile.get", R"({"id":7,"cid":"alice","username":"Alice","profile":"{}"})"},
        {"room.list",
         R"([{"room":)" + pair + R"(,"recentChatMessage":)" + message_json("m2", private_room, 8, "hello") +
             R"(,"recentMessageBundleCount":2,"unreadNumber":2},{"room":)" + trio +
             R"(,"recentChatMessage":{"id":null,"content":"x","sentAt":"0","type":0},"recentMessageBundleCount":0,"unreadNumber":0}])"},
        {"room.get", trio},
        {"room.enter", "{}"},
        {"room.away", "{}"},
        {"room.tail", R"({"room":)" + pair + R"(,"messageList":[)" + message_json("m1", private_room, 7, "hi") + "," +
                          message_json("m2", private_room, 8, "hello") + "]}"},
        {"room.messages", "[" + message_json("m0", private_room, 8, "long ago", 0, "b0") + "]"},
        {"room.send", R"({"seq":5,"messageId":"m3","sentAt":"2022-02-04T04:21:14.542"})"},
        {"room.private", R"({"id":null,"roomname":null,"type":0,"members":null})"},
        {"room.create", trio},
        {"friends.list",
         R"([{"friend":{"id":8,"cid":"bob","username":"Bob"},"type":0},{"friend":{"id":9,"cid":"carol","username":"Carol"},"type":1}])"},
        {"friends.find", R"({"friend":{"id":8,"cid":"bob","username":"Bob"},"type":1})"},
        {"friends.add", R"({"id":1})"},
        {"auth.sign-in", R"({"accessToken":"token","refreshToken":"refresh"})"},
        {"room.typing", "{}"},
        {"auth.sign-up", R"({"id":10})"},
        {"auth.sign-out", "{}"},
    };
    gateway.on_open = [this](cocotalk::testing::FakeGateway::Open&& open) {
      devices.push_back(open.device);
      if (is_down) return open.done.fail(COCO_UNAVAILABLE, "cannot reach the host");
      if (open.secret != "right" && open.secret != token) return open.done.fail(open_status, "unknown cid or wrong password");
      gateway.accept(std::move(open));
    };
    gateway.on_join = [this](cocotalk::testing::FakeGateway::Join&& join) {
      from_seqs[join.destination] = join.from_seq;
      if (refuses_positions && join.from_seq != COCO_LIVE)
        return join.done.fail(COCO_INVALID, "from-seq is beyond the last sequence 3");
      const std::string topic = join.destination == "/me" ? "/account/7" : join.destination;
      gateway.admit(std::move(join), topic);
    };
    gateway.on_ask = [this](cocotalk::testing::FakeGateway::Ask&& ask) {
      asked.push_back(ask.command + " " + ask.json);
      if (history > 0 && answer_from_history(ask)) return;
      const auto found = answers.find(ask.command);
      if (found == answers.end()) return gateway.refuse(std::move(ask), COCO_DENIED, "NOT_PERMITTED", "not for you");
      gateway.answer(std::move(ask), found->second);
    };
  }

  // The private room has so many messages, all by Bob.
  int history = 0;

  void publish(const std::string& topic, std::string_view kind, const std::string& body, std::string_view except_session = "") {
    const coco_view view = coco::view(topic);
    coco_event event{};
    event.size = sizeof event;
    event.topics = &view;
    event.n_topics = 1;
    event.kind = coco::view(kind);
    event.body = coco::view(body);
    event.seq = 5;
    event.except_session = coco::view(except_session);
    gateway.back().publish(gateway.back().self, &event);
  }
  void close(coco_close_code code, std::string_view reason, coco_link link = 1) {
    gateway.back().close(gateway.back().self, link, code, coco::view(reason));
  }
  bool was_asked(const std::string& line) const {
    for (const std::string& one : asked)
      if (one == line) return true;
    return false;
  }

  // room.tail and room.messages with `from`, as the host answers them.
  bool answer_from_history(cocotalk::testing::FakeGateway::Ask& ask) {
    const auto number = [&](const std::string& key) {
      const std::size_t at = ask.json.find("\"" + key + "\":");
      return at == std::string::npos ? 0 : std::stoi(ask.json.substr(at + key.size() + 3));
    };
    if (ask.command == "room.tail") {
      const int first = std::max(1, (history - 1) / 20 * 20 - 19);
      gateway.answer(std::move(ask),
                     R"({"seq":5,"room":)" + pair + R"(,"messageList":)" + numbered_json(private_room, first, history) + "}");
      return true;
    }
    if (ask.command != "room.messages" || number("from") == 0) return false;
    const int first = number("from"), last = std::min(history, first + number("count") - 1);
    gateway.answer(std::move(ask), numbered_json(private_room, first, last));
    return true;
  }

  cocotalk::testing::FakeGateway gateway;
  std::map<std::string, std::string> answers;  // by command; others are refused
  std::vector<std::string> asked;
  std::vector<coco_device_class> devices;
  std::map<std::string, std::uint64_t> from_seqs;  // of the last join to a destination
  std::string token = "token";                     // the access token that is good
  bool is_down = false, refuses_positions = false;
  coco_status open_status = COCO_UNAUTHORIZED;
  std::string pair, trio;
};

}  // namespace cocotalk::console::testing
