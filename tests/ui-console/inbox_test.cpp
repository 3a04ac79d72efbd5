#include "ui-console/inbox.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

namespace cocotalk::console {
namespace {

bool is_readable(int fd) {
  pollfd one{fd, POLLIN, 0};
  return ::poll(&one, 1, 0) == 1;
}

TEST(Inbox, IsReadableWhileSomethingWaits) {
  Inbox inbox;
  EXPECT_FALSE(is_readable(inbox.fd()));
  inbox.push(Event{1, "a", "", 0, 0});
  inbox.push(LinkEnded{7, {}});
  EXPECT_EQ(std::get<Event>(*inbox.pop()).kind, "a");
  EXPECT_TRUE(is_readable(inbox.fd()));
  EXPECT_EQ(std::get<LinkEnded>(*inbox.pop()).link, 7U);
  EXPECT_FALSE(is_readable(inbox.fd()));
  EXPECT_FALSE(inbox.pop());
}

TEST(Inbox, TakesAnEndingThoughItIsFull) {
  Inbox inbox;
  while (inbox.push(Event{})) continue;
  inbox.push(LinkEnded{7, {}});
  for (std::size_t i = 0; i < Inbox::max_events; ++i) inbox.pop();
  EXPECT_TRUE(std::holds_alternative<LinkEnded>(*inbox.pop()));
}

TEST(Inbox, AWaitEndsWithItsChangeOrItsPatience) {
  Inbox inbox;
  bool is_answered = false;
  EXPECT_FALSE(inbox.wait(std::chrono::milliseconds(1), [&] { return is_answered; }));
  std::thread other([&] { inbox.change([&] { is_answered = true; }); });
  EXPECT_TRUE(inbox.wait(std::chrono::seconds(20), [&] { return is_answered; }));
  other.join();
}

TEST(Inbox, StopEndsEveryWaitForEver) {
  Inbox inbox;
  EXPECT_FALSE(is_readable(inbox.stop_fd()));
  inbox.stop();
  EXPECT_TRUE(is_readable(inbox.stop_fd()));
  EXPECT_THROW(inbox.wait(std::chrono::seconds(20), [] { return true; }), Stopped);
}

}  // namespace
}  // namespace cocotalk::console
