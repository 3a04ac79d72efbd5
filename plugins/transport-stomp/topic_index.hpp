// Who on a lane hears a topic: a data structure, without I/O.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "transport-stomp/acknowledgements.hpp"
#include "transport-stomp/letter.hpp"
#include "transport-stomp/message.hpp"

namespace cocotalk::stomp {

class Link;
struct Group;

// One SUBSCRIBE of one link. Owned by the link, on its lane.
//
//   joining ──joined──▶ live ──behind, or too much unacknowledged──▶ lagging ──read, acknowledged──▶ joining (from `position`)
//
// Only a live one is in the index. `number` is its name at the gateway; every join has a new one, so that what was still on its
// way to the old one is recognised.
struct Subscription {
  enum class State { joining, live, lagging };

  Subscription(Link* its_link, std::string_view its_id, std::string_view its_destination, Asked its_asked)
      : link(its_link), id(its_id), destination(its_destination), asked(std::move(its_asked)) {}

  Link* const link;
  const std::string id, destination;  // as the client wrote them
  Asked asked;                        // what SUBSCRIBE wanted to hear, until it did
  State state = State::joining;
  std::uint64_t number = 0;
  std::uint64_t position = 0;  // the last sequence that was sent or waits
  std::string topic;           // empty: not live, or nothing will ever come
  std::uint32_t missed = 0;    // passing events that were dropped, and the client has not been told
  bool is_answered = false;    // the client knows how its SUBSCRIBE ended
  bool is_withdrawn = false;   // the gateway knows that this number is over
  std::unique_ptr<std::unordered_map<std::string, SharedEvent>> held;  // newest states, by key, while the window is full
  std::unique_ptr<Window> window;                                      // none: ack:auto

  Group* group = nullptr;  // the index's
  std::size_t place = 0;
};

// Subscriptions of a topic whose MESSAGE frames are the same bytes.
struct Group {
  enum class Framing : std::uint8_t { stream, websocket, sockjs_websocket, sockjs_http };

  Shape shape;
  Framing framing;
  std::string destination, id;
  std::vector<Subscription*> members;
};

class TopicIndex {
 public:
  using Groups = std::unordered_map<std::string, std::unique_ptr<Group>>;

  // Files a subscription under its topic.
  void add(Subscription& subscription, const Shape& shape, Group::Framing framing);
  // Nothing happens when it is not in the index. Constant time.
  void remove(Subscription& subscription);
  // Empty when nobody hears the topic. Valid until the index changes.
  const Groups& groups_of(std::string_view topic) const;
  bool is_empty() const { return topics_.empty(); }

 private:
  static std::string key_of(const Group& group);
  std::unordered_map<std::string, Groups> topics_;
};

}  // namespace cocotalk::stomp
