// What every provider of cocotalk.http/1 must do, over real sockets of this machine. It provides cocotalk.listeners/1 too, which
// says where it listens. Include it in one file of a test program and name the provider there; its listeners need free ports:
//
//   COCO_HTTP_CONTRACT(Mine, [] { return provider_of<coco_http>(coco_plugin_abi1, COCO_HTTP, {{"listen", "127.0.0.1:0"}}); })
#pragma once

#include <cocotalk/http.h>
#include <cocotalk/testing/client.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace cocotalk::testing {

class HttpContract : public Contract<coco_http> {
 protected:
  // One route; what it is asked, it answers by `fn`, on the lane.
  struct Route {
    std::function<void(coco_exchange, const coco_http_request&)> fn;
  };

  coco_status try_mount(const std::string& method, const std::string& pattern,
                        std::function<void(coco_exchange, const coco_http_request&)> fn) {
    Route& route = routes_.emplace_back(Route{std::move(fn)});
    const coco_route raw{sizeof raw,
                         0,
                         coco::view(method),
                         coco::view(pattern),
                         &route,
                         [](void* ctx, coco_exchange exchange, const coco_http_request* request) {
                           static_cast<Route*>(ctx)->fn(exchange, *request);
                         }};
    coco_error error{};
    const coco_status status = http->mount(http->self, &raw, &error);
    EXPECT_EQ(status == COCO_OK, error.text[0] == '\0');
    return status;
  }
  void mount(const std::string& method, const std::string& pattern,
             std::function<void(coco_exchange, const coco_http_request&)> fn) {
    ASSERT_EQ(try_mount(method, pattern, std::move(fn)), COCO_OK);
  }
  // A route that says this.
  void says(const std::string& method, const std::string& pattern, const std::string& text) {
    mount(method, pattern, [this, text](coco_exchange exchange, const coco_http_request&) { respond(exchange, 200, text); });
  }
  void respond(coco_exchange exchange, int status, std::string_view body, std::vector<coco_header> headers = {}) {
    http->respond(http->self, exchange, status, headers.data(), headers.size(), coco::view(body));
  }

  // Lets clients in, once; the port of the first listener.
  std::uint16_t port() {
    if (port_ != 0) return port_;
    if (provider.plugin() == nullptr) throw std::runtime_error("a fake has no port");
    const auto* listeners = provider.plugin()->table<coco_listeners>(COCO_LISTENERS);
    if (listeners == nullptr) throw std::runtime_error("it does not provide " COCO_LISTENERS);
    listeners->open(listeners->self);
    std::string lines(listeners->addresses(listeners->self, nullptr, 0), '\0');
    listeners->addresses(listeners->self, lines.data(), lines.size());
    const std::string first = lines.substr(0, lines.find('\n'));
    port_ = static_cast<std::uint16_t>(std::stoul(first.substr(first.rfind(':') + 1)));
    return port_;
  }
  static std::string request(const std::string& method, const std::string& target, const std::string& headers = "",
                             const std::string& body = "") {
    return method + " " + target + " HTTP/1.1\r\nHost: here\r\n" + headers +
           (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" + body;
  }
  // The whole answer to one request of a client of its own.
  std::string ask(const std::string& method, const std::string& target, const std::string& headers = "",
                  const std::string& body = "") {
    Client client(port());
    client.send(request(method, target, "Connection: close\r\n" + headers, body));
    return client.read_all();
  }
  static int status_of(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 ") && answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
  }
  static std::string body_of(const std::string& answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "" : answer.substr(end + 4);
  }
  // The value of a header, whose name may be written in any case; "-": there is none.
  static std::string header_of(const std::string& answer, std::string name) {
    const auto lower = [](std::string text) {
      for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      return text;
    };
    const std::string head = answer.substr(0, answer.find("\r\n\r\n")) + "\r\n";
    const std::size_t at = lower(head).find("\r\n" + lower(std::move(name)) + ":");
    if (at == std::string::npos) return "-";
    const std::size_t from = head.find_first_not_of(" ", head.find(':', at) + 1);
    return head.substr(from, head.find("\r\n", from) - from);
  }
  // The pieces of a chunked body, put together.
  static std::string joined(std::string chunks) {
    std::string out;
    while (!chunks.empty()) {
      const std::size_t size = std::stoul(chunks, nullptr, 16), begin = chunks.find("\r\n") + 2;
      if (size == 0) break;
      out += chunks.substr(begin, size);
      chunks.erase(0, begin + size + 2);
    }
    return out;
  }
  static int file_with(std::string_view bytes) {
    const int fd = ::memfd_create("file", MFD_CLOEXEC);
    if (fd < 0 || ::write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
      throw std::runtime_error("no memory file");
    return fd;
  }

  // Receives a body and tells: "data:…", "end", "abort".
  struct Body {
    Events events;
    std::string bytes;
    std::function<void()> on_end;
    coco_body_handler handler() {
      return {sizeof(coco_body_handler),
              0,
              this,
              [](void* ctx, coco_view some) { static_cast<Body*>(ctx)->bytes += coco::text(some); },
              [](void* ctx) {
                Body& self = *static_cast<Body*>(ctx);
                if (self.on_end) self.on_end();
                self.events.add("end");
              },
              [](void* ctx, coco_view) { static_cast<Body*>(ctx)->events.add("abort"); }};
    }
  };

  // Speaks with the other end of an upgraded connection.
  struct Socket {
    Events events;
    std::function<void(std::string_view)> on_data;
    coco_conn_handler handler() {
      return {sizeof(coco_conn_handler),
              0,
              this,
              [](void* ctx, coco_view bytes, std::int32_t is_text) {
                Socket& self = *static_cast<Socket*>(ctx);
                if (self.on_data) self.on_data(coco::text(bytes));
                self.events.add((is_text != 0 ? "text:" : "binary:") + std::string(coco::text(bytes)));
              },
              [](void*) {},
              [](void* ctx, std::int32_t code, coco_view) {
                static_cast<Socket*>(ctx)->events.add("closed:" + std::to_string(code));
              }};
    }
  };
  static constexpr const char* upgrade_headers =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  // One whole frame of a client, masked with zeros.
  static std::string frame(unsigned char first, std::string_view payload) {
    return std::string{static_cast<char>(first), static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0} + std::string(payload);
  }

  std::deque<Route> routes_;  // before the provider: they outlive it
  Body body_;
  Socket socket_;
  Events events_;
  Provider<coco_http> provider = GetParam().make();
  const coco_http* http = provider.get();

 private:
  std::uint16_t port_ = 0;
};

// ---- routes

TEST_P(HttpContract, AnswersWhatTheRouteSays) {
  mount("GET", "/here", [this](coco_exchange exchange, const coco_http_request&) {
    respond(exchange, 203, "the body", {{coco::view("X-Mine"), coco::view("yes")}});
  });
  const std::string answer = ask("GET", "/here");
  EXPECT_EQ(status_of(answer), 203);
  EXPECT_EQ(header_of(answer, "X-Mine"), "yes");
  EXPECT_EQ(header_of(answer, "Content-Length"), "8");
  EXPECT_NE(header_of(answer, "Date"), "-");
  EXPECT_EQ(body_of(answer), "the body");
}

TEST_P(HttpContract, TheRouteSeesTheRequestAsItWasMeant) {
  std::vector<std::string> seen;
  mount("POST", "/user/{id}/{*}", [&](coco_exchange exchange, const coco_http_request& request) {
    for (const coco_view text : {request.method, request.path, request.query, request.host, request.scheme, request.address})
      seen.emplace_back(coco::text(text));
    for (std::uint64_t i = 0; i < request.n_params; ++i) seen.emplace_back(coco::text(request.params[i]));
    for (std::uint64_t i = 0; i < request.n_headers; ++i)
      if (coco::text(request.headers[i].name) == "x-odd") seen.emplace_back(coco::text(request.headers[i].value));
    respond(exchange, 200, "");
  });
  EXPECT_EQ(status_of(ask("POST", "/user/a%20b/c/d?q=%41", "X-Odd: Value\r\nContent-Length: 0\r\n")), 200);
  EXPECT_EQ(seen,
            (std::vector<std::string>{"POST", "/user/a b/c/d", "q=%41", "here", "http", "127.0.0.1", "a b", "c/d", "Value"}));
}

TEST_P(HttpContract, LiteralsWinOverParametersAndParametersOverTheRest) {
  says("GET", "/a/{*}", "rest");
  says("GET", "/a/{id}", "parameter");
  says("GET", "/a/b", "literal");
  EXPECT_EQ(body_of(ask("GET", "/a/b")), "literal");
  EXPECT_EQ(body_of(ask("GET", "/a/c")), "parameter");
  EXPECT_EQ(body_of(ask("GET", "/a/c/d")), "rest");
  EXPECT_EQ(body_of(ask("GET", "/a/b/")), "literal") << "a trailing slash is ignored";
}

TEST_P(HttpContract, OfTwoEqualPatternsTheSecondIsRefused) {
  says("GET", "/a/{id}", "first");
  EXPECT_NE(try_mount("GET", "/a/{name}", [](coco_exchange, const coco_http_request&) {}), COCO_OK);
  says("POST", "/a/{id}", "another method is another route");
  EXPECT_EQ(body_of(ask("GET", "/a/x")), "first");
}

TEST_P(HttpContract, WhatNobodyServesIsAnswered) {
  says("GET", "/here", "x");
  EXPECT_EQ(status_of(ask("GET", "/there")), 404);
  const int status = status_of(ask("DELETE", "/here"));
  EXPECT_TRUE(status == 404 || status == 405) << status;
}

TEST_P(HttpContract, HeadIsGetWithoutTheBody) {
  says("GET", "/here", "the body");
  const std::string answer = ask("HEAD", "/here");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(header_of(answer, "Content-Length"), "8");
  EXPECT_EQ(body_of(answer), "");
}

TEST_P(HttpContract, AnUnmountedRouteIsAskedNoMore) {
  says("GET", "/here", "x");
  EXPECT_EQ(status_of(ask("GET", "/here")), 200);
  http->unmount(http->self, &routes_.back());
  EXPECT_EQ(status_of(ask("GET", "/here")), 404);
}

TEST_P(HttpContract, OneConnectionCarriesManyRequestsInTheirOrder) {
  mount("GET", "/{n}", [this](coco_exchange exchange, const coco_http_request& request) {
    respond(exchange, 200, coco::text(request.params[0]));
  });
  Client client(port());
  client.send(request("GET", "/one") + request("GET", "/two"));
  EXPECT_EQ(body_of(client.read_response()), "one");
  EXPECT_EQ(body_of(client.read_response()), "two");
  client.send(request("GET", "/three"));
  EXPECT_EQ(body_of(client.read_response()), "three");
}

// ---- bodies

TEST_P(HttpContract, ABodyComesWhole) {
  mount("POST", "/", [this](coco_exchange exchange, const coco_http_request&) {
    body_.bytes.clear();
    body_.on_end = [this, exchange] { respond(exchange, 200, body_.bytes); };
    const coco_body_handler handler = body_.handler();
    http->receive(http->self, exchange, 1 << 20, 10'000, &handler);
  });
  const std::string large(200'000, 'x');
  EXPECT_EQ(body_of(ask("POST", "/", "", large)), large);
}

TEST_P(HttpContract, AChunkedBodyIsPutTogether) {
  mount("POST", "/", [this](coco_exchange exchange, const coco_http_request& request) {
    EXPECT_EQ(request.content_length, -1);
    body_.on_end = [this, exchange] { respond(exchange, 200, body_.bytes); };
    const coco_body_handler handler = body_.handler();
    http->receive(http->self, exchange, 1 << 20, 10'000, &handler);
  });
  Client client(port());
  client.send(request("POST", "/", "Transfer-Encoding: chunked\r\n") + "3\r\none\r\n4\r\n two\r\n0\r\n\r\n");
  EXPECT_EQ(body_of(client.read_response()), "one two");
}

TEST_P(HttpContract, ABodyBeyondItsLimitIs413AndAborted) {
  mount("POST", "/", [this](coco_exchange exchange, const coco_http_request&) {
    body_.on_end = [this, exchange] { respond(exchange, 200, ""); };
    const coco_body_handler handler = body_.handler();
    http->receive(http->self, exchange, 10, 10'000, &handler);
  });
  EXPECT_EQ(status_of(ask("POST", "/", "", std::string(10, 'x'))), 200) << "exactly its limit";
  EXPECT_EQ(body_.events.next(), "end");
  EXPECT_EQ(status_of(ask("POST", "/", "", std::string(11, 'x'))), 413);
  EXPECT_EQ(body_.events.next(), "abort");
}

TEST_P(HttpContract, ABodyWhoseClientGoesAwayIsAborted) {
  mount("POST", "/", [this](coco_exchange exchange, const coco_http_request&) {
    const coco_body_handler handler = body_.handler();
    http->receive(http->self, exchange, 1000, 10'000, &handler);
    events_.add("asked");
  });
  Client client(port());
  client.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nhalf");
  EXPECT_EQ(events_.next(), "asked");
  client.vanish();
  EXPECT_EQ(body_.events.next(), "abort");
}

TEST_P(HttpContract, ABodyThatTakesTooLongIs408) {
  mount("POST", "/", [this](coco_exchange exchange, const coco_http_request&) {
    const coco_body_handler handler = body_.handler();
    http->receive(http->self, exchange, 1000, 100, &handler);
  });
  Client client(port());
  client.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nhalf");
  EXPECT_EQ(status_of(client.read_all()), 408);
  EXPECT_EQ(body_.events.next(), "abort");
}

// ---- answers in pieces, and of files

TEST_P(HttpContract, AnAnswerInPiecesArrivesAsOne) {
  mount("GET", "/", [this](coco_exchange exchange, const coco_http_request&) {
    http->begin(http->self, exchange, 200, nullptr, 0);
    for (int i = 0; i < 3; ++i) {
      std::string piece = "piece " + std::to_string(i) + ";";
      http->write(http->self, exchange, coco::view(piece));
      piece.assign(piece.size(), '?');
    }
    http->finish(http->self, exchange);
  });
  const std::string answer = ask("GET", "/");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(joined(body_of(answer)), "piece 0;piece 1;piece 2;");
}

TEST_P(HttpContract, WhenTheClientIsGoneItIsToldOnce) {
  mount("GET", "/", [this](coco_exchange exchange, const coco_http_request&) {
    http->begin(http->self, exchange, 200, nullptr, 0);
    http->write(http->self, exchange, coco::view("begun"));
    http->on_gone(
        http->self, exchange, [](void* arg) { static_cast<Events*>(arg)->add("gone"); }, &events_);
  });
  Client client(port());
  client.send(request("GET", "/"));
  client.read_to("begun");
  client.vanish();
  EXPECT_EQ(events_.next(), "gone");
}

TEST_P(HttpContract, APartOfAFileIsAnAnswer) {
  mount("GET", "/", [this](coco_exchange exchange, const coco_http_request&) {
    http->respond_file(http->self, exchange, 200, nullptr, 0, file_with("0123456789"), 2, 5);
  });
  EXPECT_EQ(body_of(ask("GET", "/")), "23456");
}

TEST_P(HttpContract, AServedFileObeysRangesAndConditions) {
  if (!COCO_HAS(http, serve_file)) GTEST_SKIP() << "it lacks the slot";
  mount("GET", "/", [this](coco_exchange exchange, const coco_http_request&) {
    const coco_served_file file{sizeof file, file_with("0123456789"), 10, 1'700'000'000'000, nullptr, 0};
    http->serve_file(http->self, exchange, &file);
  });
  const std::string whole = ask("GET", "/");
  EXPECT_EQ(status_of(whole), 200);
  EXPECT_EQ(body_of(whole), "0123456789");
  const std::string tag = header_of(whole, "ETag");
  EXPECT_EQ(status_of(ask("GET", "/", "If-None-Match: " + tag + "\r\n")), 304);
  EXPECT_EQ(status_of(ask("GET", "/", "If-Match: \"another\"\r\n")), 412);
  const std::string part = ask("GET", "/", "Range: bytes=3-5\r\n");
  EXPECT_EQ(status_of(part), 206);
  EXPECT_EQ(body_of(part), "345");
  EXPECT_EQ(header_of(part, "Content-Range"), "bytes 3-5/10");
  EXPECT_EQ(body_of(ask("GET", "/", "Range: bytes=-2\r\n")), "89");
  EXPECT_EQ(status_of(ask("GET", "/", "Range: bytes=10-\r\n")), 416);
}

TEST_P(HttpContract, AFolderIsServedAndNothingBesideIt) {
  if (!COCO_HAS(http, mount_folder)) GTEST_SKIP() << "it lacks the slot";
  const TemporaryFolder place;
  std::filesystem::create_directory(place.path() / "www");
  std::ofstream(place.path() / "secret.txt") << "secret";
  std::ofstream(place.path() / "www/.hidden") << "hidden";
  std::ofstream(place.path() / "www/page.html") << "the page";
  std::filesystem::create_symlink("../secret.txt", place.path() / "www/link.txt");
  const std::string path = place.path() / "www";
  const coco_static_folder folder{sizeof folder,           0,       this, coco::view("/app"), coco::view(path),
                                  coco::view("page.html"), nullptr, 0};
  coco_error error{};
  ASSERT_EQ(http->mount_folder(http->self, &folder, &error), COCO_OK) << error.text;
  EXPECT_NE(http->mount_folder(http->self, &folder, &error), COCO_OK) << "mounted already";
  EXPECT_EQ(body_of(ask("GET", "/app/page.html")), "the page");
  EXPECT_EQ(body_of(ask("GET", "/app/")), "the page");
  for (const char* const outside : {"/app/../secret.txt", "/app/%2e%2e/secret.txt", "/app/link.txt", "/app/.hidden", "/app/none"})
    EXPECT_GE(status_of(ask("GET", outside)), 400) << outside;
  http->unmount(http->self, this);
  EXPECT_EQ(status_of(ask("GET", "/app/page.html")), 404);
}

// ---- WebSockets

TEST_P(HttpContract, AnUpgradedConnectionCarriesMessages) {
  coco_conn conn = 0;
  mount("GET", "/ws", [&](coco_exchange exchange, const coco_http_request&) {
    const coco_conn_handler handler = socket_.handler();
    conn = http->upgrade(http->self, exchange, coco::view("chat"), 1000, &handler);
  });
  Client client(port());
  client.send(request("GET", "/ws", std::string(upgrade_headers) + "Sec-WebSocket-Protocol: other, chat\r\n"));
  const std::string answer = client.read_to("\r\n\r\n");
  EXPECT_EQ(status_of(answer), 101);
  EXPECT_EQ(header_of(answer, "Sec-WebSocket-Protocol"), "chat");
  EXPECT_EQ(header_of(answer, "Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_NE(conn, 0u);
  client.send(frame(0x81, "hello"));
  EXPECT_EQ(socket_.events.next(), "text:hello");
  client.send(frame(0x01, "in two ") + frame(0x80, "parts"));
  EXPECT_EQ(socket_.events.next(), "text:in two parts");
  client.send(frame(0x88, std::string("\x03\xe8", 2)));
  EXPECT_EQ(socket_.events.next(), "closed:1000");
}

TEST_P(HttpContract, AMessageBeyondItsLimitEndsTheConnectionWith1009) {
  mount("GET", "/ws", [&](coco_exchange exchange, const coco_http_request&) {
    const coco_conn_handler handler = socket_.handler();
    http->upgrade(http->self, exchange, coco::view(""), 10, &handler);
  });
  Client client(port());
  client.send(request("GET", "/ws", upgrade_headers));
  client.read_to("\r\n\r\n");
  client.send(frame(0x81, "exactly 10"));
  EXPECT_EQ(socket_.events.next(), "text:exactly 10");
  client.send(frame(0x81, "eleven of x"));
  const std::string close = client.read_all();
  ASSERT_GE(close.size(), 4u);
  EXPECT_EQ(close.substr(2, 2), "\x03\xf1") << "1009";
}

TEST_P(HttpContract, ForeignOriginsAndHalfUpgradesAreRefused) {
  mount("GET", "/ws", [&](coco_exchange exchange, const coco_http_request&) {
    const coco_conn_handler handler = socket_.handler();
    EXPECT_EQ(http->upgrade(http->self, exchange, coco::view(""), 10, &handler), 0u);
  });
  EXPECT_EQ(status_of(ask("GET", "/ws", std::string(upgrade_headers) + "Origin: https://evil.example\r\n")), 403);
  const int status = status_of(ask("GET", "/ws"));
  EXPECT_TRUE(status == 400 || status == 426) << status;
}

// ---- peers that break the rules

TEST_P(HttpContract, WhatCouldSmuggleARequestIs400) {
  says("POST", "/", "x");
  const std::string bad[] = {
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nX : y\r\nContent-Length: 0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\nContent-Length: 0\r\n\r\n",
  };
  for (const std::string& text : bad) {
    Client client(port());
    client.send(text);
    EXPECT_EQ(status_of(client.read_all()), 400) << text;
  }
}

TEST_P(HttpContract, AHeaderWithoutEndIsCutOff) {
  Client client(port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x'));
  const int status = status_of(client.read_all());
  EXPECT_TRUE(status == 431 || status == 400 || status == 0) << status;
}

// ---- names and ends

TEST_P(HttpContract, UnknownAndAnsweredExchangesAreIgnored) {
  mount("GET", "/", [this](coco_exchange exchange, const coco_http_request&) {
    respond(exchange, 200, "first");
    for (const coco_exchange stale : {exchange, coco_exchange{0}, coco_exchange{4711}, ~coco_exchange{0}}) {
      respond(stale, 500, "second");
      http->begin(http->self, stale, 500, nullptr, 0);
      http->write(http->self, stale, coco::view("third"));
      http->finish(http->self, stale);
      http->respond_file(http->self, stale, 500, nullptr, 0, file_with("x"), 0, 1);
      http->pause(http->self, stale);
      http->resume(http->self, stale);
      EXPECT_EQ(http->queued(http->self, stale) > (1u << 20), false);
    }
  });
  const std::string answer = ask("GET", "/");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(body_of(answer), "first");
}

TEST_P(HttpContract, WhatWasAskedBeforeTheStopIsAnswered) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  std::optional<coco_exchange> asked;
  const auto* net = provider.plugin()->table<coco_net>(COCO_NET);
  if (net == nullptr) GTEST_SKIP() << "it has no lanes to answer from";
  std::uint32_t lane = 0;
  mount("GET", "/", [&](coco_exchange exchange, const coco_http_request& request) {
    asked = exchange;
    lane = request.lane;
    events_.add("asked");
  });
  Client client(port());
  client.send(request("GET", "/"));
  ASSERT_EQ(events_.next(), "asked");
  Answer<int> drained;
  std::thread stopping([&] { provider.plugin()->begin_stop(drained); });
  std::function<void()> answering = [&] { respond(*asked, 200, "finished"); };
  EXPECT_EQ(net->post(
                net->self, lane, [](void* arg) { (*static_cast<std::function<void()>*>(arg))(); }, &answering),
            COCO_OK);
  EXPECT_TRUE(client.read_all().ends_with("finished"));
  client.leave();
  stopping.join();
  EXPECT_EQ(drained.status(), COCO_OK);
}

}  // namespace cocotalk::testing

#define COCO_HTTP_CONTRACT(Name, ...) COCO_CONTRACT(Name, HttpContract, coco_http, __VA_ARGS__)
