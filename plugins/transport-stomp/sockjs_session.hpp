// A link on a SockJS session over HTTP: one answer after the other to the client's polls.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "transport-stomp/channel.hpp"
#include "transport-stomp/sockjs_codec.hpp"
#include "transport-stomp/sockjs_letter.hpp"

namespace cocotalk::stomp {

class Link;
class SockjsSessions;
struct Services;

// Made by the first request of its id, on that request's lane, where it stays; owned by its link like every channel. At any time
// one request at most waits for frames. It ends when it is closed, when that request's client is gone (what was under way may be
// lost), or when the next one does not come in time.
class SockjsSession final : public Channel {
 public:
  SockjsSession(Link& link, SockjsSessions& sessions, SockjsName name);
  SockjsSession(const SockjsSession&) = delete;
  SockjsSession& operator=(const SockjsSession&) = delete;
  ~SockjsSession() override;

  void polled(const SockjsPolled& letter);
  void poll_gone(coco_exchange exchange);
  void said(SockjsSaid&& letter);
  // None will come any more.
  void miss_polls();

  coco_conn conn() const override { return 0; }
  void send(std::string_view frame) override;
  void send_encoded(const SharedFrame& frame) override;
  std::uint64_t queued() const override { return queued_bytes_; }
  void notify_below(std::uint64_t bytes) override;
  void pause() override { is_paused_ = true; }
  void resume() override;
  void admit(std::uint64_t) override {}  // polls are what it promised
  void close(coco_close_code code, std::string_view reason) override;
  void abort(std::string_view why) override;

 private:
  struct Poll {
    SockjsRequest from;
    std::uint64_t answer_bytes, served_bytes;
  };
  void flush();
  void serve(const SharedFrame& frame, bool is_last);
  void wait(std::uint64_t ms);
  void on_time();
  void on_later();
  void later();
  void hear(SockjsSaid&& letter);
  void answer(const SockjsRequest& request, SockjsTaken::As as);
  void drop_queue();
  void end(std::string close_frame);
  const Services& services() const;

  Link& link_;
  SockjsSessions& sessions_;
  const SockjsName name_;
  std::deque<SharedFrame> queue_;
  std::uint64_t queued_bytes_ = 0;
  std::optional<std::uint64_t> notify_below_;
  std::optional<Poll> poll_;
  coco_exchange last_exchange_ = 0;  // that waited for frames
  SockjsDecoder decoder_;
  std::deque<SockjsSaid> unheard_;  // while paused
  std::size_t unheard_bytes_ = 0;
  bool is_paused_ = false;
  bool has_ended_ = false;
  std::string close_frame_;              // not empty: closing
  std::uint64_t timer_ = 0, later_ = 0;  // net's
};

}  // namespace cocotalk::stomp
