// A WebSocket on a connection: frames in and out, liveness, the close handshake.
#pragma once

#include "net/admission.hpp"
#include "net/stream.hpp"
#include "net/websocket_decoder.hpp"
#include "net/websocket_frames.hpp"

#include <memory>
#include <string>

namespace cocotalk::net {

class WebSocketSession final : public Stream {
 public:
  // The answer to the upgrade is in the outbox. `early` are bytes that came with the request; `place` counts the client a
  // proxy speaks for; nullptr: there is none.
  WebSocketSession(Connection& connection, std::uint64_t message_limit, std::string early, std::unique_ptr<Place> place);

  void send(std::string_view bytes) override { send_frame(FrameKind::text, bytes); }
  void send_binary(std::string_view bytes) override { send_frame(FrameKind::binary, bytes); }
  void resume() override;
  void close(int code, std::string_view reason) override;
  void set_silence_limit(std::uint64_t) override {}  // pings look after it
  void set_message_limit(std::uint64_t bytes) override { decoder_.set_message_limit(bytes); }
  bool is_open() const override;

  void on_bytes(std::span<char> bytes) override;
  void on_peer_finished() override;
  void on_turn_end() override;
  void on_flushed() override;
  std::uint64_t deadline_ms() const override;
  void on_time(std::uint64_t now_ms) override;
  void on_slow() override;
  void on_drain() override { close(1012, "draining"); }
  void on_cut(std::string_view why) override;

 private:
  void read(std::span<char> bytes);
  void hear(const WebSocketEvent& event);
  void answer_ping(std::string_view payload);
  void send_frame(FrameKind kind, std::string_view payload);
  void put_frame(FrameKind kind, std::string_view payload);
  void begin_close(int code, std::string_view reason);

  // What most WebSockets, which are idle, never need.
  struct Extra {
    std::unique_ptr<Place> place;            // nullptr: the connection's own
    std::unique_ptr<std::string> owed_pong;  // waits until the peer reads; of the latest ping
    std::unique_ptr<std::string> unread;     // came before reading was paused, or with the upgrade
    std::uint64_t close_until_ms = 0;        // we sent a close frame and wait for the peer's; 0: no
    int code = 1006;                         // for on_closed
    std::string reason;

    bool is_needed() const { return place || owed_pong || unread || close_until_ms != 0 || code != 1006 || !reason.empty(); }
  };
  Extra& extra();
  std::unique_ptr<std::string> take_unread();
  std::uint64_t close_until_ms() const { return extra_ == nullptr ? 0 : extra_->close_until_ms; }
  std::string_view reason() const { return extra_ == nullptr ? std::string_view() : extra_->reason; }
  void note_end(int code, std::string_view reason);

  WebSocketDecoder decoder_;
  std::unique_ptr<Extra> extra_;
  std::uint64_t pinged_at_ms_ = 0;  // 0: no ping is unanswered
};

}  // namespace cocotalk::net
