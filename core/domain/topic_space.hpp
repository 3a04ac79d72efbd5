// Topics for applications (native-wire.md, last section): which names there are, who may speak and hear, what is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/accounts.hpp"

namespace cocotalk::domain {

// Everybody who is signed in, or some of them: nobody when nothing is named.
struct Audience {
  bool is_everybody = false;
  std::vector<std::string> cids, roles;

  bool includes(const Account& account) const;
};

// How long what was said in a kept topic is kept. The newest event always is, so that sequences go on.
struct Retention {
  std::int64_t events = 0;  // at least the newest so many; 0: all
  std::int64_t age_ms = 0;  // at least for so long; 0: for ever
};

// "/topic/open/": every topic below it. "/topic/news": that topic alone.
struct TopicSpace {
  std::string name;
  Audience publishers, subscribers;
  bool is_kept = false;
  Retention retention;

  bool is_prefix() const { return name.ends_with('/'); }
  bool holds(std::string_view topic) const;
};

class TopicSpaces {
 public:
  TopicSpaces() = default;
  explicit TopicSpaces(std::vector<TopicSpace> spaces);

  // The most particular space that holds the topic; null: nothing is configured there.
  const TopicSpace* of(std::string_view topic) const;

 private:
  std::vector<TopicSpace> spaces_;  // the longest name first
};

inline constexpr std::string_view topic_root = "/topic/";
inline constexpr std::size_t max_topic_bytes = 255;

// Why nothing can be called that; nothing when it can. A topic is one exact name, so '*', '>' and '#', which mean many elsewhere,
// stand in none.
std::optional<std::string> wrong_with_topic(std::string_view name);

}  // namespace cocotalk::domain
