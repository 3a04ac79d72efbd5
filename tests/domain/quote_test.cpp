#include "core/domain/quote.hpp"

#include <gtest/gtest.h>

namespace cocotalk::domain {
namespace {

Message saying(const std::string& content, MessageType type = MessageType::chat) {
  Message m;
  m.number = 3;
  m.sender = 5;
  m.type = type;
  m.content = content;
  return m;
}

TEST(Quote, KeepsWhoSaidWhatAndWhich) {
  const Quote quote(saying("hi"));
  EXPECT_EQ(quote.sender, 5);
  EXPECT_EQ(quote.text, "hi");
  EXPECT_EQ(number_of(quote.message), 3);
}

TEST(Quote, CutsAfterAHundredCharactersAndNeverInsideOne) {
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "가";
  EXPECT_EQ(Quote(saying(hundred)).text, hundred);
  EXPECT_EQ(Quote(saying(hundred + "나")).text, hundred + "…");
}

TEST(Quote, CallsAFileByItsKind) {
  EXPECT_EQ(Quote(saying("http://h/1.png", MessageType::photo)).text, "사진을 보냈습니다.");
  EXPECT_EQ(Quote(saying("http://h/1.mp4", MessageType::video)).text, "동영상을 보냈습니다.");
  EXPECT_EQ(Quote(saying("http://h/1.zip", MessageType::file)).text, "파일을 보냈습니다.");
}

}  // namespace
}  // namespace cocotalk::domain
