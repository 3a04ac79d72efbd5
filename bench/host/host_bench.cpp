// host-bench PROGRAM: how long the list of rooms of an account in 100 rooms of ten takes, cold and warm. The host runs on
// processor 0, this program on processor 1. Everything under load is measured by bench-load.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <vector>

#include "host/room_list.hpp"
#include "host/server.hpp"

namespace {

using namespace cocotalk::bench;

constexpr int host_cpu = 0, own_cpu = 1;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void room_lists(const std::filesystem::path& program) {
  Server server(program, host_cpu);
  const Seeded seeded = server.seed(10, 100, 10, 50);
  server.start();
  std::vector<double> cold, warm;
  // Every account is in the same 100 rooms, so only the first is cold: the host is started anew for each.
  for (std::size_t i = 0; i < seeded.accounts.size(); ++i) {
    server.stop();
    server.start();
    const RoomLister lister(server.port(), seeded.accounts[i].access_token);
    cold.push_back(lister.once(100));
    for (int n = 0; n < 20; ++n) warm.push_back(lister.once(100));
  }
  std::printf("rooms   list of an account in 100 rooms of ten: cold %.1f ms, warm %.1f ms (medians)\n", median(cold),
              median(warm));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: host-bench PROGRAM\n");
    return 2;
  }
  try {
    pin(own_cpu);
    room_lists(argv[1]);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "host-bench: %s\n", e.what());
    return 1;
  }
  return 0;
}
