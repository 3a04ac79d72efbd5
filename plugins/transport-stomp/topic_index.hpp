// Who on a lane hears a topic: a data structure, without I/O.
#pragma once

#include <memory>
#include <optional>
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

// What a SUBSCRIBE is called and what it is for, as the client wrote them. Many clients write the same.
struct SubscribeWords {
  std::string id, destination;
};

// One SUBSCRIBE of one link. Owned by the link, on its lane.
//
//   joining ──joined──▶ live ──behind, or too much unacknowledged──▶ lagging ──read, acknowledged──▶ joining (from `position`)
//
// Only a live one is in the index. `number` is its name at the gateway; every join has a new one, so that what was still on its
// way to the old one is recognised.
struct Subscription {
  enum class State : std::uint8_t { joining, live, lagging };

  // What most subscriptions, which are live and acknowledge nothing, have no use for.
  struct Extra {
    std::optional<Asked> asked;                         // what SUBSCRIBE wanted to hear, until it did
    std::optional<Window> window;                       // none: ack:auto
    std::unordered_map<std::string, SharedEvent> held;  // newest states, by key, while the window is full
  };

  Subscription(Link* its_link, std::string_view its_id, std::string_view its_destination, Asked its_asked)
      : link(its_link),
        words(std::make_unique<SubscribeWords>(SubscribeWords{std::string(its_id), std::string(its_destination)})),
        extra(std::make_unique<Extra>()) {
    extra->asked = std::move(its_asked);
  }

  const std::string& id() const;
  const std::string& destination() const;
  // Empty: not live, or nothing will ever come.
  std::string_view topic() const;
  Window* window() const { return extra && extra->window ? &*extra->window : nullptr; }
  // Once.
  std::optional<Asked> take_asked();

  Link* const link;
  std::unique_ptr<SubscribeWords> words;  // while it is in no group, which has the same
  std::unique_ptr<Extra> extra;
  std::uint64_t number = 0;
  std::uint64_t position = 0;  // the last sequence that was sent or waits
  Group* group = nullptr;      // the index's
  std::uint32_t place = 0;
  std::uint32_t missed = 0;  // passing events that were dropped, and the client has not been told
  State state = State::joining;
  bool is_withdrawn = false;  // the gateway knows that this number is over
};

// Subscriptions of a topic whose MESSAGE frames are the same bytes.
struct Group {
  enum class Framing : std::uint8_t { stream, websocket, sockjs_websocket, sockjs_http };

  Shape shape;
  Framing framing;
  SubscribeWords words;
  std::string_view topic;  // in the index
  std::vector<Subscription*> members;
};

inline const std::string& Subscription::id() const { return group == nullptr ? words->id : group->words.id; }
inline const std::string& Subscription::destination() const {
  return group == nullptr ? words->destination : group->words.destination;
}
inline std::string_view Subscription::topic() const { return group == nullptr ? std::string_view() : group->topic; }

class TopicIndex {
 public:
  using Groups = std::unordered_map<std::string, std::unique_ptr<Group>>;

  // Files a subscription under a topic.
  void add(Subscription& subscription, const std::string& topic, const Shape& shape, Group::Framing framing);
  // Returns its topic; nothing happens when it is not in the index, and that is empty. Constant time.
  std::string remove(Subscription& subscription);
  // Empty when nobody hears the topic. Valid until the index changes.
  const Groups& groups_of(std::string_view topic) const;
  bool is_empty() const { return topics_.empty(); }

 private:
  static std::string key_of(const Group& group);
  std::unordered_map<std::string, Groups> topics_;
};

}  // namespace cocotalk::stomp
