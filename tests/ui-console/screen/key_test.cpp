#include "ui-console/screen/key.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace cocotalk::console {
namespace {

using Kind = Key::Kind;

std::vector<Key> all(KeyReader& reader) {
  std::vector<Key> keys;
  while (std::optional<Key> key = reader.take()) keys.push_back(*key);
  return keys;
}
std::vector<Key> keys(std::string_view bytes) {
  KeyReader reader;
  reader.feed(bytes);
  return all(reader);
}

TEST(KeyReader, ReadsCharactersAndKeys) {
  EXPECT_EQ(keys("a한\r\t\x7f\x0e"), (std::vector<Key>{{Kind::text, "a"},
                                                       {Kind::text, "한"},
                                                       {Kind::enter, ""},
                                                       {Kind::tab, ""},
                                                       {Kind::backspace, ""},
                                                       {Kind::control, "n"}}));
  EXPECT_EQ(
      keys("\x1b[A\x1bOB\x1b[5~\x1b[3~\x1b[Z\x1b[[A"),
      (std::vector<Key>{
          {Kind::up, ""}, {Kind::down, ""}, {Kind::page_up, ""}, {Kind::erase, ""}, {Kind::back_tab, ""}, {Kind::help, ""}}));
  EXPECT_EQ(keys("\x1b"
                 "1\x1b\r"),
            (std::vector<Key>{{Kind::alt, "1"}, {Kind::alt_enter, ""}}));
}

TEST(KeyReader, APasteIsOneKeyWithItsLines) {
  EXPECT_EQ(keys("\x1b[200~one\r\ntwo\rthree\x1b[A\x1b[201~x"),
            (std::vector<Key>{{Kind::paste, "one\ntwo\nthree\x1b[A"}, {Kind::text, "x"}}));
}

TEST(KeyReader, WaitsForTheRestCutAnywhere) {
  constexpr std::string_view whole = "가\x1b[200~한 글\r\x1b[201~\x1b[5~\x1b\r";
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    KeyReader reader;
    reader.feed(whole.substr(0, cut));
    reader.feed(whole.substr(cut));
    EXPECT_EQ(all(reader), keys(whole)) << "cut at " << cut;
  }
}

TEST(KeyReader, ALoneEscapeIsAKeyOnceNothingFollows) {
  KeyReader reader;
  reader.feed("\x1b");
  EXPECT_FALSE(reader.take());
  EXPECT_TRUE(reader.is_waiting());
  reader.settle();
  EXPECT_EQ(all(reader), (std::vector<Key>{{Kind::escape, ""}}));
}

TEST(KeyReader, WhatIsNoKeyIsLeftOut) {
  EXPECT_EQ(keys("\x1b[99;5u\x1b[1;2;3Pa\xff"
                 "b\xc3"
                 "c"),
            (std::vector<Key>{{Kind::text, "a"}, {Kind::text, "b"}, {Kind::text, "c"}}));
}

TEST(KeyReader, APasteIsCutToItsBound) {
  for (const std::size_t more : {0U, 1U}) {
    const std::vector<Key> read = keys("\x1b[200~" + std::string(KeyReader::max_paste_bytes - 3 + more, 'x') + "한\x1b[201~");
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].text.ends_with("한"), more == 0) << "no half of a character";
  }
}

}  // namespace
}  // namespace cocotalk::console
