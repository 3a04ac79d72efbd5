// A gateway that a test plays: it keeps every call until the test answers it, or answers by a script. Plugins may call it from
// any thread; the test looks at what was kept when they are quiet.
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/plugin.hpp>

#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing {

class FakeGateway {
 public:
  struct Open {
    coco_credential_kind kind;
    std::string name, secret;
    coco_device_class device;
    std::string address, agent;
    const coco_transport* back;
    coco::Completion done;
  };
  struct Ask {
    coco_link link;
    std::string command, json;
    coco::Completion done;
  };
  struct Join {
    coco_link link;
    std::string destination;
    std::uint64_t subscription, from_seq;
    coco::Completion done;
  };
  struct Publish {
    coco_link link;
    std::string destination, content_type, body, client_msg_id;
    std::vector<std::pair<std::string, std::string>> headers;
    coco::Completion done;
  };
  struct Leave {
    coco_link link;
    std::uint64_t subscription;
  };

  // An event of a plugin.
  struct Tell {
    std::string kind, body, room;
    std::vector<std::int64_t> accounts;
    std::int64_t sender;
    std::string state_key;
  };

  // Calls not answered yet, oldest first. A script that is set gets them instead.
  std::deque<Open> opens;
  std::deque<Ask> asks;
  std::deque<Join> joins;
  std::deque<Publish> publishes;
  std::vector<Leave> leaves;
  std::vector<coco_link> closes;
  std::vector<const coco_commands*> offered;  // not withdrawn yet, the newest last
  std::vector<Tell> tells;
  std::set<std::string> removed_rooms;  // what is told to them is refused
  std::vector<std::string> order;       // of all calls: "ask room.send", "join /room/a" …
  std::function<void(Open&&)> on_open;
  std::function<void(Ask&&)> on_ask;
  std::function<void(Join&&)> on_join;
  std::function<void(Publish&&)> on_publish;
  std::function<void(const coco_commands&)> on_offer;  // throws the coco::Error it refuses with
  std::function<void(coco::Completion&&)> on_withdraw;
  bool is_detached = false;

  const coco_gateway* table() const { return &table_; }

  template <class T>
  static T take(std::deque<T>& calls) {
    T first = std::move(calls.at(0));
    calls.pop_front();
    return first;
  }

  // ---- answers ----
  // Lets it in; the links are numbered from 1.
  coco_link accept(Open&& open, std::int64_t account = 7, std::string_view session = "0123456789abcdef0123456789abcdef") {
    coco_opened opened{};
    opened.size = sizeof opened;
    opened.device = open.device;
    opened.link = ++last_link_;
    opened.account = account;
    opened.session = coco::view(session);
    opened.store_epoch = coco::view("epoch-1");
    opened.server_time_ms = 1'700'000'000'000;
    back_ = open.back;
    open.done.ok(&opened);
    return opened.link;
  }
  template <class Asked>  // an Ask or a Publish
  static void answer(Asked&& ask, std::string_view json, std::uint64_t seq = 0, std::string_view message_id = "") {
    const coco_answer answer{sizeof(coco_answer), 0, coco::view(json), seq, coco::view(message_id)};
    ask.done.ok(&answer);
  }
  template <class Asked>
  static void refuse(Asked&& ask, coco_status status, std::string_view code, std::string_view detail,
                     std::uint32_t retry_after_ms = 0) {
    const std::string json = R"({"code":")" + std::string(code) + R"(","detail":")" + std::string(detail) + "\"}";
    const coco_answer answer{sizeof(coco_answer), retry_after_ms, coco::view(json), 0, {}};
    ask.done.fail(status, detail, &answer);
  }
  static void admit(Join&& join, std::string_view topic, std::uint64_t head = 0) {
    const coco_joined joined{sizeof(coco_joined), 0, coco::view(topic), head};
    join.done.ok(&joined);
  }

  // The transport of the last link that was let in.
  const coco_transport& back() const { return *back_; }

  // ---- cocotalk.gateway/1 ----
  void open(const coco_credential& credential, const coco_peer& peer, const coco_transport* back, coco::Completion&& done) {
    remember("open");
    Open call{credential.kind,
              std::string(coco::text(credential.name)),
              std::string(coco::text(credential.secret)),
              peer.device,
              std::string(coco::text(peer.address)),
              std::string(coco::text(peer.agent)),
              back,
              std::move(done)};
    if (on_open) return on_open(std::move(call));
    keep(opens, std::move(call));
  }
  void ask(const coco_caller& caller, std::string_view command, std::string_view json, coco::Completion&& done) {
    remember("ask " + std::string(command));
    Ask call{caller.link, std::string(command), std::string(json), std::move(done)};
    if (on_ask) return on_ask(std::move(call));
    keep(asks, std::move(call));
  }
  void join(coco_link link, std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq,
            coco::Completion&& done) {
    remember("join " + std::string(destination));
    Join call{link, std::string(destination), subscription, from_seq, std::move(done)};
    if (on_join) return on_join(std::move(call));
    keep(joins, std::move(call));
  }
  void publish(coco_link link, const coco_publication& said, coco::Completion&& done) {
    remember("publish " + std::string(coco::text(said.destination)));
    Publish call{link,
                 std::string(coco::text(said.destination)),
                 std::string(coco::text(said.content_type)),
                 std::string(coco::text(said.body)),
                 std::string(coco::text(said.client_msg_id)),
                 {},
                 std::move(done)};
    for (const coco_header& header : std::span(said.headers, said.n_headers))
      call.headers.emplace_back(coco::text(header.name), coco::text(header.value));
    if (on_publish) return on_publish(std::move(call));
    keep(publishes, std::move(call));
  }
  void leave(coco_link link, std::uint64_t subscription) { keep(leaves, Leave{link, subscription}); }
  void close(coco_link link) { keep(closes, link); }
  void detach(const coco_transport*, coco::Completion&& done) {
    is_detached = true;
    done.ok();
  }
  // Takes in whatever is offered: what the core refuses, the contract of cocotalk.commands/1 looks at.
  void offer(const coco_commands& table) {
    remember("offer " + std::string(table.plugin));
    if (on_offer) on_offer(table);
    keep(offered, &table);
  }
  void withdraw(const coco_commands* table, coco::Completion&& done) {
    {
      const std::lock_guard lock(mutex_);
      std::erase(offered, table);
    }
    if (on_withdraw) return on_withdraw(std::move(done));
    done.ok();
  }
  void tell(const coco_commands*, const coco_telling& what, coco::Completion&& done) {
    remember("tell " + std::string(coco::text(what.kind)));
    keep(tells, Tell{std::string(coco::text(what.kind)),
                     std::string(coco::text(what.body)),
                     std::string(coco::text(what.room)),
                     {what.accounts, what.accounts + what.n_accounts},
                     what.sender,
                     std::string(coco::text(what.state_key))});
    if (removed_rooms.contains(tells.back().room)) return done.fail(COCO_NOT_FOUND, "there is no such room");
    done.ok();
  }

 private:
  template <class Kept, class Call>
  void keep(Kept& all, Call&& call) {
    const std::lock_guard lock(mutex_);
    all.push_back(std::forward<Call>(call));
  }
  void remember(std::string call) { keep(order, std::move(call)); }

  std::mutex mutex_;
  coco_link last_link_ = 0;
  const coco_transport* back_ = nullptr;
  const coco_gateway table_{sizeof table_,
                            0,
                            this,
                            COCO_BIND(coco_gateway, open, FakeGateway),
                            COCO_BIND(coco_gateway, ask, FakeGateway),
                            COCO_BIND(coco_gateway, join, FakeGateway),
                            COCO_BIND(coco_gateway, leave, FakeGateway),
                            COCO_BIND(coco_gateway, close, FakeGateway),
                            COCO_BIND(coco_gateway, detach, FakeGateway),
                            COCO_BIND(coco_gateway, publish, FakeGateway),
                            COCO_BIND(coco_gateway, offer, FakeGateway),
                            COCO_BIND(coco_gateway, withdraw, FakeGateway),
                            COCO_BIND(coco_gateway, tell, FakeGateway)};
};

}  // namespace cocotalk::testing
