// host-bench PROGRAM: the numbers of docs/performance.md that need the whole host. One line a figure. The host runs on processor
// 0, this program on processor 1.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "host/client.hpp"
#include "host/room_list.hpp"
#include "host/server.hpp"

namespace {

using namespace cocotalk::bench;
using Clock = std::chrono::steady_clock;

constexpr int host_cpu = 0, own_cpu = 1;
constexpr std::chrono::seconds measured{4};

double percentile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))];
}

std::string body_of(std::size_t bytes) { return std::string(bytes, 'x'); }

std::string saying(const std::string& room, const std::string& more_headers) {
  return "SEND\ndestination:/room/" + room + "\ncontent-type:text/plain\n" + more_headers + "\n" + body_of(128);
}

// Senders in rooms of ten, each with one message under way, nobody listening: every RECEIPT is a synced commit.
void posts(Server& server, const Seeded& seeded, std::size_t senders) {
  Pool pool;
  std::vector<Clock::time_point> sent(senders);
  std::vector<double> latencies;
  std::vector<std::size_t> index_of_fd;
  for (std::size_t i = 0; i < senders; ++i) {
    const std::size_t fd = static_cast<std::size_t>(pool.add(server.port(), seeded.accounts[i].access_token).fd());
    if (index_of_fd.size() <= fd) index_of_fd.resize(fd + 1);
    index_of_fd[fd] = i;
  }
  const auto send = [&](std::size_t i) {
    sent[i] = Clock::now();
    pool[i].send(saying(seeded.rooms[i / 10], "receipt:r\n"));
  };
  const double cpu_before = server.cpu_seconds();
  const Clock::time_point began = Clock::now();
  for (std::size_t i = 0; i < senders; ++i) send(i);
  const auto on_frame = [&](Connection& connection, std::string_view frame) {
    if (frame.substr(0, 7) != "RECEIPT") return;
    const std::size_t i = index_of_fd[static_cast<std::size_t>(connection.fd())];
    latencies.push_back(std::chrono::duration<double, std::milli>(Clock::now() - sent[i]).count());
    if (Clock::now() - began < measured) send(i);
  };
  while (Clock::now() - began < measured + std::chrono::milliseconds(500)) pool.turn(100, on_frame);
  const double seconds = std::chrono::duration<double>(measured).count();
  const auto n = static_cast<double>(latencies.size());
  std::printf("posts   senders %2zu: %7.0f receipts/s, %7.0f per CPU-second of the host, p50 %.2f ms, p99 %.2f ms\n", senders,
              n / seconds, n / (server.cpu_seconds() - cpu_before), percentile(latencies, 0.5), percentile(latencies, 0.99));
}

// One sender in a room, `window` messages under way, everybody in it listening.
void fan_out(Server& server, const Seeded& seeded, std::size_t listeners, std::size_t window) {
  Pool pool;
  for (std::size_t i = 0; i < listeners; ++i) {
    Connection& c = pool.add(server.port(), seeded.accounts[i].access_token);
    c.subscribe("/room/" + seeded.rooms[0]);
  }
  const std::string frame = saying(seeded.rooms[0], "");
  std::size_t delivered = 0, sent = 0;
  const double cpu_before = server.cpu_seconds();
  const Clock::time_point began = Clock::now();
  const auto on_frame = [&](Connection&, std::string_view heard) {
    if (heard.substr(0, 7) != "MESSAGE") return;
    ++delivered;
  };
  while (Clock::now() - began < measured || delivered < sent * listeners) {
    if (Clock::now() - began > 2 * measured) break;
    // Everybody has it before the next goes: with a window of one, nothing can be batched.
    while (Clock::now() - began < measured && sent * listeners < delivered + window * listeners) {
      pool[0].send(frame);
      ++sent;
    }
    pool.turn(100, on_frame);
  }
  const double cpu = server.cpu_seconds() - cpu_before;
  std::printf("fan-out 1 -> %zu, window %2zu: %8.0f deliveries per CPU-second of the host (%zu messages, lost %zu)\n", listeners,
              window, static_cast<double>(delivered) / cpu, sent, sent * listeners - delivered);
}

void idle(Server& server, const Seeded& seeded, std::size_t connections) {
  const std::int64_t before = server.memory_bytes();
  const double cpu_before = server.cpu_seconds();
  Pool pool;
  for (std::size_t i = 0; i < connections; ++i) {
    Connection& c = pool.add(server.port(), seeded.accounts[i % 100].access_token);
    c.subscribe("/room/" + seeded.rooms[0]);
  }
  const std::int64_t after = server.memory_bytes();
  std::printf("idle    %zu connections with one subscription: %.2f KiB of the host each; %.0f opened per CPU-second\n",
              connections, static_cast<double>(after - before) / 1024 / static_cast<double>(connections),
              static_cast<double>(connections) / (server.cpu_seconds() - cpu_before));
}

// Accounts in 100 rooms of ten: the first request of each after a start, then again.
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
  std::printf("rooms   list of an account in 100 rooms of ten: cold %.1f ms, warm %.1f ms (medians)\n", percentile(cold, 0.5),
              percentile(warm, 0.5));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: host-bench PROGRAM\n");
    return 2;
  }
  try {
    pin(own_cpu);
    {
      Server server(argv[1], host_cpu);
      const Seeded seeded = server.seed(100, 10, 10, 0);
      server.start();
      for (const std::size_t senders : {1u, 16u, 64u}) posts(server, seeded, senders);
    }
    {
      Server server(argv[1], host_cpu);
      const Seeded seeded = server.seed(1000, 1, 1000, 0);
      server.start({"net.lanes=1"});
      fan_out(server, seeded, 1000, 1);
      fan_out(server, seeded, 1000, 16);
      idle(server, seeded, 5000);
    }
    room_lists(argv[1]);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "host-bench: %s\n", e.what());
    return 1;
  }
  return 0;
}
