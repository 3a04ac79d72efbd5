// A plugin that a test plays: it offers commands to the application, keeps what it is asked until the test answers, and what it
// hears.
#pragma once

#include <cocotalk/commands.hpp>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {

struct Pings {
  struct Ask {
    std::string which, json, cid, session, address, room;
    std::int64_t account, unheard;
    coco::Caller caller;
    coco::Completion done;
  };
  std::deque<Ask> asks;                                    // not answered yet, oldest first
  std::vector<std::pair<std::string, std::string>> heard;  // kind, body

  explicit Pings(const char* plugin = "ping", const char* prefix = nullptr);
  Pings(const Pings&) = delete;
  Pings& operator=(const Pings&) = delete;

  Ask take() {
    Ask first = std::move(asks.at(0));
    asks.pop_front();
    return first;
  }

  // ---- cocotalk.commands/1
  void anybody(const coco_asker& asker, std::string_view json, coco::Completion&& done) { keep("anybody", asker, json, done); }
  void account(const coco_asker& asker, std::string_view json, coco::Completion&& done) { keep("account", asker, json, done); }
  void member(const coco_asker& asker, std::string_view json, coco::Completion&& done) { keep("member", asker, json, done); }
  void hosts(const coco_asker& asker, std::string_view json, coco::Completion&& done) { keep("hosts", asker, json, done); }
  void throws(const coco_asker&, std::string_view, coco::Completion&&) { throw std::runtime_error("a bug"); }
  void hear(const coco_happening& what) { heard.emplace_back(coco::text(what.kind), coco::text(what.body)); }

  coco_commands table;

 private:
  void keep(const char* which, const coco_asker& asker, std::string_view json, coco::Completion& done) {
    asks.push_back({which, std::string(json), std::string(coco::text(asker.cid)), std::string(coco::text(asker.session)),
                    std::string(coco::text(asker.address)), std::string(coco::text(asker.room)), asker.account, asker.unheard,
                    coco::Caller(*asker.caller), std::move(done)});
  }
};

inline constexpr coco_field ping_input[] = {coco::field::text("word", "what comes back").required().longest(8),
                                            coco::field::number("times", "how often").between(1, 3)};
inline constexpr coco_field ping_room[] = {coco::field::room};
inline constexpr coco_field pong_fields[] = {coco::field::text("word", "")};
inline constexpr coco_no ping_refusals[] = {{"BAD_REQUEST", "the word is no good"}, {"TIRED", "it has said enough"}};
inline constexpr coco_command ping_commands[] = {
    COCO_COMMAND(Pings, anybody, "ping.anybody", COCO_WHO_ANYBODY, "answers anybody"),
    COCO_COMMAND(Pings, account, "ping.account", COCO_WHO_ACCOUNT, "answers people")
        .takes(ping_input)
        .answers("Pong")
        .refuses(ping_refusals),
    COCO_COMMAND(Pings, member, "ping.member", COCO_WHO_MEMBER, "answers members").takes(ping_room).gives(pong_fields),
    COCO_COMMAND(Pings, hosts, "ping.hosts", COCO_WHO_OPERATOR, "answers the host"),
    COCO_COMMAND(Pings, throws, "ping.throws", COCO_WHO_ANYBODY, "has a bug"),
};
inline constexpr coco_shape ping_shapes[] = {coco::shape("Pong", "what came back", pong_fields)};
inline constexpr coco_told ping_events[] = {
    coco::told("ping", coco::ToldTo::rooms, "Pong", "somebody pinged a room"),
    coco::told("ping.mine", coco::ToldTo::accounts, pong_fields, "somebody pinged oneself"),
};
inline constexpr const char* ping_hears[] = {"message", "joined", "left", "renamed", "removed", "account-deleted", nullptr};

inline Pings::Pings(const char* plugin, const char* prefix)
    : table{sizeof table,
            0,
            this,
            plugin,
            prefix,
            ping_commands,
            std::size(ping_commands),
            ping_shapes,
            std::size(ping_shapes),
            ping_events,
            std::size(ping_events),
            ping_hears,
            &coco::detail::Thunk<Pings, &Pings::hear, decltype(coco_commands::heard)>::call} {}

class OffersFixture : public ApplicationFixture {
 protected:
  coco_status offer(const coco_commands& table) {
    error_ = {};
    return gateway_->table()->offer(gateway_->table()->self, &table, &error_);
  }
  void offer_well(const coco_commands& table) { ASSERT_EQ(offer(table), COCO_OK) << why(); }
  std::string why() const { return error_.text; }
  // Whether it was answered.
  std::shared_ptr<bool> begin_withdraw(const coco_commands& table) {
    auto out = std::make_shared<bool>(false);
    gateway_->table()->withdraw(gateway_->table()->self, &table,
                                coco::on_completion<void>([out](coco_status, const void*, const coco_error*) { *out = true; }));
    run();
    return out;
  }
  coco_status tell(const coco_commands& table, std::string_view kind, std::string_view body, std::string_view room,
                   std::vector<std::int64_t> accounts = {}, std::int64_t sender = 0) {
    Answer<int> done;
    const coco_telling what{
        sizeof what, 0, coco::view(kind), coco::view(body), coco::view(room), accounts.data(), accounts.size(), sender, {}};
    gateway_->table()->tell(gateway_->table()->self, &table, &what, done.expect_nothing());
    run();
    return done.status();
  }
  // Asks, has the plugin answer, and gives what the asker is told.
  Answered asked(Pings& pings, const As& as, std::string_view command, const std::string& json,
                 const std::function<void(Pings::Ask&)>& answering) {
    const AnswerPtr out = begin(as, command, json);
    run();
    if (pings.asks.empty()) {
      ADD_FAILURE() << "the plugin was not asked";
      return {};
    }
    Pings::Ask ask = pings.take();
    answering(ask);
    run();
    if (!out->has_value()) {
      ADD_FAILURE() << command << " was not answered";
      return {};
    }
    return **out;
  }

 private:
  coco_error error_{};
};

}  // namespace cocotalk::testing
