// A host for one client at a time: answers as its script says, on its own thread.
#pragma once

#include <sys/socket.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "gateway-remote/frame.hpp"

namespace cocotalk::remote {

// What the script may do with the client that just spoke.
struct Client {
  boost::beast::websocket::stream<boost::asio::ip::tcp::socket>& socket;
  void say(const Frame& frame) { socket.write(boost::asio::buffer(encode(frame))); }
  void close(int code, const std::string& why) {
    boost::system::error_code ignored;
    socket.close({static_cast<boost::beast::websocket::close_code>(code), why}, ignored);
  }
  void cut() {
    boost::system::error_code ignored;
    socket.next_layer().close(ignored);
  }
};

class TestServer {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;
  std::function<void(Client&, const Frame&)> on_frame;  // set before the first client
  std::function<std::string(const Request&)> on_post;   // answers the body of a 200

  TestServer() : acceptor_(io_, {boost::asio::ip::make_address("127.0.0.1"), 0}) {}
  ~TestServer() {
    is_stopping_ = true;
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    if (const int client = client_; client >= 0) ::shutdown(client, SHUT_RDWR);
    thread_.join();
  }
  void start() {
    thread_ = std::thread([this] {
      while (!is_stopping_) serve_one();
    });
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }

 private:
  void serve_one() {
    boost::system::error_code error;
    boost::asio::ip::tcp::socket socket(io_);
    acceptor_.accept(socket, error);
    if (error) return;
    client_ = socket.native_handle();
    try {
      boost::beast::flat_buffer bytes;
      Request request;
      boost::beast::http::read(socket, bytes, request);
      if (boost::beast::websocket::is_upgrade(request))
        converse(std::move(socket), request);
      else
        answer(socket, request);
    } catch (const boost::system::system_error&) {
      // the client is gone
    }
    client_ = -1;
  }
  void converse(boost::asio::ip::tcp::socket socket, const Request& request) {
    boost::beast::websocket::stream<boost::asio::ip::tcp::socket> stream(std::move(socket));
    stream.accept(request);
    Client client{stream};
    for (;;) {
      boost::beast::flat_buffer bytes;
      stream.read(bytes);
      const auto read = parse_frame({static_cast<const char*>(bytes.cdata().data()), bytes.size()});
      on_frame(client, std::get<Parsed>(read).frame);
    }
  }
  void answer(boost::asio::ip::tcp::socket& socket, const Request& request) {
    boost::beast::http::response<boost::beast::http::string_body> response(boost::beast::http::status::ok, 11);
    response.body() = on_post(request);
    response.prepare_payload();
    boost::beast::http::write(socket, response);
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<int> client_ = -1;
  std::thread thread_;
};

}  // namespace cocotalk::remote
