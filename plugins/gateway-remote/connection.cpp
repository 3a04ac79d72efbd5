#include "gateway-remote/connection.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <cassert>
#include <chrono>
#include <deque>
#include <utility>

#include "gateway-remote/stream.hpp"
#include "gateway-remote/words.hpp"

namespace cocotalk::remote {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

template <class Stream>
class WebSocket final : public Connection, public std::enable_shared_from_this<WebSocket<Stream>> {
 public:
  // `stream`: what the stream below is made from.
  template <class... Made>
  WebSocket(asio::io_context& io, Address to, std::size_t max_message_bytes, Hearing hearing, Made&&... stream)
      : to_(std::move(to)), hearing_(std::move(hearing)), resolver_(io), socket_(io, std::forward<Made>(stream)...) {
    socket_.read_message_max(max_message_bytes);
    socket_.text(true);
  }

  void open() {
    resolver_.async_resolve(to_.host, to_.port, [self = this->shared_from_this()](error_code error, const auto& found) {
      if (error) return self->lose(error);
      beast::get_lowest_layer(self->socket_).expires_after(patience);
      beast::get_lowest_layer(self->socket_).async_connect(found, [self](error_code failed, const auto&) {
        failed ? self->lose(failed) : self->secure_it();
      });
    });
  }

  void send(std::string bytes) override {
    if (is_silent_) return;
    assert(is_open_);
    queued_bytes_ += bytes.size();
    if (queued_bytes_ > max_queued_bytes) return overflow();
    queue_.push_back(std::move(bytes));
    if (queue_.size() == 1) write();
  }

  void close() override {
    is_silent_ = true;
    if (!is_open_) return hang_up();
    if (queue_.empty()) say_goodbye();
  }

 private:
  static constexpr std::chrono::seconds patience{10};

  void secure_it() {
    secure(socket_.next_layer(), to_, [self = this->shared_from_this()](error_code error) {
      if (error && !self->is_silent_) return self->end({close_lost, why_insecure(self->socket_.next_layer(), self->to_, error)});
      error ? self->lose(error) : self->shake_hands();
    });
  }

  void shake_hands() {
    beast::get_lowest_layer(socket_).expires_never();
    beast::get_lowest_layer(socket_).socket().set_option(asio::ip::tcp::no_delay(true));
    socket_.set_option(websocket::stream_base::timeout{patience, std::chrono::seconds(40), true});
    socket_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(beast::http::field::sec_websocket_protocol, "v12.stomp");
      request.set(beast::http::field::user_agent, "CocoTalk gateway-remote");
    }));
    socket_.async_handshake(to_.authority(), to_.base + "/stomp/websocket", [self = this->shared_from_this()](error_code error) {
      if (error) return self->lose(error);
      if (self->is_silent_) return self->hang_up();
      self->is_open_ = true;
      self->hearing_.opened();
      self->read();
    });
  }

  void read() {
    socket_.async_read(arrived_, [self = this->shared_from_this()](error_code error, std::size_t) {
      if (error) return self->lose(error);
      const auto bytes = self->arrived_.cdata();
      if (!self->is_silent_) self->hearing_.received({static_cast<const char*>(bytes.data()), bytes.size()});
      self->arrived_.consume(bytes.size());
      self->read();
    });
  }

  void write() {
    socket_.async_write(asio::buffer(queue_.front()), [self = this->shared_from_this()](error_code error, std::size_t) {
      if (error) return self->lose(error);
      self->queued_bytes_ -= self->queue_.front().size();
      self->queue_.pop_front();
      if (!self->queue_.empty()) return self->write();
      if (self->is_silent_) self->say_goodbye();
    });
  }

  // Later: the one who sends would not survive the end of its link.
  void overflow() {
    asio::post(socket_.get_executor(), [self = this->shared_from_this()] {
      self->end({close_lost, "the host at " + self->to_.authority() + " does not read"});
    });
  }

  void say_goodbye() {
    is_open_ = false;
    socket_.async_close(websocket::close_code::normal, [self = this->shared_from_this()](error_code) { self->hang_up(); });
  }

  void hang_up() {
    resolver_.cancel();
    beast::get_lowest_layer(socket_).close();
  }

  void lose(error_code error) {
    if (error == websocket::error::closed && socket_.reason().code != websocket::close_code::none) {
      const std::string_view why(socket_.reason().reason.data(), socket_.reason().reason.size());
      return end({socket_.reason().code, why.empty() ? "the host closed the connection" : std::string(why)});
    }
    end({close_lost, (is_open_ ? "lost the host at " : "cannot reach the host at ") + to_.authority() + ": " + error.message()});
  }

  void end(Ending ending) {
    if (!is_silent_) {
      is_silent_ = true;
      hearing_.ended(std::move(ending));
    }
    is_open_ = false;
    hang_up();
  }

  const Address to_;
  const Hearing hearing_;
  asio::ip::tcp::resolver resolver_;
  websocket::stream<Stream> socket_;
  beast::flat_buffer arrived_;
  std::deque<std::string> queue_;  // the first one is being written
  std::size_t queued_bytes_ = 0;
  bool is_open_ = false;    // between both handshakes
  bool is_silent_ = false;  // closed or ended: hearing_ is not called any more
};

}  // namespace

std::shared_ptr<Connection> Connection::open(asio::io_context& io, const Address& to, const TlsContext& tls,
                                             std::size_t max_message_bytes, Hearing hearing) {
  const auto opened = [](auto made) -> std::shared_ptr<Connection> {
    made->open();
    return made;
  };
  if (to.is_secure) return opened(std::make_shared<WebSocket<TlsStream>>(io, to, max_message_bytes, std::move(hearing), *tls));
  return opened(std::make_shared<WebSocket<PlainStream>>(io, to, max_message_bytes, std::move(hearing)));
}

}  // namespace cocotalk::remote
