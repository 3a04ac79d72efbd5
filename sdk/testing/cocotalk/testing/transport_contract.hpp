// What every transport must do towards the gateway, whatever its clients speak. Include it in one file of a test program and name
// there the transport, and how a client of it behaves:
//
//   COCO_TRANSPORT_CONTRACT(Mine, [] { return TransportCase{coco_plugin_abi1, {}, {[] { return std::make_unique<StompDriver>();
//   }}}; })
#pragma once

#include <cocotalk/testing/transport_stage.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace cocotalk::testing {

#define COCO_CLIENT_OR_SKIP(name) \
  const auto name = client();     \
  if (!name) GTEST_SKIP() << "no driver brings a client of it about; write one, and name it with --driver"

// ---- links

TEST_P(TransportContract, OpensALinkForWhoComes) {
  COCO_CLIENT_OR_SKIP(person);
  ASSERT_EQ(gateway.opens.size(), 1u);
  const coco_transport* const back = gateway.opens[0].back;
  ASSERT_NE(back, nullptr);
  EXPECT_TRUE(COCO_HAS(back, close));
  EXPECT_NE(gateway.opens[0].address, "") << "where the client came from";
  EXPECT_NE(accept(), 0u);
  EXPECT_FALSE(person->is_ended(clients));
}

TEST_P(TransportContract, EveryClientHasALinkOfItsOwn) {
  COCO_CLIENT_OR_SKIP(one);
  const coco_link first = accept();
  const auto two = client();
  const coco_link second = accept("fedcba9876543210fedcba9876543210");
  EXPECT_NE(first, second);
  one->hang_up(clients);
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{first});
  EXPECT_FALSE(two->is_ended(clients));
}

TEST_P(TransportContract, WhoIsNotLetInGetsNoLinkAndIsToldSo) {
  COCO_CLIENT_OR_SKIP(person);
  gateway.take(gateway.opens).done.fail(COCO_UNAUTHORIZED, "the token is unknown");
  net.run();
  person->heard(clients);
  person->hang_up(clients);
  EXPECT_TRUE(gateway.closes.empty()) << "there was nothing to close";
}

TEST_P(TransportContract, ClosesTheLinkOfWhoHangsUpOnce) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  person->hang_up(clients);
  net.run();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
}

TEST_P(TransportContract, ALinkThatOpensWhenItsClientHasGoneIsClosed) {
  COCO_CLIENT_OR_SKIP(person);
  person->hang_up(clients);
  const coco_link link = accept();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
}

TEST_P(TransportContract, AJoinThatIsAnsweredWhenItsClientHasGoneIsHarmless) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  person->join(clients, "/room/a");
  ASSERT_FALSE(gateway.joins.empty());
  person->hang_up(clients);
  gateway.admit(gateway.take(gateway.joins), "/room/a");
  net.run();
  publish(Said("/room/a", body(1)));
  net.run();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
}

// ---- events

TEST_P(TransportContract, WhoJoinedATopicHearsItAndNoOther) {
  COCO_CLIENT_OR_SKIP(person);
  accept();
  join(*person, "/room/a");
  publish(Said("/room/a", body(1), 1));
  publish(Said("/room/b", body(2), 1));
  net.run();
  const std::string heard = person->heard(clients);
  EXPECT_TRUE(stands_in(heard, 1)) << heard;
  EXPECT_FALSE(stands_in(heard, 2)) << heard;
}

TEST_P(TransportContract, CopiesWhatItIsGiven) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  publish(Said("/room/a", body(1), 1));  // its memory is overwritten before a lane runs
  deliver(link, subscription, Said("", body(2), 2));
  net.run();
  const std::string heard = person->heard(clients);
  EXPECT_TRUE(stands_in(heard, 1) && stands_in(heard, 2)) << heard;
}

TEST_P(TransportContract, KeepsTheOrderOfPublishingAndDelivering) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  constexpr int n_events = 60;
  for (int n = 1; n <= n_events; ++n) {
    if (n % 3 == 0)
      deliver(link, subscription, Said("", body(n), static_cast<std::uint64_t>(n)));
    else
      publish(Said("/room/a", body(n), static_cast<std::uint64_t>(n)));
    if (n % 10 == 0) net.run();
  }
  net.run();
  const std::string heard = person->heard(clients);
  std::size_t at = 0;
  for (int n = 1; n <= n_events; ++n) {
    at = heard.find(body(n), at);
    ASSERT_NE(at, std::string::npos) << "event " << n << " is missing or out of order";
  }
}

TEST_P(TransportContract, KeepsTheOrderBetweenTheLoopAndItsLane) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  std::thread lane([this] { net.serve(); });
  constexpr int n_events = 500;
  for (int n = 1; n <= n_events; ++n)
    if (n % 2 == 0)
      publish(Said("/room/a", body(n), static_cast<std::uint64_t>(n)));
    else
      deliver(link, subscription, Said("", body(n), static_cast<std::uint64_t>(n)));
  net.quit();
  lane.join();
  net.run();
  const std::string heard = person->heard(clients);
  std::size_t at = 0;
  for (int n = 1; n <= n_events; ++n) {
    at = heard.find(body(n), at);
    ASSERT_NE(at, std::string::npos) << "event " << n << " is missing or out of order";
  }
}

TEST_P(TransportContract, DeliversToOneLinkAlone) {
  COCO_CLIENT_OR_SKIP(one);
  const coco_link first = accept();
  const std::uint64_t subscription = join(*one, "/room/a");
  const auto two = client();
  accept("fedcba9876543210fedcba9876543210");
  join(*two, "/room/a");
  deliver(first, subscription, Said("", body(1), 1));
  net.run();
  EXPECT_TRUE(stands_in(one->heard(clients), 1));
  EXPECT_FALSE(stands_in(two->heard(clients), 1));
}

TEST_P(TransportContract, TheSessionAnEventLeavesOutDoesNotHearIt) {
  COCO_CLIENT_OR_SKIP(one);
  accept();
  join(*one, "/room/a");
  const auto two = client();
  accept("fedcba9876543210fedcba9876543210");
  join(*two, "/room/a");
  publish(Said("/room/a", body(1), 1, session));
  publish(Said("/room/a", body(2), 2));
  net.run();
  const std::string first = one->heard(clients), second = two->heard(clients);
  EXPECT_FALSE(stands_in(first, 1));
  EXPECT_TRUE(stands_in(first, 2));
  EXPECT_TRUE(stands_in(second, 1) && stands_in(second, 2));
}

TEST_P(TransportContract, UnknownLinksSubscriptionsAndTopicsAreIgnored) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  for (const coco_link unknown : {std::uint64_t{0}, link + 4711, UINT64_MAX}) {
    deliver(unknown, subscription, Said("", body(1), 1));
    close(unknown);
    if (COCO_HAS(&gateway.back(), expel)) gateway.back().expel(gateway.back().self, unknown, subscription);
  }
  deliver(link, subscription + 4711, Said("", body(2), 2));
  if (COCO_HAS(&gateway.back(), expel)) gateway.back().expel(gateway.back().self, link, subscription + 4711);
  publish(Said("/nobody/joined/this", body(3), 3));
  net.run();
  EXPECT_FALSE(person->is_ended(clients));
  publish(Said("/room/a", body(4), 4));
  net.run();
  const std::string heard = person->heard(clients);
  EXPECT_TRUE(stands_in(heard, 4)) << "the links there are go on";
  EXPECT_FALSE(stands_in(heard, 1) || stands_in(heard, 2) || stands_in(heard, 3));
}

TEST_P(TransportContract, WhoIsExpelledHearsWhatWasPublishedBeforeAndNothingAfter) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  if (!COCO_HAS(&gateway.back(), expel)) GTEST_SKIP() << "it lacks the slot; the core closes the link instead";
  publish(Said("/room/a", body(1), 1));
  gateway.back().expel(gateway.back().self, link, subscription);
  publish(Said("/room/a", body(2), 2));
  net.run();
  const std::string heard = person->heard(clients);
  EXPECT_TRUE(stands_in(heard, 1));
  EXPECT_FALSE(stands_in(heard, 2));
}

// ---- ends

TEST_P(TransportContract, ALinkThatIsClosedEndsAfterWhatWasDeliveredBefore) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  deliver(link, subscription, Said("", body(1), 1));
  close(link);
  for (int second = 0; second < 60 && !person->is_ended(clients); ++second) {
    net.run();
    net.advance(1000);
  }
  EXPECT_TRUE(stands_in(person->heard(clients), 1));
  EXPECT_TRUE(person->is_ended(clients));
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link}) << "the transport answers with gateway.close()";
}

TEST_P(TransportContract, WhatIsSaidToAClosedLinkIsIgnored) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  close(link);
  net.run();
  close(link);
  deliver(link, subscription, Said("", body(1), 1));
  publish(Said("/room/a", body(2), 2));
  net.run();
  EXPECT_LE(gateway.closes.size(), 1u);
}

// The rule of all four functions: they return at once. A transport that waits for its client never does, and the deadline tells.
TEST_P(TransportContract, ReturnsAtOnceWhenItsClientDoesNotRead) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  person->stop_reading(clients);
  const std::string large(4096, 'x');
  for (int n = 1; n <= 500; ++n) {
    publish(Said("/room/a", "\"" + large + "\"", static_cast<std::uint64_t>(n)));
    if (n % 50 == 0) net.run();
  }
  if (COCO_HAS(&gateway.back(), expel)) gateway.back().expel(gateway.back().self, link, subscription);
  close(link);
  net.run();
}

TEST_P(TransportContract, StoppingEndsEveryConversationAndDetachesBeforeItIsDrained) {
  COCO_CLIENT_OR_SKIP(one);
  accept();
  join(*one, "/room/a");
  const auto two = client();
  accept("fedcba9876543210fedcba9876543210");
  const auto waiting = client();
  stop();
  EXPECT_TRUE(gateway.is_detached) << "after `drained` the gateway may still call it";
  EXPECT_TRUE(one->is_ended(clients));
  EXPECT_TRUE(two->is_ended(clients));
  EXPECT_TRUE(waiting->is_ended(clients)) << "who waits to be let in";
  EXPECT_EQ(net.buffers_alive(), 0u) << "shared buffers were not given back";
  EXPECT_EQ(client(), nullptr) << "nobody is let in any more";
}

TEST_P(TransportContract, AnswersThatComeAfterItsEndAreHarmless) {
  COCO_CLIENT_OR_SKIP(person);
  accept();
  person->join(clients, "/room/a");
  const auto waiting = client();
  stop();
  if (!gateway.joins.empty()) gateway.admit(gateway.take(gateway.joins), "/room/a");
  while (!gateway.opens.empty()) gateway.take(gateway.opens).done.fail(COCO_ABORTED, "the host is going down");
  net.run();
}

// ---- without a client: also where no driver speaks its protocol

TEST_P(TransportContract, OpensNoLinkWhenNobodyCame) {
  net.run();
  EXPECT_TRUE(gateway.opens.empty());
  EXPECT_TRUE(gateway.joins.empty());
}

TEST_P(TransportContract, WhatIsSaidToLinksItNeverOpenedIsIgnored) {
  for (const coco_link unknown : {std::uint64_t{0}, std::uint64_t{4711}, UINT64_MAX}) {
    Said said("", body(1), 1);
    table().deliver(table().self, unknown, 1, &said.event());
    said.die();
    table().close(table().self, unknown, COCO_CLOSE_SIGNED_OUT, coco::view("the end"));
    if (COCO_HAS(&table(), expel)) table().expel(table().self, unknown, 1);
  }
  Said said("/room/a", body(2), 2);
  table().publish(table().self, &said.event());
  said.die();
  net.run();
  EXPECT_TRUE(gateway.closes.empty()) << "it closes at the gateway what it never opened";
}

TEST_P(TransportContract, StopsWhenNobodyEverCame) {
  stop();
  EXPECT_TRUE(gateway.closes.empty());
}

#undef COCO_CLIENT_OR_SKIP

}  // namespace cocotalk::testing

// Runs the rules against what the function makes, a TransportCase.
#define COCO_TRANSPORT_CONTRACT(Name, ...)                                                                        \
  namespace cocotalk::testing {                                                                                   \
  INSTANTIATE_TEST_SUITE_P(Name, TransportContract, ::testing::Values(TransportCaseFactory{#Name, __VA_ARGS__})); \
  }
