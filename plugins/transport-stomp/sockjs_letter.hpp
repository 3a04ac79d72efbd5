// What the lane of a SockJS request and the lane of its session tell each other.
#pragma once

#include <cocotalk/http.h>

#include <string>

#include "transport-stomp/channel.hpp"
#include "transport-stomp/sockjs_directory.hpp"

namespace cocotalk::stomp {

// A request, as the session's lane knows it.
struct SockjsRequest {
  std::uint32_t lane;
  coco_exchange exchange;
};

// ---- to the session

// A request that waits for frames.
struct SockjsPolled {
  SockjsName session;
  SockjsRequest from;
  std::uint64_t answer_bytes;  // after so many the answer ends; 0: after one frame
};
// Its client is gone.
struct SockjsPollGone {
  SockjsName session;
  coco_exchange exchange;
};
// What the client says.
struct SockjsSaid {
  SockjsName session;
  SockjsRequest from;
  std::string payload;
};

// ---- to the request

// A frame (nullptr: none) for the one that waits.
struct SockjsServed {
  coco_exchange exchange;
  SharedFrame frame;
  bool is_last;
};
// How what was said was taken.
struct SockjsTaken {
  enum class As { said, empty, broken, gone, busy };
  coco_exchange exchange;
  As as;
};

}  // namespace cocotalk::stomp
