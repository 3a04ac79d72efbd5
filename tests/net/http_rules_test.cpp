// The rules that keep a request from meaning one thing to a proxy and another to us, as a table of conversations.
#include "net_under_test.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

struct Case {
  const char* name;
  std::string request;
  const char* status;  // of the only answer: the connection closes after it
};

std::string get(std::string_view fields) { return "GET /hello HTTP/1.1\r\n" + std::string(fields) + "\r\n"; }
std::string post(std::string_view fields, std::string_view body = {}) {
  return "POST /echo HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n" + std::string(body);
}
std::string fields(int n) {
  std::string all = "Host: x\r\n";
  for (int i = 1; i < n; ++i) all += "F" + std::to_string(i) + ": v\r\n";
  return all;
}
// A request of exactly `size` bytes.
std::string padded(std::size_t size) {
  const std::string rest = get("Host: x\r\nPad: \r\n");
  return get("Host: x\r\nPad: " + std::string(size - rest.size(), 'p') + "\r\n");
}

const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

const std::vector<Case>& refused() {
  static const std::vector<Case> cases = {
      // Two ideas of where the body ends.
      {"both_lengths", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled), "400"},
      {"both_lengths_reversed", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + smuggled), "400"},
      {"chunked_twice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n" + smuggled), "400"},
      {"chunked_in_two_fields", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled),
       "400"},
      {"chunked_then_gzip", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n" + smuggled), "400"},
      {"gzip_then_chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n" + smuggled), "400"},
      {"xchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n" + smuggled), "400"},
      {"identity", post("Transfer-Encoding: identity\r\n", smuggled), "400"},
      {"identity_and_chunked", post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"},
      {"empty_coding", post("Transfer-Encoding: \r\n", smuggled), "400"},
      {"chunked_with_comma", post("Transfer-Encoding: ,chunked\r\n", "0\r\n\r\n"), "400"},
      {"chunked_with_vertical_tab",
       post("Transfer-Encoding: \x0B"
            "chunked\r\n",
            "0\r\n\r\n"),
       "400"},
      {"chunked_quoted", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), "400"},
      {"chunked_on_1_0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"two_lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "12345"), "400"},
      {"two_equal_lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "12345"), "400"},
      {"length_list", post("Content-Length: 5, 5\r\n", "12345"), "400"},
      {"length_plus", post("Content-Length: +5\r\n", "12345"), "400"},
      {"length_minus", post("Content-Length: -1\r\n"), "400"},
      {"length_hex", post("Content-Length: 0x5\r\n", "12345"), "400"},
      {"length_empty", post("Content-Length: \r\n", smuggled), "400"},
      {"length_word", post("Content-Length: five\r\n"), "400"},
      {"length_space", post("Content-Length: 1 2\r\n", "12"), "400"},
      {"length_overflow", post("Content-Length: 18446744073709551617\r\n", "1"), "400"},
      {"length_beyond_signed", post("Content-Length: 9223372036854775808\r\n", "1"), "413"},
      // Two ideas of where a field or a line ends.
      {"space_before_colon", post("Content-Length : 5\r\n", "12345"), "400"},
      {"tab_before_colon", post("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n"), "400"},
      {"folded_field", get("Host: x\r\nA: b\r\n c\r\n"), "400"},
      {"folded_with_tab", post("Transfer-Encoding:\r\n\tchunked\r\n", "0\r\n\r\n"), "400"},
      {"folded_first_field", "GET /hello HTTP/1.1\r\n Host: x\r\n\r\n", "400"},
      {"bare_lf", "GET /hello HTTP/1.1\nHost: x\n\n", "400"},
      {"bare_lf_in_field", get("Host: x\r\nA: b\nContent-Length: 5\r\n"), "400"},
      {"bare_cr_in_field", get("Host: x\r\nA: b\rc\r\n"), "400"},
      {"bare_cr_before_lf", get("Host: x\r\nA: b\r\r\n"), "400"},
      {"nul_in_value", get(std::string("Host: x\r\nA: b\0c\r\n", 17)), "400"},
      {"control_in_value", get("Host: x\r\nA: b\x01\r\n"), "400"},
      {"delete_in_value", get("Host: x\r\nA: b\x7F\r\n"), "400"},
      {"high_byte_in_value", get("Host: x\r\nA: \xC3\xA9\r\n"), "400"},
      {"high_byte_in_name", get("Host: x\r\n\xC3\xA9: b\r\n"), "400"},
      {"no_colon", get("Host: x\r\nnonsense\r\n"), "400"},
      {"empty_name", get("Host: x\r\n: v\r\n"), "400"},
      {"name_with_parenthesis", get("Host: x\r\nA(: v\r\n"), "400"},
      // Whom the request is for.
      {"no_host", get(""), "400"},
      {"two_hosts", get("Host: x\r\nHost: x\r\n"), "400"},
      {"empty_host", get("Host: \r\n"), "400"},
      {"host_with_path", get("Host: x/y\r\n"), "400"},
      {"host_list", get("Host: x, y\r\n"), "400"},
      {"host_with_user", get("Host: user@x\r\n"), "400"},
      // The request line.
      {"absolute_target", "GET http://x/hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"star_target", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"authority_target", "GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"target_without_slash", "GET hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"target_with_space", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"target_with_fragment", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"target_with_high_byte", "GET /\xC3\xA9 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"dot_segments", "GET /a/../hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"encoded_dot_segments", "GET /a/%2e%2e/hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"encoded_slash", "GET /a%2fb HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"broken_percent", "GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"no_version", "GET /hello\r\nHost: x\r\n\r\n", "400"},
      {"leading_space", " GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"two_spaces", "GET  /hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"tab_for_space", "GET\t/hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"unknown_method", "BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n", "501"},
      {"lower_case_method", "get /hello HTTP/1.1\r\nHost: x\r\n\r\n", "501"},
      {"connect", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", "501"},
      {"trace", "TRACE /hello HTTP/1.1\r\nHost: x\r\n\r\n", "501"},
      {"version_2", "GET /hello HTTP/2.0\r\nHost: x\r\n\r\n", "505"},
      {"version_1_2", "GET /hello HTTP/1.2\r\nHost: x\r\n\r\n", "505"},
      {"version_lower_case", "GET /hello http/1.1\r\nHost: x\r\n\r\n", "400"},
      {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
      {"tls_on_a_plain_port", std::string("\x16\x03\x01\x02\x00\x01\x00", 7), "400"},
      // Limits.
      {"field_65", get(fields(65)), "431"},
      {"header_8193", padded(8193), "431"},
      {"endless_request_line", "GET /" + std::string(9000, 'a'), "431"},
      {"other_expectation", post("Expect: 200-ok\r\nContent-Length: 1\r\n", "1"), "417"},
      // Chunks.
      {"chunk_size_not_hex", post("Transfer-Encoding: chunked\r\n", "g\r\n"), "400"},
      {"chunk_size_minus", post("Transfer-Encoding: chunked\r\n", "-1\r\n"), "400"},
      {"chunk_size_prefix", post("Transfer-Encoding: chunked\r\n", "0x1\r\na\r\n0\r\n\r\n"), "400"},
      {"chunk_size_empty", post("Transfer-Encoding: chunked\r\n", "\r\na\r\n"), "400"},
      {"chunk_size_overflow", post("Transfer-Encoding: chunked\r\n", "10000000000000001\r\na\r\n"), "400"},
      {"chunk_too_long", post("Transfer-Encoding: chunked\r\n", "1\r\nab\r\n0\r\n\r\n"), "400"},
      {"chunk_bare_lf", post("Transfer-Encoding: chunked\r\n", "1\na\n0\n\n" + std::string(9000, 'x')), "400"},
      {"extension_too_long", post("Transfer-Encoding: chunked\r\n", "1;e=" + std::string(9000, 'x') + "\r\na\r\n0\r\n\r\n"),
       "400"},
      {"trailer_too_long", post("Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\nT: " + std::string(9000, 'x') + "\r\n\r\n"),
       "400"},
      {"length_in_trailer", post("Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\nContent-Length: 7\r\n\r\n" + smuggled), "400"},
      {"trailer_of_100_kb", post("Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\nT: " + std::string(100'000, 'x') + "\r\n\r\n"),
       "400"},
  };
  return cases;
}

class HttpRules : public ::testing::Test {
 protected:
  HttpRules() {
    net_.route("GET /hello", [this](const Seen& seen) { net_.answer(seen.exchange, 200, "hello"); });
    net_.route("GET /smuggled", [this](const Seen& seen) {
      ++smuggled_;
      net_.answer(seen.exchange, 200, "smuggled");
    });
    net_.route("POST /echo", [this](const Seen& seen) {
      exchange_ = seen.exchange;
      body_.clear();
      const coco_body_handler handler{
          sizeof handler,
          0,
          this,
          [](void* ctx, coco_view bytes) { static_cast<HttpRules*>(ctx)->body_ += coco::text(bytes); },
          [](void* ctx) {
            auto& self = *static_cast<HttpRules*>(ctx);
            self.net_.answer(self.exchange_, 200, "<" + self.body_ + ">");
          },
          [](void*, coco_view) {}};
      net_.http().receive(net_.http().self, seen.exchange, 1 << 20, 20'000, &handler);
    });
    net_.open();
  }
  std::atomic<int> smuggled_ = 0;
  coco_exchange exchange_ = 0;
  std::string body_;
  Net net_;
};

TEST_F(HttpRules, RefuseWithOneAnswerAndClose) {
  for (const Case& c : refused()) {
    Client client(net_.port());
    client.send(c.request);
    const std::string all = client.read_all();
    EXPECT_TRUE(all.starts_with("HTTP/1.1 " + std::string(c.status) + " ")) << c.name << ": " << all;
    EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos) << c.name;
    EXPECT_EQ(all.find("HTTP/1.1 ", 1), std::string::npos) << c.name << " got two answers: " << all;
  }
  EXPECT_EQ(smuggled_, 0);
}

TEST_F(HttpRules, RefuseTheSameHoweverTheBytesAreCut) {
  for (const Case& c : refused()) {
    Client client(net_.port());
    for (const char byte : c.request.substr(0, 300)) client.send({&byte, 1});
    client.send(c.request.substr(std::min<std::size_t>(300, c.request.size())));
    const std::string all = client.read_all();
    EXPECT_TRUE(all.starts_with("HTTP/1.1 " + std::string(c.status) + " ")) << c.name << ": " << all;
  }
  EXPECT_EQ(smuggled_, 0);
}

TEST_F(HttpRules, AcceptWhatIsUnusualAndRight) {
  const std::vector<Case> cases = {
      {"empty_line_first", "\r\n" + get("Host: x\r\n"), "hello"},
      {"field_64", get(fields(64)), "hello"},
      {"header_8192", padded(8192), "hello"},
      {"no_host_on_1_0", "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "hello"},
      {"empty_value", get("Host: x\r\nA:\r\n"), "hello"},
      {"tabs_around_value", get("Host:\tx \t\r\n"), "hello"},
      {"host_with_port", get("Host: [::1]:8080\r\n"), "hello"},
      {"length_zero", post("Content-Length: 0\r\n"), "<>"},
      {"length_leading_zeros", post("Content-Length: 003\r\n", "abc"), "<abc>"},
      {"no_length", post(""), "<>"},
      {"chunked_any_case", post("transfer-encoding: CHUNKED\r\n", "2\r\nab\r\nA\r\n0123456789\r\n0\r\n\r\n"), "<ab0123456789>"},
      {"chunk_extensions", post("Transfer-Encoding: chunked\r\n", "1;a;b=c\r\nx\r\n0;d\r\n\r\n"), "<x>"},
      {"trailers", post("Transfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\nT: v\r\nHost: y\r\n\r\n"), "<x>"},
      {"expect_any_case", post("Expect: 100-Continue\r\nContent-Length: 1\r\n", "x"), "<x>"},
  };
  for (const Case& c : cases) {
    Client client(net_.port());
    client.send(c.request + get("Host: x\r\n"));  // the second request comes through whole
    std::string first = client.read_response();
    if (first.starts_with("HTTP/1.1 100 ")) first = client.read_response();
    EXPECT_TRUE(first.starts_with("HTTP/1.1 200 ") && first.ends_with(c.status)) << c.name << ": " << first;
    EXPECT_TRUE(client.read_response().ends_with("hello")) << c.name;
  }
}

}  // namespace
}  // namespace cocotalk::net::testing
