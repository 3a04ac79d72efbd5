#include "net/tcp_stream.hpp"

#include "net/connection.hpp"

namespace cocotalk::net {

void TcpStream::send(std::string_view bytes) { connection_.queue(bytes); }

bool TcpStream::is_open() const { return !connection_.is_ending(); }

void TcpStream::close(int code, std::string_view reason) {
  if (!is_open()) return;
  code_ = code;
  connection_.finish(reason);
}

void TcpStream::set_silence_limit(std::uint64_t ms) {
  silence_limit_ms_ = ms;
  connection_.touch();
}

void TcpStream::on_bytes(std::span<char> bytes) { tell_data({bytes.data(), bytes.size()}, false); }

void TcpStream::on_peer_finished() { connection_.finish("the peer closed the connection"); }

std::uint64_t TcpStream::deadline_ms() const {
  return silence_limit_ms_ == 0 || is_paused_ ? 0 : connection_.last_heard_ms() + silence_limit_ms_;
}

void TcpStream::on_time(std::uint64_t) { connection_.cut("silent"); }

void TcpStream::on_slow() {
  code_ = 4013;
  connection_.cut("slow");
}

}  // namespace cocotalk::net
