// The sentences of the three specifications as conversations, each of them whole, byte by byte, and cut in two at every byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "conversation/player.hpp"
#include "conversation/text.hpp"
#include "stage.hpp"

namespace cocotalk::stomp {
namespace {

using conversation::Case;
using conversation::Step;

// A line is what it says: `|` a line feed, `^` the NUL.
std::string bytes_of_line(std::string_view line) {
  std::string out(line);
  std::ranges::replace(out, '|', '\n');
  std::ranges::replace(out, '^', '\0');
  return conversation::bytes_of(out);
}
std::string line_of(std::string_view bytes) {
  std::string out(bytes);
  std::ranges::replace(out, '\n', '|');
  std::ranges::replace(out, '\0', '^');
  return out;
}

// Takes the first frame, or heart-beat, off the front.
std::string take_frame(std::string& bytes) {
  std::size_t size = 1;
  if (!bytes.starts_with('\n')) {
    const std::size_t body = bytes.find("\n\n") + 2, length = bytes.find("\ncontent-length:");
    size = (length < body ? body + std::stoul(bytes.substr(length + 16)) : bytes.find('\0', body)) + 1;
  }
  std::string frame = bytes.substr(0, size);
  bytes.erase(0, size);
  return frame;
}

class Player {
 public:
  // Cuts what is sent behind `cut` bytes, counted over the conversation; 0: nowhere.
  static constexpr std::size_t everywhere = ~std::size_t{0};
  Player(const Case& c, std::size_t cut) : case_(c), stage_(c.given), cut_(cut) {}

  // How many bytes were sent. Fails the test where it went otherwise.
  std::size_t play() {
    for (const Step& step : case_.steps) {
      if (step.kind != Step::Kind::send) flush();
      if (::testing::Test::HasFatalFailure()) return sent_;
      SCOPED_TRACE(case_.at(step.line) + " " + step.text);
      take(step);
    }
    flush();
    for (auto& [name, line] : lines_) EXPECT_EQ(line_of(line.unread += stage_.heard(line.conn)), "") << name << " heard more";
    return sent_;
  }

 private:
  struct Line {
    coco_conn conn;
    std::string unread;
  };
  Line& current() {
    const auto found = lines_.find(on_);
    return found != lines_.end() ? found->second : lines_.emplace(on_, Line{stage_.connect(on_), {}}).first->second;
  }

  void take(const Step& step) {
    switch (step.kind) {
      case Step::Kind::on: on_ = step.text; return;
      case Step::Kind::send: to_send_ += bytes_of_line(step.text); return;
      case Step::Kind::expect: return expect(step.text);
      case Step::Kind::expect_end: return expect_end();
      case Step::Kind::act: return stage_.act(step.text, current().conn);
      case Step::Kind::hear: return hear(step.text);
      default: throw std::invalid_argument(case_.at(step.line) + ": not in these conversations");
    }
  }
  void flush() {
    const std::string bytes = std::exchange(to_send_, {});
    for (std::size_t at = 0; at < bytes.size();) {
      std::size_t piece = bytes.size() - at;
      if (cut_ == everywhere)
        piece = 1;
      else if (cut_ > sent_ && cut_ - sent_ < piece)
        piece = cut_ - sent_;
      stage_.type(current().conn, std::string_view(bytes).substr(at, piece));
      at += piece;
      sent_ += piece;
    }
  }
  void expect(std::string_view pattern) {
    Line& line = current();
    line.unread += stage_.heard(line.conn);
    ASSERT_NE(line.unread, "") << "nothing came";
    const std::string said = line_of(take_frame(line.unread));
    EXPECT_TRUE(conversation::matches(conversation::bytes_of(pattern), said)) << "but came: " << said;
  }
  void expect_end() {
    Line& line = current();
    EXPECT_EQ(line_of(line.unread += stage_.heard(line.conn)), "");
    EXPECT_TRUE(stage_.is_closed(line.conn)) << "is not closed";
  }
  void hear(std::string_view pattern) {
    std::string_view rest = pattern;
    const std::string_view word = conversation::take_word(rest);
    if (word == "code")
      EXPECT_EQ(stage_.close_code(current().conn), std::stoi(std::string(rest)));
    else if (word == "silence")
      EXPECT_EQ(stage_.silence_limit_ms(current().conn), std::stoull(std::string(rest)));
    else
      EXPECT_PRED2(conversation::matches, conversation::bytes_of(pattern), stage_.next_event());
  }

  const Case& case_;
  Stage stage_;
  const std::size_t cut_;
  std::string on_ = "a", to_send_;
  std::map<std::string, Line> lines_;
  std::size_t sent_ = 0;
};

class Conversations : public ::testing::TestWithParam<Case> {};

TEST_P(Conversations, GoAsWritten) {
  SCOPED_TRACE(GetParam().about);
  const std::size_t bytes = Player(GetParam(), 0).play();
  if (HasFailure()) return;
  Player(GetParam(), Player::everywhere).play();
  ASSERT_FALSE(HasFailure()) << "byte by byte";
  constexpr std::size_t finely = 2000;  // in long bodies one byte is like the other
  for (std::size_t cut = 1; cut < bytes; cut += cut < finely ? 1 : 997) {
    Player(GetParam(), cut).play();
    ASSERT_FALSE(HasFailure()) << "cut in two behind " << cut << " bytes";
  }
}

INSTANTIATE_TEST_SUITE_P(Stomp, Conversations, ::testing::ValuesIn(conversation::cases_in(CONVERSATIONS)), conversation::name_of);

}  // namespace
}  // namespace cocotalk::stomp
