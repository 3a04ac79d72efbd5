// The server's end of TLS against OpenSSL's own client, in memory.
#include "tls_peer.hpp"

#include <gtest/gtest.h>

#include <malloc.h>

namespace cocotalk::net::testing {
namespace {

class TlsChannelTest : public ::testing::TestWithParam<int> {
 protected:
  static TlsManners manners() { return {.least = GetParam(), .most = GetParam(), .suites_1_2 = {}, .protocols = {}}; }
  const std::shared_ptr<const TlsContext> context_ = make_context();
  TlsServerEnd server_{context_};
};
INSTANTIATE_TEST_SUITE_P(Versions, TlsChannelTest, ::testing::Values(TLS1_2_VERSION, TLS1_3_VERSION),
                         [](const auto& version) { return version.param == TLS1_2_VERSION ? "TLS1_2" : "TLS1_3"; });

bool accepts(const std::shared_ptr<const TlsContext>& context, const TlsManners& manners) {
  TlsPeer client(manners);
  TlsServerEnd server(context);
  return shake_hands(client, server);
}
TlsManners only(int version) { return {.least = version, .most = version, .suites_1_2 = {}, .protocols = {}}; }
TlsManners suite(const char* name) {
  return {.least = TLS1_2_VERSION, .most = TLS1_2_VERSION, .suites_1_2 = name, .protocols = {}};
}

TEST(TlsVersions, AreOnePointTwoAndOnePointThreeAndNoneBefore) {
  const auto context = make_context();
  EXPECT_TRUE(accepts(context, only(TLS1_3_VERSION)));
  EXPECT_TRUE(accepts(context, only(TLS1_2_VERSION)));
  EXPECT_FALSE(accepts(context, only(TLS1_1_VERSION)));
  EXPECT_FALSE(accepts(context, only(TLS1_VERSION)));
}

TEST(TlsSuites, AuthenticateWhatTheyEncryptAndKeepThePastSecret) {
  const auto curve = make_context(), rsa = make_context(*make_rsa_key(2048));
  for (const char* name : {"AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"}) {
    EXPECT_TRUE(accepts(curve, suite(("ECDHE-ECDSA-" + std::string(name)).c_str()))) << name;
    EXPECT_TRUE(accepts(rsa, suite(("ECDHE-RSA-" + std::string(name)).c_str()))) << name;
    EXPECT_FALSE(accepts(rsa, suite(("DHE-RSA-" + std::string(name)).c_str()))) << name;
  }
  for (const char* name : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384"})
    EXPECT_FALSE(accepts(curve, suite(name))) << name;
  for (const char* name : {"ECDHE-RSA-AES128-SHA256", "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA"})
    EXPECT_FALSE(accepts(rsa, suite(name))) << name;
}

TEST(TlsContext, RefusesAKeyTooShortToBeOne) {
  EXPECT_NO_THROW(make_context(*make_rsa_key(2048)));
  try {
    make_context(*make_rsa_key(1024));
    FAIL();
  } catch (const coco::Error& e) {
    EXPECT_STREQ(e.what(), "TLS: cannot use the certificate: ee key too small");
  }
}

TEST_P(TlsChannelTest, CarriesBytesBothWays) {
  TlsPeer client(manners());
  ASSERT_TRUE(shake_hands(client, server_));
  EXPECT_EQ(server_.receive(client.seal("ping")), "ping");
  client.hear(server_.seal("pong"));
  EXPECT_EQ(client.read(), "pong");
  const std::string big(1'000'000, 'x');
  client.hear(server_.seal(big));
  EXPECT_TRUE(client.read() == big);
  EXPECT_TRUE(server_.receive(client.seal(big)) == big);
}

TEST_P(TlsChannelTest, TakesEverythingByteByByte) {
  TlsPeer client(manners());
  bool is_done = client.shake();
  for (std::string said = client.take(); !said.empty(); said = client.take()) {
    for (const char byte : said) server_.receive({&byte, 1});
    client.hear(server_.take_unsent());
    is_done = client.shake();
  }
  ASSERT_TRUE(is_done && server_.channel.is_secured());
  std::string records = client.seal("one"), heard;
  records += client.seal(std::string(20'000, 'y'));
  for (const char byte : records) heard += server_.receive({&byte, 1});
  EXPECT_TRUE(heard == "one" + std::string(20'000, 'y')) << heard.size();
}

TEST_P(TlsChannelTest, TakesARecordCutAtEveryByte) {
  TlsPeer client(manners());
  ASSERT_TRUE(shake_hands(client, server_));
  const std::size_t size = client.seal("hello").size();
  server_.channel.keep_unsent({});
  for (std::size_t cut = 0; cut <= size; ++cut) {
    TlsPeer again(manners());
    TlsServerEnd server(context_);
    ASSERT_TRUE(shake_hands(again, server));
    const std::string record = again.seal("hello");
    const std::string first = server.receive(std::string_view(record).substr(0, cut));
    EXPECT_EQ(first + server.receive(std::string_view(record).substr(cut)), "hello") << "cut at " << cut;
    EXPECT_EQ(server.channel.failure(), "");
  }
}

TEST_P(TlsChannelTest, GivesARecordThatBeganEarlierWithAllThatFollows) {
  TlsPeer client(manners());
  ASSERT_TRUE(shake_hands(client, server_));
  const std::string first = client.seal(std::string(16'384, 'a')), rest = client.seal(std::string(65'536, 'b'));
  EXPECT_EQ(server_.receive(std::string_view(first).substr(0, first.size() - 1)), "");
  EXPECT_TRUE(server_.receive(first.back() + rest) == std::string(16'384, 'a') + std::string(65'536, 'b'));
}

TEST_P(TlsChannelTest, ResumesASessionByItsTicket) {
  TlsPeer first(manners());
  ASSERT_TRUE(shake_hands(first, server_));
  EXPECT_FALSE(server_.channel.is_resumed());
  first.hear(server_.take_unsent());
  first.read();
  const SslSessionPtr ticket = first.take_session();
  ASSERT_NE(ticket, nullptr);
  EXPECT_EQ(SSL_SESSION_get_max_early_data(ticket.get()), 0u) << "what can be replayed is not taken";
  TlsManners resuming = manners();
  resuming.resume = ticket.get();
  TlsPeer second(resuming);
  TlsServerEnd again(context_);
  ASSERT_TRUE(shake_hands(second, again));
  EXPECT_TRUE(again.channel.is_resumed());
  TlsPeer third(resuming);
  TlsServerEnd other(make_context());
  ASSERT_TRUE(shake_hands(third, other));
  EXPECT_FALSE(other.channel.is_resumed()) << "the ticket of another certificate";
}

TEST(TlsChannel, RefusesToRenegotiate) {
  TlsPeer client(only(TLS1_2_VERSION));
  TlsServerEnd server(make_context());
  ASSERT_TRUE(shake_hands(client, server));
  EXPECT_EQ(SSL_renegotiate(client.ssl()), 1);
  client.shake();
  server.receive(client.take());
  client.hear(server.take_unsent());
  EXPECT_FALSE(client.shake());
  EXPECT_STREQ(ERR_reason_error_string(ERR_peek_last_error()), "no renegotiation");
  EXPECT_EQ(server.receive(client.take()), "");
  ERR_clear_error();
}

TEST(TlsChannel, FollowsAKeyUpdate) {
  TlsPeer client(only(TLS1_3_VERSION));
  TlsServerEnd server(make_context());
  ASSERT_TRUE(shake_hands(client, server));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(SSL_key_update(client.ssl(), SSL_KEY_UPDATE_REQUESTED), 1);
    EXPECT_EQ(server.receive(client.seal("new")), "new");
    client.hear(server.take_unsent());
    client.hear(server.seal("keys"));
    EXPECT_EQ(client.read(), "keys");
  }
}

TEST_P(TlsChannelTest, SaysThatItEndsAndHearsTheSame) {
  TlsPeer client(manners());
  ASSERT_TRUE(shake_hands(client, server_));
  std::string sealed = server_.seal("last");
  server_.channel.end(sealed);
  const std::size_t size = sealed.size();
  server_.channel.end(sealed);
  EXPECT_EQ(sealed.size(), size) << "once";
  client.hear(sealed);
  EXPECT_EQ(client.read(), "last");
  EXPECT_EQ(client.last_error(), SSL_ERROR_ZERO_RETURN);
  EXPECT_FALSE(server_.channel.has_peer_finished());
  SSL_shutdown(client.ssl());
  EXPECT_EQ(server_.receive(client.take()), "");
  EXPECT_TRUE(server_.channel.has_peer_finished());
  EXPECT_EQ(server_.channel.failure(), "");
}

TEST_P(TlsChannelTest, StillSpeaksToWhoHasEnded) {
  TlsPeer client(manners());
  ASSERT_TRUE(shake_hands(client, server_));
  const std::string asked = client.seal("ask");
  SSL_shutdown(client.ssl());
  EXPECT_EQ(server_.receive(asked + client.take()), "ask");
  EXPECT_TRUE(server_.channel.has_peer_finished());
  client.hear(server_.seal("answer"));
  EXPECT_EQ(client.read(), "answer");
}

TEST_P(TlsChannelTest, TellsTheClientThatARecordWasChangedOnItsWay) {
  TlsPeer client(manners());
  ASSERT_TRUE(shake_hands(client, server_));
  client.hear(server_.take_unsent());
  std::string record = client.seal("hello");
  record.back() = static_cast<char>(record.back() ^ 1);
  EXPECT_EQ(server_.receive(record), "");
  EXPECT_EQ(server_.channel.failure(), "decryption failed or bad record mac");
  client.hear(server_.take_unsent());
  client.read();
  EXPECT_EQ(client.failure(), "sslv3 alert bad record mac");
  EXPECT_EQ(server_.receive(client.seal("more")), "") << "it is over";
  EXPECT_EQ(server_.seal("more"), "");
}

TEST(TlsChannel, SaysWhenTheClientSpeaksNoTls) {
  TlsServerEnd server(make_context());
  EXPECT_EQ(server.receive("GET / HTTP/1.1\r\n"), "");
  EXPECT_EQ(server.channel.failure(), "http request");
}

TEST(TlsChannel, TakesNoHandshakeWithoutEnd) {
  const std::string hello("\x01\x01\x00\x00", 4);  // a ClientHello of 64 KiB …
  const auto record = [](std::string_view body) {
    return std::string("\x16\x03\x01", 3) + static_cast<char>(body.size() >> 8) + static_cast<char>(body.size()) +
           std::string(body);
  };
  TlsServerEnd server(make_context());
  const std::string piece = record(hello + std::string(8'000, 'x'));
  server.receive(piece);
  EXPECT_EQ(server.channel.failure(), "");
  const std::string next = record(std::string(TlsChannel::max_handshake_bytes - piece.size() - 5, 'x'));
  server.receive(next);
  EXPECT_EQ(server.channel.failure(), "") << "exactly at the limit";
  server.receive("\x16");
  EXPECT_EQ(server.channel.failure(), "the handshake is too long");
}

TEST(TlsProtocols, AreHttpOneForHttpAndWhateverElseIsRefused) {
  const auto context = make_context();
  const auto asked = [&](std::vector<std::string> protocols, bool speaks_http) {
    TlsManners manners;
    manners.protocols = std::move(protocols);
    TlsPeer client(manners);
    TlsServerEnd server(context, speaks_http);
    return shake_hands(client, server) ? client.protocol() : "refused: " + server.channel.failure();
  };
  EXPECT_EQ(asked({"h2", "http/1.1"}, true), "http/1.1");
  EXPECT_EQ(asked({}, true), "");
  EXPECT_EQ(asked({"h2"}, true), "refused: no application protocol");
  EXPECT_EQ(asked({"stomp"}, false), "") << "plain streams have no name for it";
}

#if !defined(COCOTALK_SANITIZE_ADDRESS) && !defined(COCOTALK_SANITIZE_THREAD)
TEST_P(TlsChannelTest, CostsAtMost48KibibytesWhileItIsIdle) {
  constexpr std::size_t n = 100;
  std::vector<std::unique_ptr<TlsServerEnd>> idle;
  const std::size_t before = ::mallinfo2().uordblks;
  for (std::size_t i = 0; i < n; ++i) {
    TlsPeer client(manners());
    idle.push_back(std::make_unique<TlsServerEnd>(context_));
    ASSERT_TRUE(shake_hands(client, *idle.back()));
    EXPECT_EQ(idle.back()->receive(client.seal("GET / HTTP/1.1")), "GET / HTTP/1.1");
    idle.back()->seal("HTTP/1.1 200 OK");
  }
  const std::size_t each = (::mallinfo2().uordblks - before) / n;
  RecordProperty("bytes_each", static_cast<int>(each));
  EXPECT_LE(each, 48u * 1024);
}
#endif

}  // namespace
}  // namespace cocotalk::net::testing
