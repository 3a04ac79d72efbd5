// The post of a message as the core commits it, for both sides of the comparison.
#pragma once

#include <cocotalk/storage.h>

#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::bench {

inline constexpr int n_rooms = 1000;
inline constexpr int members_per_room = 10;
inline constexpr std::size_t content_bytes = 100;

struct Post {
  std::string room;  // 12 bytes
  std::int64_t account;
  std::string client_id;  // time-ordered, as our own clients send it
  std::int64_t sent_ms;
};

// Post number `n`, the same in every run: rooms and members at random.
Post post_of(std::uint64_t n);
std::string room_id(int room);
std::int64_t account_of(int room, int member);
const std::string& content();

struct Rate {
  double posts_per_s, posts_per_group;
};

// `n_senders` that each wait for their answer before they send again, `n_posts` in all, in a fresh folder.
Rate through_the_plugin(int n_senders, std::uint64_t n_posts);

// The same statements on SQLite's own handle, `group` posts per transaction of the database.
Rate on_the_plain_handle(double group, std::uint64_t n_posts);

}  // namespace cocotalk::bench
