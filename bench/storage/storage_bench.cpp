// storage-bench [SENDERS…]: durable posts through the storage plugin at so many senders (1, 16 and 64), beside the same
// statements on SQLite's own handle in groups of the same size.
#include "bench/storage/posts.hpp"

#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
  using namespace cocotalk::bench;
  std::vector<int> senders;
  for (int i = 1; i < argc; ++i) senders.push_back(std::atoi(argv[i]));
  if (senders.empty()) senders = {1, 16, 64};
  std::printf("%8s %12s %8s %12s %8s\n", "senders", "plugin/s", "group", "handle/s", "ratio");
  for (const int n_senders : senders) {
    if (n_senders < 1) return std::fputs("usage: storage-bench [SENDERS...]\n", stderr), 2;
    const std::uint64_t n_posts = n_senders == 1 ? 5'000 : 50'000;
    const Rate plugin = through_the_plugin(n_senders, n_posts);
    const Rate plain = on_the_plain_handle(plugin.posts_per_group, n_posts);
    std::printf("%8d %12.0f %8.1f %12.0f %8.2f\n", n_senders, plugin.posts_per_s, plugin.posts_per_group, plain.posts_per_s,
                plugin.posts_per_s / plain.posts_per_s);
  }
}
