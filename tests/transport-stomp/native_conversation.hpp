// A conversation with a native link.
#pragma once

#include "conversation.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {

class NativeConversation : public Conversation {
 protected:
  // A protocol error: an ERROR that says so, and the end.
  void expect_error(coco_conn conn, std::string_view part, coco_close_code code = close_protocol_error) {
    const std::string heard = hear(conn);
    EXPECT_EQ(heard.substr(0, 6), "ERROR\n") << heard;
    EXPECT_NE(heard.find(part), std::string::npos) << heard;
    EXPECT_EQ(net.close_code(conn), code);
  }
  // With a subscription to /reply.
  coco_conn with_reply() {
    const coco_conn conn = signed_in();
    type(conn, "SUBSCRIBE\nid:r\ndestination:/reply\n\n^");
    return conn;
  }
};

}  // namespace cocotalk::stomp
