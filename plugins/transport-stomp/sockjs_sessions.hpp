// The SockJS sessions over HTTP of one lane.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "transport-stomp/sockjs_letter.hpp"

namespace cocotalk::stomp {

class SockjsSession;
struct Services;

// Knows who lives, and what those who ended said last: who polls a session that ended is told so for as long as a session waits
// for a poll. On its lane.
class SockjsSessions {
 public:
  SockjsSessions(const Services& services, std::uint32_t lane) : services_(services), lane_(lane) {}
  SockjsSessions(const SockjsSessions&) = delete;
  SockjsSessions& operator=(const SockjsSessions&) = delete;

  void add(SockjsName name, SockjsSession& session) { living_[name] = &session; }
  void bury(SockjsName name, std::string close_frame);
  // Counts bytes that wait in the sessions of all lanes; how many they are now.
  std::uint64_t count_queued(std::int64_t bytes);

  void read(const SockjsPolled& letter);
  void read(const SockjsPollGone& letter);
  void read(SockjsSaid&& letter);

  // No poll will come any more.
  void stop();
  // Nobody lives, and nobody is to be told that he does not.
  bool is_empty() const { return living_.empty() && ended_.empty(); }
  bool is_stopping() const { return is_stopping_; }
  // Forgets those who ended. Nobody may live.
  void clear();

 private:
  struct Ended {
    SockjsSessions* sessions;
    SockjsName name;
    std::string close_frame;
    std::uint64_t timer;
  };
  SockjsSession* find(SockjsName name) const;
  void forget(SockjsName name);

  const Services& services_;
  const std::uint32_t lane_;
  bool is_stopping_ = false;
  std::unordered_map<SockjsName, SockjsSession*> living_;
  std::unordered_map<SockjsName, Ended> ended_;  // its nodes stay where they are: timers point at them
};

}  // namespace cocotalk::stomp
