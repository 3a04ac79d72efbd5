// One client, whatever it speaks on whatever carries it.
#pragma once

#include <cstdint>
#include <forward_list>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "transport-stomp/backlog.hpp"
#include "transport-stomp/channel.hpp"
#include "transport-stomp/frame.hpp"
#include "transport-stomp/letter.hpp"
#include "transport-stomp/session_id.hpp"
#include "transport-stomp/topic_index.hpp"

namespace cocotalk::stomp {

class Lane;
struct Services;

// Where a link comes from.
struct Origin {
  Group::Framing framing;
  std::string address, agent;
};

// One client's channel, and the gateway's link once it signed in. Made by the transport when a client comes, owned by its lane,
// gone when the channel is. Lives on its lane. Frames take effect in order: while the gateway opens the link, or has
// max_pending of its frames under way, nothing more is read. Most links only hear, and rarely: what only the others need is made
// when they need it.
class Link {
 public:
  Link(Lane& lane, Dialect dialect, Origin origin);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  virtual ~Link();

  // Begins: what the client says on the channel is heard from now on.
  void listen_on(std::unique_ptr<Channel> channel);
  LinkName name() const { return name_; }
  Lane& lane() { return lane_; }
  Channel& channel() { return *channel_; }
  // The channel's connection, so that fan-out calls net directly; 0 when it has none.
  coco_conn conn() const { return conn_; }
  Dialect dialect() const { return dialect_; }
  Version version() const { return version_; }

  // What the channel says.
  void heard(std::string_view bytes);
  void drained();

  // The core's letters for this link.
  void opened(const Opened& letter);
  void joined(const Joined& letter);
  void answered(const Answered& letter);
  void delivered(const Delivered& letter);
  void expelled(const Expelled& letter);
  // Says why in the client's protocol, and closes.
  virtual void end(coco_close_code code, std::string_view why) = 0;

  // Whether the subscription is to be sent this event now. If not, it waits or can be had again.
  bool takes(Subscription& subscription, const SharedEvent& event);
  // The lane could not keep up itself: a history ends too early, or events of the subscription were dropped.
  void lost(std::uint64_t subscription);
  void lost(Subscription& subscription, const LostEvents::Count& count);
  // Keeps what waits for the client within its limits.
  void shed();
  // Has what lags catch up, as far as the client reads and as reads may be under way.
  void catch_up();
  // Takes a subscription that lags out of the index and away from the gateway.
  void withdraw(Subscription& subscription);
  // The channel is gone, or as good as gone: nothing is sent or read any more. Says so to the gateway once.
  void part();

 protected:
  enum class Stage : std::uint8_t { greeting, opening, open, over };

  virtual void on_frame(const Frame& frame) = 0;
  virtual void on_broken(const Broken& broken) = 0;
  virtual void on_deadline() = 0;  // it is not connected in time
  virtual void on_beat() {}        // of beat_after()
  virtual void on_opened(const Opened& letter) = 0;
  virtual void on_refused_open(const Ending& ending) = 0;
  virtual void on_joined(const Asked& asked) = 0;
  virtual void on_refused_join(const Asked& asked, const Ending& ending) = 0;
  virtual void on_answered(const Answered& letter) = 0;
  virtual void on_unclaimed(const Event&) {}  // delivered to no subscription, but to the link
  // What becomes of a waiting event when too much waits.
  enum class Fate { wait, drop, end_link };
  virtual Fate fate_of(const Subscription& subscription, const Event& event) const = 0;
  virtual void on_idle() {}  // nothing is under way any more

  // Has on_beat() called once, if the link is open then.
  void beat_after(std::uint64_t ms);
  // Every frame from now on, both ways.
  void speak(Version version);
  void open(coco_credential credential, coco_device_class device);
  void ask(std::string_view command, std::string_view json, Asked asked);
  void publish(const coco_publication& said, Asked asked);
  void subscribe(std::string_view id, std::string_view destination, std::uint64_t from, Asked asked,
                 AckMode ack = AckMode::automatic);
  void unsubscribe(std::uint64_t number);
  // The subscription may hear on: first the newest states, then what it missed of the sequences.
  void go_on(std::uint64_t number);
  void send(std::string frame);
  void send_now(std::string_view frame);  // past what waits
  void close(coco_close_code code, std::string_view why);

  const Services& services() const;
  Group::Framing framing() const { return framing_; }
  Stage stage() const { return stage_; }
  std::size_t pending() const { return pending_; }
  std::int64_t account() const { return account_; }
  const std::forward_list<Subscription>& subscriptions() const { return subscriptions_; }
  std::size_t n_subscriptions() const {
    return static_cast<std::size_t>(std::distance(subscriptions_.begin(), subscriptions_.end()));
  }

 private:
  // One more call under way, whose answer reaches on_answered().
  coco_completion answer_to(Asked asked);
  std::uint64_t queued() const;
  void read_frames();
  FrameReader& reader();
  Subscription* find(std::uint64_t number);
  void join(std::uint64_t number, std::uint64_t from);
  void settle_join(std::uint64_t number, const Joined& letter);
  Shape shape_of(const Subscription& subscription) const;
  bool is_behind();
  void lag(Subscription& subscription, std::uint64_t position);
  void wait_for_window(Subscription& subscription, const SharedEvent& event);
  void write_event(std::string& out, const Subscription& subscription, const coco_event& event) const;
  void write_gap(std::string& out, Subscription& subscription);
  void send_waiting(const Backlog::Waiting& waiting);
  void rejoin(std::uint64_t number);
  void forget(std::uint64_t number);
  void cancel_timer();

  Lane& lane_;
  const LinkName name_;
  std::unique_ptr<const Origin> origin_;  // until it signs in
  std::unique_ptr<Channel> channel_;
  coco_conn conn_ = 0;
  coco_link link_ = 0;
  std::int64_t account_ = 0;
  SessionId session_{};
  std::unique_ptr<FrameReader> reader_;  // while the client speaks
  std::unique_ptr<Backlog> backlog_;     // while it does not keep up
  std::uint32_t pending_ = 0;            // asks and joins under way
  std::uint32_t reads_ = 0;              // joins among them that may read history
  std::uint64_t last_number_ = 0;
  std::uint64_t timer_ = 0;                        // net's: until it is open its deadline, then the beat
  std::forward_list<Subscription> subscriptions_;  // by number, the newest first
  const Dialect dialect_;
  const Group::Framing framing_;
  Version version_ = Version::v1_0;  // what everyone understands, until CONNECT says more
  Stage stage_ = Stage::greeting;
  bool is_paused_ = false;
  bool has_parted_ = false;
};

}  // namespace cocotalk::stomp
