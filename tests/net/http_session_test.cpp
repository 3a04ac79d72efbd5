#include "net_under_test.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <algorithm>
#include <cctype>

namespace cocotalk::net::testing {
namespace {

// A net with a route that answers every GET and POST with what it saw, bodies included.
class Http : public ::testing::Test {
 public:
  Http() {
    net_.route("GET /hello", [this](const Seen& seen) { net_.answer(seen.exchange, 200, "hello"); });
    net_.route("POST /echo", [this](const Seen& seen) { receive(seen, 1'000'000); });
    net_.route("POST /small", [this](const Seen& seen) { receive(seen, 10); });
    net_.open();
  }

  struct Body {
    Http* test;
    coco_exchange exchange;
    std::string bytes;
  };
  void receive(const Seen& seen, std::uint64_t limit) {
    auto* const body = new Body{this, seen.exchange, {}};
    const coco_body_handler handler{sizeof handler,
                                    0,
                                    body,
                                    [](void* ctx, coco_view bytes) { static_cast<Body*>(ctx)->bytes += coco::text(bytes); },
                                    [](void* ctx) {
                                      const std::unique_ptr<Body> done(static_cast<Body*>(ctx));
                                      done->test->net_.answer(done->exchange, 200, "<" + done->bytes + ">");
                                    },
                                    [](void* ctx, coco_view why) {
                                      const std::unique_ptr<Body> done(static_cast<Body*>(ctx));
                                      done->test->events_.add("aborted:" + std::string(coco::text(why)));
                                    }};
    net_.http().receive(net_.http().self, seen.exchange, limit, 20'000, &handler);
  }

  Events events_;
  Net net_;  // last: what it calls outlives it
};

constexpr std::string_view get_hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(Http, AnswersARequest) {
  Client client(net_.port());
  client.send(get_hello);
  const std::string answer = client.read_response();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\n\r\nhello"))
      << answer;
}

TEST_F(Http, ReadsARequestCutAnywhere) {
  const std::string request = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
  Client client(net_.port());
  for (std::size_t cut = 1; cut < request.size(); ++cut) {
    client.send(request.substr(0, cut));
    net_.on_lane(0, [] {});
    client.send(request.substr(cut));
    EXPECT_TRUE(client.read_response().ends_with("<body>")) << "cut at " << cut;
  }
}

TEST_F(Http, ReadsAChunkedBodyCutAnywhere) {
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "4;name=\"v\"\r\nwiki\r\n5\r\npedia\r\n0\r\nTrailer: x\r\n\r\n";
  Client client(net_.port());
  for (std::size_t cut = 1; cut < request.size(); ++cut) {
    client.send(request.substr(0, cut));
    net_.on_lane(0, [] {});
    client.send(request.substr(cut));
    EXPECT_TRUE(client.read_response().ends_with("<wikipedia>")) << "cut at " << cut;
  }
}

TEST_F(Http, AnswersPipelinedRequestsInOrder) {
  Client client(net_.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na" + std::string(get_hello) +
              "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nb");
  EXPECT_TRUE(client.read_response().ends_with("<a>"));
  EXPECT_TRUE(client.read_response().ends_with("hello"));
  EXPECT_TRUE(client.read_response().ends_with("<b>"));
}

TEST_F(Http, LeavesTheBodyOutForHead) {
  Client client(net_.port());
  client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(get_hello));
  EXPECT_NE(client.read_to("\r\n\r\n").find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_F(Http, ClosesWhenAsked) {
  Client client(net_.port());
  client.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(client.read_all().find("Connection: close\r\n"), std::string::npos);
}

TEST_F(Http, ClosesAfterHttp10UnlessAskedToKeepAlive) {
  Client once(net_.port());
  once.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(once.read_all().ends_with("hello"));
  Client kept(net_.port());
  kept.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(kept.read_response().find("Connection: keep-alive\r\n"), std::string::npos);
  kept.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(kept.read_all().ends_with("hello"));
}

TEST_F(Http, AsksForTheBodyOfWhoWaitsToBeAsked) {
  Client client(net_.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_to("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_TRUE(client.read_response().ends_with("<ok>"));
}

TEST_F(Http, Says404ForPathsNobodyKnowsAnd405ForOtherMethods) {
  Client client(net_.port());
  client.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 404 Not Found\r\n"));
  client.send("DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer = client.read_response();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"));
  EXPECT_NE(answer.find("allow: GET, HEAD, OPTIONS\r\n"), std::string::npos) << answer;
}

TEST_F(Http, RefusesABodyOverTheLimitBeforeAndWhileItComes) {
  Client fits(net_.port());
  fits.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789");
  EXPECT_TRUE(fits.read_response().ends_with("<0123456789>"));
  Client sized(net_.port());
  sized.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n");
  EXPECT_TRUE(sized.read_all().starts_with("HTTP/1.1 413 "));
  EXPECT_EQ(events_.next(), "aborted:the body is too large");
  Client chunked(net_.port());
  chunked.send("POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n67890\r\n0\r\n\r\n");
  EXPECT_TRUE(chunked.read_all().starts_with("HTTP/1.1 413 "));
  EXPECT_EQ(events_.next(), "aborted:the body is too large");
}

TEST_F(Http, ClosesInOrderSoThatWhoStillSendsCanReadTheAnswer) {
  Client client(net_.port());
  client.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n" + std::string(500'000, 'x'));
  EXPECT_TRUE(client.read_all().starts_with("HTTP/1.1 413 "));
  EXPECT_FALSE(client.was_reset());
}

TEST_F(Http, TellsThatAClientLeftInTheMiddleOfABody) {
  Client client(net_.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123");
  client.leave();
  EXPECT_EQ(events_.next(), "aborted:the client is gone");
}

TEST_F(Http, ClosesWhenABodyNobodyWantedIsOnItsWay) {
  net_.route("POST /ignore", [this](const Seen& seen) { net_.answer(seen.exchange, 200, "no"); });
  Client client(net_.port());
  client.send("POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 34\r\n\r\n" + std::string(get_hello));
  const std::string all = client.read_all();
  EXPECT_TRUE(all.ends_with("no")) << all;
  EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos);
}

TEST_F(Http, AnswersInChunks) {
  net_.route("GET /chunks", [this](const Seen& seen) {
    net_.http().begin(net_.http().self, seen.exchange, 200, nullptr, 0);
    net_.http().write(net_.http().self, seen.exchange, coco::view("0123456789abcdef"));
    net_.http().write(net_.http().self, seen.exchange, coco::view(""));
    net_.http().write(net_.http().self, seen.exchange, coco::view("!"));
    net_.http().finish(net_.http().self, seen.exchange);
  });
  Client client(net_.port());
  client.send("GET /chunks HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(get_hello));
  EXPECT_NE(client.read_to("\r\n\r\n").find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  EXPECT_EQ(client.read_to("0\r\n\r\n"), "10\r\n0123456789abcdef\r\n1\r\n!\r\n0\r\n\r\n");
  EXPECT_TRUE(client.read_response().ends_with("hello"));
  Client old(net_.port());
  old.send("GET /chunks HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(old.read_all().ends_with("\r\n\r\n0123456789abcdef!"));
}

TEST_F(Http, AnswersWithARangeOfAFile) {
  std::string content(3'000'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>('a' + i * 7 % 26);
  const std::string path = (net_.host().data_dir() / "file").string();
  FILE* const file = ::fopen(path.c_str(), "wb");
  ASSERT_EQ(::fwrite(content.data(), 1, content.size(), file), content.size());
  ::fclose(file);
  net_.route("GET /file", [this, path](const Seen& seen) {
    net_.http().respond_file(net_.http().self, seen.exchange, 200, nullptr, 0, ::open(path.c_str(), O_RDONLY), 1, 2'999'998);
  });
  Client client(net_.port());
  client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(get_hello));
  const std::string answer = client.read_response();
  EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), content.substr(1, 2'999'998));
  EXPECT_TRUE(client.read_response().ends_with("hello"));
}

TEST_F(Http, TellsOnceThatAWaitingClientIsGone) {
  net_.route("GET /wait", [this](const Seen& seen) {
    net_.http().on_gone(
        net_.http().self, seen.exchange, [](void* arg) { static_cast<Events*>(arg)->add("gone"); }, &events_);
    events_.add("waiting");
  });
  Client client(net_.port());
  client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(events_.next(), "waiting");
  client.leave();
  EXPECT_EQ(events_.next(), "gone");
  Client impatient(net_.port());
  impatient.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(get_hello));
  EXPECT_EQ(events_.next(), "waiting");
  impatient.leave();
  EXPECT_EQ(events_.next(), "gone");
}

TEST_F(Http, AnswersAClientThatHasFinishedSending) {
  coco_exchange exchange = 0;
  net_.route("GET /later", [&](const Seen& seen) {
    exchange = seen.exchange;
    events_.add("asked");
  });
  Client client(net_.port());
  client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  client.end_sending();
  EXPECT_EQ(events_.next(), "asked");
  net_.on_lane(0, [&] { net_.answer(exchange, 200, "late"); });
  EXPECT_TRUE(client.read_all().ends_with("late"));
}

TEST_F(Http, IgnoresAnswersToExchangesThatAreOver) {
  coco_exchange first = 0;
  net_.route("GET /twice", [&](const Seen& seen) {
    net_.answer(seen.exchange, 200, "one");
    net_.answer(seen.exchange, 200, "two");
    first = seen.exchange;
  });
  Client client(net_.port());
  client.send("GET /twice HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.read_response().ends_with("one"));
  net_.on_lane(0, [&] { net_.answer(first, 200, "three"); });
  client.send(get_hello);
  EXPECT_TRUE(client.read_response().ends_with("hello"));
}

TEST_F(Http, SendsNoHeaderThatWouldSplitTheAnswer) {
  net_.route("GET /split", [this](const Seen& seen) {
    net_.answer(seen.exchange, 200, "body", {{coco::view("x"), coco::view("a\r\nSet-Cookie: b")}});
  });
  Client client(net_.port());
  client.send("GET /split HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer = client.read_response();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
  EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
  EXPECT_TRUE(net_.host().logged("malformed header field"));
}

TEST_F(Http, PausesABodyUntilItIsWanted) {
  struct Upload {
    Http* test;
    coco_exchange exchange;
    std::size_t bytes = 0;
  } upload{this, 0};
  net_.route("POST /slowly", [&](const Seen& seen) {
    upload.exchange = seen.exchange;
    const coco_body_handler handler{sizeof handler,
                                    0,
                                    &upload,
                                    [](void* ctx, coco_view bytes) {
                                      auto& u = *static_cast<Upload*>(ctx);
                                      u.bytes += bytes.size;
                                      const coco_http& http = u.test->net_.http();
                                      http.pause(http.self, u.exchange);
                                      u.test->events_.add("paused");
                                    },
                                    [](void* ctx) {
                                      auto& u = *static_cast<Upload*>(ctx);
                                      u.test->net_.answer(u.exchange, 200, std::to_string(u.bytes));
                                      u.test->events_.add("answered");
                                    },
                                    [](void*, coco_view) {}};
    net_.http().receive(net_.http().self, seen.exchange, 1 << 20, 20'000, &handler);
  });
  Client client(net_.port());
  client.send("POST /slowly HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + std::string(200'000, 'x'));
  std::string event = events_.next();
  ASSERT_EQ(event, "paused");
  for (; event == "paused"; event = events_.next())
    net_.on_lane(0, [&] { net_.http().resume(net_.http().self, upload.exchange); });
  EXPECT_EQ(event, "answered");
  EXPECT_TRUE(client.read_response().ends_with("200000"));
}

TEST_F(Http, GivesARequestItsParts) {
  Seen got;
  net_.route("GET /user/{id}/{*}", [&](const Seen& seen) {
    got = seen;
    net_.answer(seen.exchange, 204, "ignored");
  });
  Client client(net_.port());
  client.send("GET /user/%EC%BD%94/a%20b/c/?q=%20&r HTTP/1.1\r\nHost: Talk.example:8080\r\nX-One: 1 2 \r\n\r\n");
  EXPECT_EQ(client.read_to("\r\n\r\n").find("Content-Length"), std::string::npos);
  EXPECT_EQ(got.method, "GET");
  EXPECT_EQ(got.path, "/user/코/a b/c");
  EXPECT_EQ(got.query, "q=%20&r");
  EXPECT_EQ(got.params, (std::vector<std::string>{"코", "a b/c"}));
  EXPECT_EQ(got.host, "Talk.example:8080");
  EXPECT_EQ(got.scheme, "http");
  EXPECT_EQ(got.address, "127.0.0.1");
  EXPECT_EQ(got.headers.back(), (std::pair<std::string, std::string>{"x-one", "1 2"}));
  EXPECT_EQ(got.content_length, 0);
}

TEST_F(Http, TellsARouteWhetherTheOriginIsAllowed) {
  net_.route("GET /page", [this](const Seen& seen) {
    net_.answer(seen.exchange, 200, net_.http().allows_origin(net_.http().self, seen.exchange) != 0 ? "ours" : "foreign");
  });
  net_.on_lane(0, [this] { EXPECT_EQ(net_.http().allows_origin(net_.http().self, 0), 0) << "of no request"; });
  Client client(net_.port());
  const auto asked = [&client](const std::string& origins) {
    client.send("GET /page HTTP/1.1\r\nHost: talk.example\r\n" + origins + "\r\n");
    const std::string answer = client.read_response();
    return answer.substr(answer.rfind('\n') + 1);
  };
  EXPECT_EQ(asked(""), "ours");
  EXPECT_EQ(asked("Origin: http://talk.example\r\n"), "ours");
  EXPECT_EQ(asked("Origin: http://localhost:1\r\n"), "ours") << "any page of this machine, on a loopback listener";
  EXPECT_EQ(asked("Origin: https://evil.example\r\n"), "foreign");
  EXPECT_EQ(asked("Origin: null\r\n"), "foreign");
  EXPECT_EQ(asked("Origin: http://talk.example\r\nOrigin: http://talk.example\r\n"), "foreign") << "which of them?";
}

TEST_F(Http, ForgetsUnmountedRoutes) {
  coco_error error{};
  Events* const ctx = &events_;
  const coco_route route{sizeof route,
                         0,
                         coco::view("GET"),
                         coco::view("/mine"),
                         ctx,
                         [](void* arg, coco_exchange, const coco_http_request*) { static_cast<Events*>(arg)->add("called"); }};
  ASSERT_EQ(net_.http().mount(net_.http().self, &route, &error), COCO_OK);
  EXPECT_EQ(net_.http().mount(net_.http().self, &route, &error), COCO_INVALID);
  EXPECT_STREQ(error.text, "cannot mount GET /mine: an equal pattern is mounted already");
  net_.http().unmount(net_.http().self, ctx);
  Client client(net_.port());
  client.send("GET /mine HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(events_.is_empty());
}

// A plugin that retires answers for what it holds; all else is its successor's.
TEST_F(Http, AsksTheNextOneWhenAPluginDeclines) {
  net_.route("GET /held/{id}", [this](const Seen& seen) {
    if (seen.params[0] == "old") return net_.answer(seen.exchange, 200, "old");
    net_.http().decline(net_.http().self, seen.exchange);
  });
  const auto ask = [this](const std::string& id) {
    Client client(net_.port());
    client.send("GET /held/" + id + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return client.read_response();
  };
  EXPECT_TRUE(ask("new").starts_with("HTTP/1.1 404 ")) << "there is nobody else";
  net_.route("GET /held/{id}", [this](const Seen& seen) { net_.answer(seen.exchange, 200, "new " + seen.params[0]); });
  EXPECT_TRUE(ask("old").ends_with("\r\n\r\nold"));
  EXPECT_TRUE(ask("new").ends_with("\r\n\r\nnew new"));
}

}  // namespace
}  // namespace cocotalk::net::testing
