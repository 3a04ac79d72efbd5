#include "core/runtime/process_bus.hpp"

#include <cocotalk/testing/bus_contract.hpp>
#include <cocotalk/testing/fake_bus.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

using cocotalk::runtime::ProcessBus;
using cocotalk::testing::FakeBus;
using cocotalk::testing::provider_of_fake;
COCO_BUS_CONTRACT(OfOneProcess, [] { return provider_of_fake<coco_bus, ProcessBus>(); })
COCO_BUS_CONTRACT(Fake, [] { return provider_of_fake<coco_bus, FakeBus>(); })

namespace cocotalk::runtime {
namespace {

// A call that lasts until the test lets it end.
struct SlowListener {
  std::promise<void> entered, let_go;
  std::atomic<bool> has_ended = false;
  static void on_message(void* ctx, coco_view, coco_view) {
    SlowListener& self = *static_cast<SlowListener*>(ctx);
    self.entered.set_value();
    self.let_go.get_future().get();
    self.has_ended = true;
  }
};

TEST(ProcessBus, UnsubscribeWaitsForTheCallThatIsUnderWay) {
  ProcessBus bus;
  SlowListener slow;
  bus.subscribe("room", {sizeof(coco_bus_listener), 0, &slow, &SlowListener::on_message});
  std::thread publishes([&bus] { bus.publish("room", "x"); });
  slow.entered.get_future().get();
  std::thread unsubscribes([&] {
    bus.unsubscribe(&slow);
    EXPECT_TRUE(slow.has_ended);
  });
  slow.let_go.set_value();
  publishes.join();
  unsubscribes.join();
}

TEST(ProcessBus, AListenerMayPublishAndSubscribe) {
  ProcessBus bus;
  struct Echo {
    ProcessBus* bus;
    int heard = 0;
  } echo{&bus};
  bus.subscribe("a", {sizeof(coco_bus_listener), 0, &echo, [](void* ctx, coco_view, coco_view body) {
                        Echo& self = *static_cast<Echo*>(ctx);
                        ++self.heard;
                        self.bus->subscribe("b", {sizeof(coco_bus_listener), 0, ctx,
                                                  [](void* of, coco_view, coco_view) { ++static_cast<Echo*>(of)->heard; }});
                        self.bus->publish("b", coco::text(body));
                      }});
  bus.publish("a", "x");
  EXPECT_EQ(echo.heard, 2);
  bus.unsubscribe(&echo);
}

}  // namespace
}  // namespace cocotalk::runtime
