#include "ui-console/screen/editor.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

class EditorTest : public ::testing::Test {
 protected:
  // The text, with the cursor as '|'.
  std::string seen() const {
    std::string text = editor.text();
    return text.insert(editor.cursor(), "|");
  }
  Editor editor;
};

TEST_F(EditorTest, MovesAndErasesByClusters) {
  editor.insert("a👨‍👩‍👧‍👦\u1112\u1161\u11AB");
  editor.left();
  EXPECT_EQ(seen(), "a👨‍👩‍👧‍👦|\u1112\u1161\u11AB");
  editor.erase_left();
  EXPECT_EQ(seen(), "a|\u1112\u1161\u11AB");
  editor.erase_right();
  EXPECT_EQ(seen(), "a|");
}

TEST_F(EditorTest, ErasesWordsAndLines) {
  editor.insert("one two\nthree four");
  editor.erase_word();
  EXPECT_EQ(seen(), "one two\nthree |");
  editor.erase_to_beginning();
  EXPECT_EQ(seen(), "one two\n|");
  editor.to_beginning();
  EXPECT_EQ(seen(), "one two\n|");
  editor.left();
  editor.to_beginning();
  editor.right();
  editor.erase_to_end();
  EXPECT_EQ(seen(), "o|\n");
}

TEST_F(EditorTest, AtTheEndsNothingHappens) {
  editor.left();
  editor.erase_left();
  editor.right();
  editor.erase_right();
  editor.erase_word();
  EXPECT_EQ(seen(), "|");
}

TEST_F(EditorTest, WhatIsPastedCannotDriveTheTerminal) {
  editor.insert("a\x1b[2J\tb\nc");
  EXPECT_EQ(seen(), "a\uFFFD[2J b\nc|");
}

TEST_F(EditorTest, TheHistoryKeepsWhatIsBeingTyped) {
  for (const char* said : {"one", "two", "two"}) {
    editor.insert(said);
    EXPECT_EQ(editor.take(), said);
  }
  editor.insert("dra");
  editor.older();
  EXPECT_EQ(seen(), "two|");
  editor.older();
  editor.older();
  EXPECT_EQ(seen(), "one|");
  editor.newer();
  editor.newer();
  EXPECT_EQ(seen(), "dra|");
}

TEST_F(EditorTest, ASecretIsNotRemembered) {
  editor.insert("sesame");
  EXPECT_EQ(editor.take_secret(), "sesame");
  editor.older();
  EXPECT_EQ(seen(), "|");
}

TEST_F(EditorTest, WhatDoesNotFitIsNotTakenIn) {
  EXPECT_TRUE(editor.insert(std::string(Editor::max_bytes, 'x')));
  EXPECT_FALSE(editor.insert("y"));
  EXPECT_EQ(editor.text().size(), Editor::max_bytes);
}

TEST_F(EditorTest, TheHistoryIsBounded) {
  for (std::size_t i = 0; i <= Editor::max_history; ++i) editor.remember(std::to_string(i));
  for (std::size_t i = 0; i <= Editor::max_history; ++i) editor.older();
  EXPECT_EQ(editor.text(), "1");
}

}  // namespace
}  // namespace cocotalk::console
