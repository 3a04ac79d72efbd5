// What every provider of cocotalk.bus/1 must do for a host that is alone. Include it in one file of a test program and name the
// provider there:
//
//   COCO_BUS_CONTRACT(Mine, [] { return provider_of<coco_bus>(coco_plugin_abi1, COCO_BUS); })
#pragma once

#include <cocotalk/bus.h>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// Remembers what it heard.
class BusEar {
 public:
  coco_bus_listener listener() { return {sizeof(coco_bus_listener), 0, this, &heard}; }
  // What was heard, as soon as there is so much of it; a bus may take its time.
  std::vector<std::string> wait_for(std::size_t n) {
    std::unique_lock lock(mutex_);
    heard_more_.wait_for(lock, std::chrono::seconds(10), [&] { return bodies_.size() >= n; });
    return bodies_;
  }

 private:
  static void heard(void* ctx, coco_view subject, coco_view body) {
    BusEar& self = *static_cast<BusEar*>(ctx);
    {
      const std::lock_guard lock(self.mutex_);
      self.bodies_.push_back(std::string(coco::text(subject)) + ": " + std::string(coco::text(body)));
    }
    self.heard_more_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable heard_more_;
  std::vector<std::string> bodies_;
};

class BusContract : public Contract<coco_bus> {
 protected:
  using Hosts = std::vector<std::pair<std::string, std::uint64_t>>;

  coco_status subscribe(const std::string& subject, BusEar& ear) {
    const coco_bus_listener listener = ear.listener();
    coco_error error{};
    return bus->subscribe(bus->self, coco::view(subject), &listener, &error);
  }
  void publish(std::string subject, std::string body) {
    bus->publish(bus->self, coco::view(subject), coco::view(body));
    subject.assign(subject.size(), 'x');  // borrowed
    body.assign(body.size(), 'x');
  }
  Hosts hosts() {
    Answer<Hosts> answer;
    bus->hosts(bus->self, answer.expect<coco_bus_hosts>([](const coco_bus_hosts* result) {
      Hosts out;
      for (std::uint64_t i = 0; i < result->n_hosts; ++i)
        out.emplace_back(coco::text(result->hosts[i]->address), result->hosts[i]->load);
      return out;
    }));
    EXPECT_EQ(answer.status(), COCO_OK) << answer.why();
    return answer.kept().value_or(Hosts());
  }

  Provider<coco_bus> provider = GetParam().make();
  const coco_bus* bus = provider.get();
};

TEST_P(BusContract, PassesAMessageToEveryListenerOfItsSubjectAndToNobodyElse) {
  BusEar first, second, other;
  ASSERT_EQ(subscribe("room", first), COCO_OK);
  ASSERT_EQ(subscribe("room", second), COCO_OK);
  ASSERT_EQ(subscribe("room.more", other), COCO_OK);
  publish("room", "changed");
  publish("room.more", "too");
  EXPECT_EQ(first.wait_for(1), std::vector<std::string>{"room: changed"});
  EXPECT_EQ(second.wait_for(1), std::vector<std::string>{"room: changed"});
  EXPECT_EQ(other.wait_for(1), std::vector<std::string>{"room.more: too"});
  for (BusEar* ear : {&first, &second, &other}) bus->unsubscribe(bus->self, ear);
}

TEST_P(BusContract, CallsNobodyWhoHasUnsubscribed) {
  BusEar gone, stays;
  ASSERT_EQ(subscribe("room", gone), COCO_OK);
  ASSERT_EQ(subscribe("room", stays), COCO_OK);
  bus->unsubscribe(bus->self, &gone);
  publish("room", "changed");
  EXPECT_EQ(stays.wait_for(1).size(), 1u);
  EXPECT_EQ(gone.wait_for(0).size(), 0u);
  bus->unsubscribe(bus->self, &stays);
  bus->unsubscribe(bus->self, &stays);
}

TEST_P(BusContract, RefusesAnEmptySubject) {
  BusEar ear;
  EXPECT_EQ(subscribe("", ear), COCO_INVALID);
}

TEST_P(BusContract, AMessageNobodyHearsIsForgotten) {
  publish("room", "changed");
  BusEar late;
  ASSERT_EQ(subscribe("room", late), COCO_OK);
  publish("room", "again");
  EXPECT_EQ(late.wait_for(1), std::vector<std::string>{"room: again"});
  bus->unsubscribe(bus->self, &late);
}

TEST_P(BusContract, AHostIsAliveOnceItHasSaidSo) {
  EXPECT_EQ(hosts(), Hosts{});
  bus->announce(bus->self, coco::view("https://one.example"), 7);
  EXPECT_EQ(hosts(), (Hosts{{"https://one.example", 7}}));
  bus->announce(bus->self, coco::view(""), 3);
  EXPECT_EQ(hosts(), (Hosts{{"", 3}}));
}

}  // namespace cocotalk::testing

#define COCO_BUS_CONTRACT(Name, ...) COCO_CONTRACT(Name, BusContract, coco_bus, __VA_ARGS__)
