// The SockJS requests under way on one lane, wherever their sessions live.
#pragma once

#include <string>
#include <unordered_map>

#include "transport-stomp/sockjs_answer.hpp"
#include "transport-stomp/sockjs_letter.hpp"

namespace cocotalk::stomp {

struct Services;

// How frames stand in the answers of a transport.
struct SockjsReceiving {
  std::string_view name, method, content_type;
  std::string_view prelude, before_frame, after_frame;
  bool streams;  // many frames in an answer
};

// Between http and the sessions: frames go into the answers of requests that wait, bodies go to the sessions. On its lane.
class SockjsExchanges {
 public:
  SockjsExchanges(const Services& services, std::uint32_t lane) : services_(services), lane_(lane) {}
  SockjsExchanges(const SockjsExchanges&) = delete;
  SockjsExchanges& operator=(const SockjsExchanges&) = delete;

  // Keeps the request until the session has frames for it.
  void poll(coco_exchange exchange, SockjsPlace place, const SockjsReceiving& how, SockjsAnswer answer);
  // Takes the body to the session, then answers.
  void say(coco_exchange exchange, SockjsPlace place, SockjsAnswer answer);

  void read(const SockjsServed& letter);
  void read(const SockjsTaken& letter);

  bool is_empty() const { return waiting_.empty() && saying_.empty(); }
  // Answers whatever is left. No letter comes any more.
  void clear();

 private:
  struct Waiting {
    SockjsExchanges* exchanges;
    coco_exchange exchange;
    SockjsPlace place;
    const SockjsReceiving* how;
    SockjsAnswer answer;
  };
  struct Saying {
    SockjsExchanges* exchanges;
    coco_exchange exchange;
    SockjsPlace place;
    SockjsAnswer answer;
    std::string payload;
  };
  void finish(Waiting& waiting, const SharedFrame& frame);

  const Services& services_;
  const std::uint32_t lane_;
  std::unordered_map<coco_exchange, Waiting> waiting_;  // nodes stay where they are: http points at them
  std::unordered_map<coco_exchange, Saying> saying_;
};

}  // namespace cocotalk::stomp
