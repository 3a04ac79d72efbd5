// presence.connect: to which host, with a ticket.
#include "tests/api/application_fixture.hpp"

#include <cocotalk/testing/fake_bus.hpp>

namespace cocotalk::testing {
namespace {

class Directory : public ApplicationFixture {
 protected:
  Directory() { alice = person("alice"); }
  std::string address() { return must(alice.as(), "presence.connect").text("/address"); }

  FakeBus bus;
  Device alice;
};

TEST_F(Directory, AHostThatIsAloneSendsClientsWhereTheyHaveReachedIt) {
  const Answered connect = must(alice.as(), "presence.connect");
  EXPECT_FALSE(connect.has("/address"));
  EXPECT_FALSE(connect.text("/ticket").empty());
}

TEST_F(Directory, TheLeastLoadedHostIsGiven) {
  host_.offer(COCO_BUS, bus.table());
  bus.add("https://two.example", 3);
  bus.add("https://three.example", 2);
  EXPECT_EQ(address(), "https://three.example");
}

TEST_F(Directory, OfHostsThatAreEquallyLoadedTheOneThatIsAskedIsGiven) {
  host_.offer(COCO_BUS, bus.table());
  gateway_->tick(0);
  bus.add("https://two.example", 0);
  EXPECT_FALSE(must(alice.as(), "presence.connect").has("/address"));
  EXPECT_EQ(bus.announcements(), 1);
}

TEST_F(Directory, ABusThatCannotBeAskedSendsNobodyAway) {
  host_.offer(COCO_BUS, bus.table());
  bus.add("https://two.example", 0);
  bus.set_status(COCO_UNAVAILABLE);
  EXPECT_FALSE(must(alice.as(), "presence.connect").has("/address"));
}

}  // namespace
}  // namespace cocotalk::testing
