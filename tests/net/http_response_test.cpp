#include "net/http_response.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace cocotalk::net {
namespace {

std::string head(int status, const std::vector<coco_header>& headers, Framing framing = Framing::none, bool keeps_alive = true,
                 int minor_version = 1) {
  return write_head({status, headers.data(), headers.size(), framing, 7, minor_version, keeps_alive, "today"});
}

TEST(Response, IsWrittenWithWhatItsFramingNeeds) {
  EXPECT_EQ(head(204, {}), "HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n");
  EXPECT_EQ(head(200, {field("x", "y")}, Framing::sized), "HTTP/1.1 200 OK\r\nx: y\r\nContent-Length: 7\r\nDate: today\r\n\r\n");
  EXPECT_EQ(head(200, {}, Framing::chunked), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nDate: today\r\n\r\n");
  EXPECT_EQ(head(200, {}, Framing::until_close, false), "HTTP/1.1 200 OK\r\nConnection: close\r\nDate: today\r\n\r\n");
}

TEST(Response, SaysWhatBecomesOfTheConnection) {
  EXPECT_NE(head(200, {}, Framing::sized, true, 0).find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_NE(head(426, {}, Framing::sized).find("Connection: Upgrade\r\n"), std::string::npos);
}

TEST(Response, LeavesOutWhatIsOurs) {
  const std::vector<coco_header> theirs = {field("Content-Length", "5"), field("DATE", "x"), field("Connection", "close"),
                                           field("transfer-encoding", "gzip")};
  EXPECT_EQ(head(204, theirs), "HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n");
}

TEST(Response, IsNotWrittenWithAFieldThatIsNone) {
  for (const coco_header& wrong : {field("", "x"), field("a b", "x"), field("a:", "x"), field("a", "x\r\ny: z"),
                                   field("a", "x\ny"), field("a", std::string_view("x\0y", 3)), field("a", "\x7F")})
    EXPECT_EQ(head(200, {wrong}), "");
}

TEST(Response, EndsAnExchangeWithAStatusOfAClassThereIs) {
  for (const int status : {200, 299, 404, 599}) EXPECT_TRUE(is_final(status)) << status;
  for (const int status : {-1, 0, 100, 199, 600, 1000}) EXPECT_FALSE(is_final(status)) << status;
}

}  // namespace
}  // namespace cocotalk::net
