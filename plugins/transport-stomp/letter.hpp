// What the core's loop, or another lane, tells a lane: everything travels in one order, so that what the core did first is seen
// first.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/net.h>

#include <string>
#include <unordered_map>
#include <variant>

#include "transport-stomp/event.hpp"
#include "transport-stomp/sockjs_letter.hpp"

namespace cocotalk::stomp {

// A link's name on its lane; never reused.
enum class LinkName : std::uint64_t {};

// What a client wants to hear about one of its frames.
struct Asked {
  std::string request_id, receipt;  // empty: none
  bool wants_answer = false;        // on /reply, also of a success
  std::uint64_t commit = 0;         // the COMMIT that asked; 0: none
};

// How a call of the gateway ended.
struct Ending {
  coco_status status = COCO_OK;
  std::string why;  // on failure
};

struct Published {
  SharedEvent event;
};
struct Delivered {
  LinkName to;
  std::uint64_t subscription;
  SharedEvent event;
};
// The mailbox was full: a history could not be delivered to its end, and events of these topics were dropped.
struct LostDelivery {
  LinkName to;
  std::uint64_t subscription;
};
struct LostEvents {
  struct Count {
    bool has_sequence = false;
    std::uint32_t events = 0;
  };
  std::unordered_map<std::string, Count> topics;
};
// All clients together leave too much unread.
struct Tightened {};
struct CloseOrdered {
  LinkName to;
  coco_close_code code;
  std::string reason;
};
struct Expelled {
  LinkName to;
  std::uint64_t subscription;
};
struct Opened {
  LinkName to{};
  Ending ending;
  coco_link link = 0;
  std::int64_t account = 0, server_time_ms = 0;
  std::string session, store_epoch;
};
struct Joined {
  LinkName to;
  std::uint64_t subscription;
  Ending ending;
  std::string topic;  // empty: nothing will ever come
  std::uint64_t head = 0;
  bool was_read = false;  // it was joined from a sequence
};
struct Answered {
  LinkName to;
  Asked asked;
  Ending ending;
  std::string json, message_id;
  std::uint64_t seq = 0;
  std::uint32_t retry_after_ms = 0;
};

using Letter = std::variant<Published, Delivered, LostDelivery, LostEvents, Tightened, CloseOrdered, Expelled, Opened, Joined,
                            Answered, SockjsPolled, SockjsPollGone, SockjsSaid, SockjsServed, SockjsTaken>;

}  // namespace cocotalk::stomp
