// The certificate new connections get, while the files change.
#include "tls_under_test.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

std::string refusal(const Settings& settings) {
  try {
    Net net(settings);
    return "started";
  } catch (const coco::Error& e) {
    return e.what();
  }
}

class Watching {
 public:
  Watching() : net(settings.with({{"certificate_check", "10 ms"}})) {
    net.route("GET /", [this](const Seen& seen) { net.answer(seen.exchange, 200, "x"); });
    net.open();
  }
  std::string name_shown() { return TlsClient(net.port()).peer().server_name(); }
  std::string ask(TlsClient& client) {
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    return client.read_response();
  }
  const TlsSettings settings{"first"};
  Net net;
};

TEST(TlsCertificate, IsReplacedForNewConnectionsWhileOthersGoOn) {
  Watching host;
  TlsClient before(host.net.port());
  EXPECT_EQ(before.peer().server_name(), "first");
  EXPECT_TRUE(host.ask(before).ends_with("x"));
  host.settings.folder().write_identity("second");
  EXPECT_TRUE(eventually([&] { return host.name_shown() == "second"; }));
  EXPECT_TRUE(host.net.host().logged("new connections get the new certificate in '"));
  EXPECT_TRUE(host.ask(before).ends_with("x"));
}

TEST(TlsCertificate, IsNotTakenFromOldTicketsOnceItIsReplaced) {
  Watching host;
  TlsClient before(host.net.port());
  host.ask(before);
  const SslSessionPtr ticket = before.peer().take_session();
  host.settings.folder().write_identity("second");
  EXPECT_TRUE(eventually([&] { return host.name_shown() == "second"; }));
  TlsManners manners;
  manners.resume = ticket.get();
  EXPECT_EQ(TlsClient(host.net.port(), manners).peer().server_name(), "second");
}

TEST(TlsCertificate, GoesOnWhenTheNewFilesAreBrokenUntilTheyAreMended) {
  Watching host;
  host.settings.folder().write("certificate.pem", "rubbish");
  EXPECT_TRUE(eventually([&] { return host.net.host().health().first == COCO_HEALTH_DEGRADED; }));
  const std::string why = host.net.host().health().second;
  EXPECT_TRUE(why.starts_with("the changed certificate cannot be used, the former one goes on: there is no certificate in '"))
      << why;
  EXPECT_TRUE(host.net.host().logged(why));
  EXPECT_EQ(host.name_shown(), "first");
  const std::size_t lines = host.net.host().log().size();
  host.settings.folder().write_identity("third");
  EXPECT_TRUE(eventually([&] { return host.net.host().health().first == COCO_HEALTH_OK; }));
  EXPECT_EQ(host.net.host().log().size(), lines + 1) << "said once, not at every look";
  EXPECT_EQ(host.name_shown(), "third");
}

TEST(TlsCertificate, MustBeUsableAtTheStart) {
  const TlsSettings settings;
  EXPECT_EQ(refusal({{"listen", "tls:127.0.0.1:0"}}),
            "listening on tls:127.0.0.1:0 needs a certificate; set 'certificate' and 'key' of net to its PEM files");
  EXPECT_EQ(refusal(settings.with({{"certificate", "/none.pem"}})),
            "cannot read '/none.pem': No such file or directory; give a PEM file");
  EXPECT_EQ(refusal(settings.with({{"listen", "127.0.0.1:0"}, {"certificate", "/none.pem"}})),
            "cannot read '/none.pem': No such file or directory; give a PEM file")
      << "also when nobody needs it yet";
  EXPECT_EQ(refusal(settings.with()), "started");
}

TEST(TlsCertificate, IsWarnedOfWhenClientsWillRefuseIt) {
  const TlsSettings settings;
  settings.folder().write_identity("old", {1'577'836'800, 1'577'836'900});
  Net net(settings.with());
  EXPECT_TRUE(net.host().logged("certificate.pem' expired on 2020-01-01 00:01 UTC: clients will refuse it; renew it"));
  const TlsSettings good;
  Net quiet(good.with());
  EXPECT_TRUE(quiet.host().log().empty());
}

TEST(TlsCertificate, LetsListenersBeWhereverOthersReachThem) {
  const TlsSettings settings;
  EXPECT_EQ(refusal(settings.with({{"listen", "tls:0.0.0.0:0,tls:[::]:0"}})), "started");
  EXPECT_TRUE(refusal(settings.with({{"listen", "tls:0.0.0.0:0,0.0.0.0:0"}})).starts_with("listening on 0.0.0.0:0 would send"));
}

}  // namespace
}  // namespace cocotalk::net::testing
