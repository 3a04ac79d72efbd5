// The conversations of this folder, played against the plugin.
#include "net/conformance/http_dialect.hpp"
#include "net/conformance/net_world.hpp"
#include "net/conformance/websocket_dialect.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

template <class Dialect>
std::unique_ptr<conversation::Dialect> make_dialect() {
  return std::make_unique<Dialect>();
}

template <class Dialect>
void expect_as_written(const conversation::Case& c) {
  conversation::expect_as_written(c, [](const auto& given) { return std::make_unique<NetWorld>(given, make_dialect<Dialect>); });
}

const std::filesystem::path folder = CONVERSATIONS;

class WebSocket : public ::testing::TestWithParam<conversation::Case> {};
TEST_P(WebSocket, GoesAsWritten) { expect_as_written<WebSocketDialect>(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Rfc6455, WebSocket, ::testing::ValuesIn(conversation::cases_in(folder / "websocket")),
                         conversation::name_of);

class Http : public ::testing::TestWithParam<conversation::Case> {};
TEST_P(Http, GoesAsWritten) { expect_as_written<HttpDialect>(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Rfc6455Handshake, Http, ::testing::ValuesIn(conversation::cases_in(folder / "handshake")),
                         conversation::name_of);
INSTANTIATE_TEST_SUITE_P(Rfc9112, Http, ::testing::ValuesIn(conversation::cases_in(folder / "http")), conversation::name_of);

}  // namespace
}  // namespace cocotalk::net::testing
