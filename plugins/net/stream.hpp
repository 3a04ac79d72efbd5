// Connections that plugins own.
#pragma once

#include "net/session.hpp"

#include <cocotalk/net.h>
#include <cocotalk/plugin.hpp>

namespace cocotalk::net {

class Connection;

// A session that belongs to a plugin through cocotalk.net/1: what the functions of that table do on one connection. The plugin
// hears of its end exactly once.
class Stream : public Session {
 public:
  explicit Stream(Connection& connection) : connection_(connection) {}
  // Before anything is heard; functions are all there.
  void set_handler(const coco_conn_handler& handler);

  virtual void send(std::string_view bytes) = 0;
  virtual void send_binary(std::string_view bytes) = 0;
  virtual void close(int code, std::string_view reason) = 0;
  virtual void set_silence_limit(std::uint64_t ms) = 0;
  virtual void set_message_limit(std::uint64_t bytes) = 0;
  // False once it is closing: what is sent then is dropped.
  virtual bool is_open() const = 0;
  void pause();
  virtual void resume();
  void notify_below(std::uint64_t bytes);

  void on_turn_end() override { tell_drained(); }
  void on_flushed() override { tell_drained(); }
  Stream* as_stream() final { return this; }

 protected:
  void tell_data(std::string_view bytes, bool is_text) { handler_->on_data(ctx_, coco::view(bytes), is_text ? 1 : 0); }
  void tell_drained();
  void tell_closed(int code, std::string_view why) {
    if (handler_ != nullptr && handler_->on_closed != nullptr) handler_->on_closed(ctx_, code, coco::view(why));
  }

  Connection& connection_;

 private:
  const coco_conn_handler* handler_ = nullptr;  // the lane's, without ctx
  void* ctx_ = nullptr;
  std::uint32_t notify_below_ = 0;

 protected:
  bool is_paused_ = false;
};

}  // namespace cocotalk::net
