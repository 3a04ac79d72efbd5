// A room as large as rooms may be: what is told of its members is told seldom, and what is told often is small.
#include <string>
#include <vector>

#include "core/api/seed.hpp"
#include "core/api/shapes.hpp"
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

constexpr std::size_t n_members = 1000;
constexpr std::int64_t n_messages = 1000;

class BigRoom : public ApplicationFixture {
 protected:
  BigRoom() {
    executor_.post([this] { runtime::spawn(fill()); });
    run();
    for (const api::Seeded::Account& account : seeded_.accounts) links_.push_back(open(device_of(account)).link);
  }
  runtime::Task<void> fill() {
    api::SeedPlan plan;
    plan.accounts = plan.members_per_room = static_cast<std::int64_t>(n_members);
    plan.messages_per_room = n_messages;
    seeded_ = co_await api::seed(*app_, plan);
  }
  static Device device_of(const api::Seeded::Account& account) {
    Device out;
    out.account = account.id;
    out.access = account.access_token;
    return out;
  }
  std::string room() const { return seeded_.rooms.at(0).hex(); }
  // All members look at the room, or away from it, spread over a second.
  void everybody(const std::string& command) {
    for (std::size_t i = 0; i < links_.size(); ++i) {
      must({links_[i]}, command, of_room(room()));
      if (i % 100 == 99) advance(100);
    }
  }

  api::Seeded seeded_;
  std::vector<coco_link> links_;
};

TEST_F(BigRoom, EnteringAndLookingAwayTellsTheMembersAtMostTwiceASecond) {
  const Joined listens = join(open_by_ticket(device_of(seeded_.accounts.at(0))).link, "/topic/" + room() + "/room");
  for (const char* const command : {"room.enter", "room.away"}) {
    transport_.forget();
    everybody(command);  // a second, in which a thousand do the same
    const std::size_t in_a_second = heard(listens).size();
    EXPECT_LE(in_a_second, 3u) << command << ": one at once, and one each half second";
    advance(10'000);
    EXPECT_GE(heard(listens).size(), 1u) << command;
    EXPECT_LE(heard(listens).size(), in_a_second + 4) << command << ": departures are told a second later, as seldom";
    ASSERT_EQ(heard(listens).back().body.size("/members"), n_members);
  }
}

TEST_F(BigRoom, WhatIsToldWithEachMessageIsSmall) {
  const Joined me = join(links_[1], "/me");
  must({links_[0]}, "room.send", saying(room(), "hello"));
  ASSERT_EQ(heard(me).size(), 1u);
  EXPECT_LT(heard(me)[0].body.body().size(), 4096u);
  EXPECT_FALSE(heard(me)[0].body.has("/room/members"));
}

// With the longest name and picture there may be, and more bundles than are listed.
TEST_F(BigRoom, ARoomWithoutItsMembersIsSmall) {
  domain::Room room(executor_);
  room.id = seeded_.rooms.at(0);
  room.number = room.seq = 100'000;
  for (int i = 0; i < 100; ++i) room.name += "😀";
  room.image = std::string(2048, 'x');
  api::JsonWriter small, whole;
  api::write_room_without_members(small, room);
  api::write_room(whole, &room);
  EXPECT_LT(small.take().size(), 4096u);
  EXPECT_LT(whole.take().size(), 4096u) << "all but the members";
}

}  // namespace
}  // namespace cocotalk::testing
