// A plain byte stream.
#pragma once

#include "net/stream.hpp"

namespace cocotalk::net {

class TcpStream final : public Stream {
 public:
  using Stream::Stream;

  void send(std::string_view bytes) override;
  void send_binary(std::string_view bytes) override { send(bytes); }
  void close(int code, std::string_view reason) override;
  void set_silence_limit(std::uint64_t ms) override;
  void set_message_limit(std::uint64_t) override {}  // a stream has no messages
  bool is_open() const override;

  void on_bytes(std::span<char> bytes) override;
  void on_peer_finished() override;
  std::uint64_t deadline_ms() const override;
  void on_time(std::uint64_t now_ms) override;
  void on_slow() override;
  void on_drain() override { close(1012, "draining"); }
  void on_cut(std::string_view why) override { tell_closed(code_, why); }

 private:
  std::uint64_t silence_limit_ms_ = 0;
  int code_ = 1006;
};

}  // namespace cocotalk::net
