#include "net/handshake.hpp"

#include "head_of.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

// What a whole handshake is like, conformance/handshake/*.txt says.
TEST(Handshake, ProvesThatTheKeyWasUnderstood) {
  EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Handshake, OffersASubprotocolExactlyAsWritten) {
  RequestHead head;
  read_fields("Sec-WebSocket-Protocol: a, v12.stomp\r\nSec-WebSocket-Protocol: B\r\n", head);
  EXPECT_TRUE(offers_subprotocol(head, "v12.stomp"));
  EXPECT_TRUE(offers_subprotocol(head, "B"));
  EXPECT_FALSE(offers_subprotocol(head, "b"));
  EXPECT_FALSE(offers_subprotocol(head, "v12"));
  EXPECT_FALSE(offers_subprotocol(head, ""));
}

}  // namespace
}  // namespace cocotalk::net::testing
