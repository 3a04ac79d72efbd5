// HTTP/1.1 on a connection: one exchange at a time, requests in their order.
#pragma once

#include "net/exchange.hpp"
#include "net/session.hpp"
#include "net/target.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cocotalk::net {

class Connection;
class ErrorAnswer;
class WebSocketSession;

// The functions of cocotalk.http/1 are called on the session of the exchange's connection. They only note and queue; plugins are
// called back from the lane's events, never from within their own calls.
class HttpSession final : public Session {
 public:
  explicit HttpSession(Connection& connection);
  ~HttpSession() override;

  // Whether `exchange` is the one in progress here.
  bool is_current(coco_exchange exchange) const { return exchange_ != nullptr && exchange_->id == exchange; }
  void receive(std::uint64_t limit, std::uint64_t deadline_ms, const coco_body_handler& handler);
  void pause();
  void resume();
  void respond(int status, std::span<const coco_header> headers, std::string_view body);
  void respond_file(int status, std::span<const coco_header> headers, FileRange file);
  // The whole file, or what the request's conditions and its range make of it. `variant` tells its encodings apart: part of the
  // ETag.
  void serve_file(std::span<const coco_header> headers, std::int64_t modified_ms, std::string_view variant, FileRange file);
  // One of net's own.
  void answer(const ErrorAnswer& error);
  const RequestHead& request() const { return exchange_->head; }
  void begin(int status, std::span<const coco_header> headers);
  void write(std::string_view bytes);
  std::uint64_t queued() const;
  void finish();
  void on_gone(void (*fn)(void* arg), void* arg);
  bool allows_origin() const;
  void decline() { exchange_->is_declined = true; }
  coco_conn upgrade(std::string_view subprotocol, std::uint64_t message_limit, const coco_conn_handler& handler);

  void on_bytes(std::span<char> bytes) override;
  void on_peer_finished() override;
  void on_hang_up() override;
  void on_turn_end() override;
  void on_flushed() override;
  std::uint64_t deadline_ms() const override;
  void on_time(std::uint64_t now_ms) override;
  void on_slow() override;
  bool has_outbox_limit() const override;
  void on_drain() override;
  void on_cut(std::string_view why) override;
  HttpSession* as_http() override { return this; }

 private:
  // Input: each takes from the front of what has arrived, and returns how much.
  std::size_t advance(std::string_view bytes);
  std::size_t read_head(std::string_view bytes);
  std::size_t read_body(std::string_view bytes);
  std::size_t read_sized(std::string_view bytes);
  std::size_t read_chunked(std::string_view bytes);
  void take(std::string_view piece);
  void end_body();
  void go_on_reading();
  void invite_body();
  bool wants_bytes() const;

  void begin_exchange(std::string_view head_bytes);
  void dispatch(const Target& target);
  void answer_nobody(const std::string& allow);
  void reject(Rejection rejection);
  void abort_body(std::string_view why);
  bool put_head(int status, std::span<const coco_header> headers, Framing framing, std::uint64_t content_length);
  bool can_answer() const;
  void complete();
  void send_file();
  void wait_for_request();

  Connection& connection_;
  std::unique_ptr<Exchange> exchange_;  // in progress
  std::unique_ptr<Exchange> retired_;   // answered, perhaps within on_request, which still looks at its header
  std::optional<FileRange> file_;
  std::string input_;  // arrived and not yet taken
  HeadScanner scanner_;
  std::optional<Rejection> rejection_;  // noted inside a caller's call; answered at the end of the turn
  std::uint64_t deadline_ms_;           // of the header, or of waiting for one
  bool is_first_ = true;                // no request came yet
  bool closes_ = false;                 // after the answer in progress
  bool waits_for_flush_ = false;        // with the next request
  bool is_upgraded_ = false;
};

}  // namespace cocotalk::net
