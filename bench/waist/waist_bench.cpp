// A virtual call, the same call through a plugin's table, and the same with a lease on the slot around it.
#include <benchmark/benchmark.h>

#include "core/plugins/slot.hpp"
#include "waist/callee.hpp"

namespace {

constexpr coco_sign_in question{sizeof question, COCO_WEB, 1, 0, {}, {}};

void virtual_call(benchmark::State& state) {
  const std::unique_ptr<cocotalk::bench::Virtual> callee = cocotalk::bench::make_virtual();
  coco_verdict verdict{};
  for (auto _ : state) {
    callee->decide(question, nullptr, 1, verdict);
    benchmark::DoNotOptimize(verdict.admit);
  }
}
BENCHMARK(virtual_call);

void table_call(benchmark::State& state) {
  const coco_session_policy* const callee = cocotalk::bench::table();
  coco_verdict verdict{};
  for (auto _ : state) {
    callee->decide(callee->self, &question, nullptr, 1, &verdict);
    benchmark::DoNotOptimize(verdict.admit);
  }
}
BENCHMARK(table_call);

void leased_table_call(benchmark::State& state) {
  cocotalk::plugins::Provider provider(cocotalk::bench::table());
  cocotalk::plugins::Slot slot;
  slot.offer(&provider);
  coco_verdict verdict{};
  for (auto _ : state) {
    const coco_lease lease = slot.acquire();
    const auto* const callee = static_cast<const coco_session_policy*>(lease.table);
    callee->decide(callee->self, &question, nullptr, 1, &verdict);
    benchmark::DoNotOptimize(verdict.admit);
    cocotalk::plugins::Slot::release(lease);
  }
}
BENCHMARK(leased_table_call);

}  // namespace

BENCHMARK_MAIN();
