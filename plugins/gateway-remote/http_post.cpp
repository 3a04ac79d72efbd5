#include "gateway-remote/http_post.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <utility>

#include "gateway-remote/stream.hpp"

namespace cocotalk::remote {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

template <class Stream>
class Post final : public HttpPost, public std::enable_shared_from_this<Post<Stream>> {
 public:
  // `stream`: what the stream is made from.
  template <class... Made>
  Post(asio::io_context& io, const Address& to, PublicRequest what, std::function<void(HttpOutcome)> done, Made&&... stream)
      : to_(to), done_(std::move(done)), resolver_(io), socket_(io, std::forward<Made>(stream)...) {
    request_.method(what.refresh_token.empty() ? http::verb::post : http::verb::get);
    if (!what.refresh_token.empty()) request_.set("X-REFRESH-TOKEN", what.refresh_token);
    request_.target(to_.base + what.target);
    request_.set(http::field::host, to_.authority());
    request_.set(http::field::user_agent, what.user_agent);
    if (!what.content_type.empty()) request_.set(http::field::content_type, what.content_type);
    request_.set(http::field::connection, "close");
    request_.body() = std::move(what.body);
    request_.prepare_payload();
  }

  void begin() {
    resolver_.async_resolve(to_.host, to_.port, [self = this->shared_from_this()](error_code error, const auto& found) {
      if (error || self->is_cancelled_) return self->fail(error);
      beast::get_lowest_layer(self->socket_).expires_after(std::chrono::seconds(30));
      beast::get_lowest_layer(self->socket_).async_connect(found, [self](error_code failed, const auto&) {
        failed ? self->fail(failed) : self->secure_it();
      });
    });
  }

  void cancel() override {
    is_cancelled_ = true;
    resolver_.cancel();
    beast::get_lowest_layer(socket_).close();
  }

 private:
  void secure_it() {
    secure(socket_, to_, [self = this->shared_from_this()](error_code error) {
      if (error && !self->is_cancelled_) return self->done_({0, "", "", why_insecure(self->socket_, self->to_, error)});
      error ? self->fail(error) : self->write();
    });
  }
  void write() {
    http::async_write(socket_, request_, [self = this->shared_from_this()](error_code error, std::size_t) {
      error ? self->fail(error) : self->read();
    });
  }
  void read() {
    http::async_read(socket_, arrived_, response_, [self = this->shared_from_this()](error_code error, std::size_t) {
      if (error) return self->fail(error);
      http::response<http::string_body>& answer = self->response_;
      self->done_({answer.result_int(), std::string(answer[http::field::retry_after]), std::move(answer.body()), ""});
      beast::get_lowest_layer(self->socket_).close();
    });
  }
  void fail(error_code error) {
    const std::string why = is_cancelled_ ? "the request was cancelled" : error.message();
    done_({0, "", "", "cannot ask the host at " + to_.authority() + ": " + why});
  }

  const Address to_;
  const std::function<void(HttpOutcome)> done_;
  asio::ip::tcp::resolver resolver_;
  Stream socket_;
  http::request<http::string_body> request_;
  beast::flat_buffer arrived_{1024 * 1024};
  http::response<http::string_body> response_;
  bool is_cancelled_ = false;
};

}  // namespace

std::shared_ptr<HttpPost> http_post(asio::io_context& io, const Address& to, const TlsContext& tls, PublicRequest what,
                                    std::function<void(HttpOutcome)> done) {
  const auto begun = [](auto post) -> std::shared_ptr<HttpPost> {
    post->begin();
    return post;
  };
  if (to.is_secure) return begun(std::make_shared<Post<TlsStream>>(io, to, std::move(what), std::move(done), *tls));
  return begun(std::make_shared<Post<PlainStream>>(io, to, std::move(what), std::move(done)));
}

}  // namespace cocotalk::remote
