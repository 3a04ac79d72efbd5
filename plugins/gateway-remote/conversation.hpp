// What is said over one link, in STOMP.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "gateway-remote/frame.hpp"

namespace cocotalk::remote {

// Whom a link is for: a copy of what open() borrowed.
struct SignIn {
  coco_credential_kind kind = COCO_LOGIN;
  std::string name, secret;  // an access token is the secret
  coco_device_class device = COCO_MOBILE;
};

// Why a link is over.
struct Ending {
  coco_close_code code;
  std::string reason;
};

// One link: bytes in by receive(), bytes out by the `send` it is given; it knows no socket. Made and ended by the Gateway, lives
// on its thread. Every completion it was given is answered, at the latest by end().
class Conversation {
 public:
  static constexpr std::size_t max_waiting = 1024;  // questions without answer; beyond: COCO_BUSY

  using Send = std::function<void(std::string)>;
  // `back` hears the events of this link, which it knows by the number `link`.
  Conversation(coco_link link, const coco_transport& back, std::size_t max_frame_bytes, Send send);

  // The first words, once the socket is open. Result: coco_opened.
  void connect(const SignIn& who, std::string_view host, coco::Completion&& done);
  void ask(std::string_view command, std::string_view json, coco::Completion&& done);
  void join(std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq, coco::Completion&& done);
  void leave(std::uint64_t subscription);
  void disconnect();

  bool is_connected() const { return connected_; }
  // Something: the conversation is over; end() is the next thing to call.
  std::optional<Ending> receive(std::string_view bytes);
  // Fails whatever waits.
  void end(coco_status status, std::string_view why);

 private:
  struct Joining {
    std::uint64_t subscription;
    std::string topic;
    std::uint64_t last_seq;  // heard so far
  };
  // A command is answered when both its answer and its RECEIPT are there, in whatever order; a refusal has no RECEIPT.
  struct Asking {
    std::optional<std::string> json;
    bool has_receipt = false;
    std::uint64_t seq = 0;  // of what it stored
    std::string message_id;
  };
  struct Waiting {
    coco::Completion done;
    std::variant<Asking, Joining> what;
  };

  std::optional<Ending> take(const Frame& frame);
  void on_connected(const Frame& frame);
  Ending on_error(const Frame& frame);
  void on_receipt(const Frame& frame);
  void on_message(const Frame& frame);
  void on_answer(const Frame& frame);
  void finish_if_complete(std::string_view request_id);
  void on_event(const Frame& frame, std::uint64_t subscription);
  std::string wait_for_answer(Waiting waiting);
  Waiting no_longer_waiting(std::map<std::string, Waiting, std::less<>>::iterator which);
  bool is_full(coco::Completion& done) const;

  const coco_link link_;
  const coco_transport& back_;
  const std::size_t max_frame_bytes_;
  const Send send_;
  std::string unread_;  // bytes of a frame that is not complete
  SignIn who_;
  coco::Completion opening_;
  bool connected_ = false;
  std::int64_t account_ = 0;
  std::uint64_t last_request_ = 0;
  std::map<std::string, Waiting, std::less<>> waiting_;  // by request-id, which is also the receipt
};

}  // namespace cocotalk::remote
