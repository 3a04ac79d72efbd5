// One random conversation against the whole application, with failures, checked against promises.md P1–P5.
#pragma once

#include <cocotalk/testing/fake_auth.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_session_policy.hpp>
#include <cocotalk/testing/fake_storage.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/api/gateway.hpp"
#include "tests/domain/simulator/bugs.hpp"
#include "tests/domain/simulator/scheduler.hpp"

namespace cocotalk::simulator {

// A room, or the kept topic for applications that everybody may use.
struct Place {
  std::optional<domain::RoomId> room;  // nothing: the topic
  std::string destination() const;
  std::string channel() const;  // as events name it
};

// What somebody wants to have said; sent until it is receipted, from any device of his.
struct Saying {
  std::size_t account, place;
  std::string id, text;
  std::int64_t receipted_seq = 0;  // 0: not yet
};

// One subscription to a place: it must hear every sequence after `last`, once.
struct Hearing {
  std::uint64_t subscription = 0;
  std::int64_t last = 0;
  bool is_joining = false, is_live = false;
};

struct Device {
  std::size_t account;
  coco_device_class device_class;
  std::string token;
  bool is_displaced = false;  // another of its class was told that it is signed in
  coco_link link = 0;
  bool is_opening = false;
  std::vector<Hearing> hearings;  // one per place
};

class Conversation {
 public:
  Conversation(std::uint64_t seed, Bug bug);
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation();

  // The whole conversation. Answers the first broken promise; nothing when all were kept.
  std::optional<std::string> broken_promise();
  std::size_t messages_receipted() const;

 private:
  // The application from one crash to the next.
  void boot();
  void crash();
  void set_up();
  void act();
  void check_end();
  void violated(const std::string& promise);

  // What people do.
  void sign_in(Device& device);
  void open(Device& device);
  void listen(Device& device, std::size_t place);
  void say(Device& device, Saying& saying);
  coco_completion receipt_of(const Device& device, Saying& saying);
  void contradict(Device& device, const Saying& saying);
  void look(Device& device, std::size_t place);
  void leave(Device& device, std::size_t place);
  void invite(Device& device, std::size_t who);
  void awake(Device& device);
  void bring_everybody_back();
  void cut(Device& device);
  static void forget_link(Device& device);

  // What they hear; the slots of coco_transport.
  void publish(const coco_event& event);
  void deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event);
  void close(std::uint64_t link, coco_close_code code, coco_view reason);
  void expel(std::uint64_t link, std::uint64_t subscription);
  void hear(Device& device, std::size_t place, const coco_event& event);
  Device* of_link(coco_link link);

  void ask(const Device& device, const std::string& command, const std::string& json,
           std::function<void(coco_status, const coco_answer&)> answered);
  void send(const Device& device, const domain::RoomId& room, const std::string& text, const std::string& id,
            coco_completion done);
  static coco_caller caller_of(const Device& device);
  void publish_to_topic(const Device& device, const std::string& text, const std::string& id, coco_completion done);
  std::string ask_now(const Device& device, const std::string& command, const std::string& json);
  Saying& new_saying(std::size_t account);

  const Bug bug_;
  Scheduler scheduler_;
  testing::FakeHost host_;
  testing::FakeAuth auth_;
  testing::FakeSessionPolicy policy_;
  std::unique_ptr<testing::FakeStorage> storage_;
  std::unique_ptr<BuggyStorage> buggy_;
  testing::FakeStorage::Snapshot older_;  // what a host without fsync would have after a crash
  std::unique_ptr<api::Application> app_;
  std::unique_ptr<api::Gateway> gateway_;
  std::uint64_t life_ = 0;  // answers to calls of an earlier life are nobody's
  bool is_dying_ = false;   // what a dying host says reaches nobody

  std::vector<Device> devices_;
  std::vector<Place> places_;
  std::vector<std::vector<std::size_t>> members_;  // accounts of each place, whether they are in it just now or not
  // Of each account in the group: whether it left and nobody has asked it back since; whether it ever tried to leave a room; all
  // invitations asked for, and those not answered yet.
  std::vector<bool> is_out_, has_tried_to_leave_;
  std::vector<int> invitations_, open_invitations_;
  std::vector<std::unique_ptr<Saying>> sayings_;
  std::map<std::pair<std::size_t, std::int64_t>, std::string> heard_;  // (place, seq) → what everybody must have heard there
  std::uint64_t next_subscription_ = 1;
  std::optional<std::string> violation_;

  const coco_transport transport_{sizeof transport_,
                                  0,
                                  this,
                                  COCO_BIND(coco_transport, publish, Conversation),
                                  COCO_BIND(coco_transport, deliver, Conversation),
                                  COCO_BIND(coco_transport, close, Conversation),
                                  COCO_BIND(coco_transport, expel, Conversation)};
};

}  // namespace cocotalk::simulator
