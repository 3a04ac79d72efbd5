// Durable posts through the storage plugin at 1, 16 and 64 senders, beside the same statements on SQLite's own handle in groups
// of the same size.
#include "bench/storage/posts.hpp"

#include <cstdio>

int main() {
  using namespace cocotalk::bench;
  std::printf("%8s %12s %8s %12s %8s\n", "senders", "plugin/s", "group", "handle/s", "ratio");
  for (const int n_senders : {1, 16, 64}) {
    const std::uint64_t n_posts = n_senders == 1 ? 5'000 : 50'000;
    const Rate plugin = through_the_plugin(n_senders, n_posts);
    const Rate plain = on_the_plain_handle(plugin.posts_per_group, n_posts);
    std::printf("%8d %12.0f %8.1f %12.0f %8.2f\n", n_senders, plugin.posts_per_s, plugin.posts_per_group, plain.posts_per_s,
                plugin.posts_per_s / plain.posts_per_s);
  }
}
