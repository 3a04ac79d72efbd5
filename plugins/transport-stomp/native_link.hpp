// A link that speaks native-wire.md.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "transport-stomp/link.hpp"
#include "transport-stomp/transactions.hpp"

namespace cocotalk::stomp {

// Signs in with CONNECT, is answered on /reply, and gets an ERROR for what STOMP or the document forbids.
class NativeLink final : public Link {
 public:
  NativeLink(Lane& lane, Origin origin);
  void end(coco_close_code code, std::string_view why) override;

 private:
  void on_frame(const Frame& frame) override;
  void on_broken(const Broken& broken) override;
  void on_deadline() override;
  void on_beat() override;
  void on_opened(const Opened& letter) override;
  void on_refused_open(const Ending& ending) override;
  void on_joined(const Asked& asked) override;
  void on_refused_join(const Asked& asked, const Ending& ending) override;
  void on_answered(const Answered& letter) override;
  void on_unclaimed(const Event& event) override;
  void on_idle() override;
  Fate fate_of(const Subscription& subscription, const Event& event) const override;

  using Handler = void (NativeLink::*)(const Frame& frame);
  static Handler handler_of(std::string_view command);
  bool has_allowed_body(const Frame& frame);

  void connect(const Frame& frame);
  void refuse_versions();
  void perform(const Frame& frame);  // SEND, ACK or NACK
  void send_command(const Frame& frame);
  void send_to_topic(const Frame& frame, Asked asked);
  void disconnect(const Frame& frame);

  void subscribe_to(const Frame& frame);
  void listen_to_answers(const Frame& frame, std::string_view id);
  void unsubscribe_from(const Frame& frame);
  bool end_subscriptions(std::optional<std::string_view> id, std::optional<std::string_view> destination);
  bool has_subscription(std::string_view id) const;
  void acknowledge(const Frame& frame);
  std::optional<std::string_view> missing_in_acknowledgement(const Frame& frame) const;
  std::size_t settle(const Frame& frame);

  void begin(const Frame& frame);
  void keep_for_commit(const Frame& frame, std::string_view transaction);
  void commit(const Frame& frame);
  void abort(const Frame& frame);
  void settle_commit(std::uint64_t number);

  Asked asked_by(const Frame& frame) const;
  FrameWriter write(std::string& out, std::string_view command) const { return {out, command, version()}; }
  void receipt(std::string_view id, const Answered* stored = nullptr);
  void reply(const Answered& letter);
  // On /reply when the client listens there; else ERROR, and the link ends.
  void refuse(const Answered& letter);
  void refuse(const Frame& frame, coco_status status, std::string why);
  void fail(const Frame* frame, coco_close_code code, std::string_view code_word, std::string_view message,
            std::string_view hint);
  void protocol_error(const Frame& frame, std::string_view message, std::string_view hint);
  void beat_every(std::uint32_t ms);

  // What is still under way of a COMMIT, and how it went.
  struct Commit {
    Asked asked;
    std::size_t frames = 0, open = 0, refused = 0;
    coco_status why = COCO_OK;  // of the first one refused
  };

  // What a client has that does more than subscribe; made when it does.
  struct Work {
    explicit Work(Transactions::Limits limits) : transactions(limits) {}
    Transactions transactions;
    std::map<std::uint64_t, Commit> commits;
    std::uint64_t last_commit = 0;
    std::uint64_t committing = 0;             // whose frames are being asked; 0: none
    std::optional<std::string> last_receipt;  // of a DISCONNECT that waits for what is under way
    int logged_nacks = 0;
  };
  Work& work();
  Commit* find_commit(std::uint64_t number);  // null: there is none
  std::uint64_t committing() const { return work_ ? work_->committing : 0; }

  bool is_leaving_ = false;
  std::unique_ptr<const std::string> reply_subscription_;  // its id
  std::uint32_t replies_ = 0;
  std::uint32_t client_sends_every_ms_ = 0, client_wants_every_ms_ = 0;  // its heart-beat header
  std::uint32_t beat_every_ms_ = 0;
  std::unique_ptr<Work> work_;
};

}  // namespace cocotalk::stomp
