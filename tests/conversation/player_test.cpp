#include "conversation/player.hpp"

#include "conversation/client.hpp"
#include "conversation/text.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace cocotalk::conversation {
namespace {

// Lines, as they are.
class Lines : public Dialect {
 public:
  std::string encode(std::string_view line) override { return bytes_of(line) + "\n"; }
  std::optional<std::string> decode(std::string& bytes, bool) override {
    const std::size_t end = bytes.find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::string line = bytes.substr(0, end);
    bytes.erase(0, end + 1);
    return line;
  }
};

// A server of one connection that says back what it hears, and closes after "bye".
class Echo : public World {
 public:
  explicit Echo(bool closes_too_early = false) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(fd_, 1) != 0)
      throw std::runtime_error("cannot listen");
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, closes_too_early] { serve(closes_too_early); });
  }
  ~Echo() override {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  std::uint16_t port(std::string_view) override { return port_; }
  std::unique_ptr<Dialect> dialect(std::string_view) override { return std::make_unique<Lines>(); }
  void settle() override { ++settled; }
  void act(std::string_view line) override { acts += line; }
  std::string next_event() override { return events_.next(); }

  int settled = 0;
  std::string acts;

 private:
  void serve(bool closes_too_early) {
    const int fd = ::accept(fd_, nullptr, nullptr);
    std::string heard;
    char buffer[1000];
    for (ssize_t n = 0; !closes_too_early && !heard.ends_with("bye\n") && (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) {
      heard.append(buffer, static_cast<std::size_t>(n));
      if (::send(fd, buffer, static_cast<std::size_t>(n), MSG_NOSIGNAL) != n) break;
    }
    events_.add("heard " + heard);
    ::close(fd);
  }
  const int fd_;
  std::uint16_t port_ = 0;
  Events events_;
  std::thread thread_;
};

std::optional<std::string> play_text(const std::string& text, World& world, Cut cut = Cut::nowhere) {
  return play(parse_script("case A\n" + text, "f.txt").front(), world, cut);
}

constexpr const char* proper = "> one\n> two\n< one\n< t*o\n! wave\n> bye\n< bye\n<end\n= heard one\\ntwo\\nbye\\n\n";

TEST(Player, IsContentWhenAllGoesAsWritten) {
  for (const Cut cut : {Cut::nowhere, Cut::everywhere, Cut::here_and_there}) {
    Echo world;
    EXPECT_EQ(play_text(proper, world, cut), std::nullopt);
    EXPECT_EQ(world.acts, "wave");
  }
}

TEST(Player, CutsWhatIsSent) {
  Echo whole, bytes, pieces;
  EXPECT_EQ(play_text("> 0123456789\n> bye\n< 0*\n< bye\n<end\n", whole), std::nullopt);
  EXPECT_EQ(whole.settled, 0);
  EXPECT_EQ(play_text("> 0123456789\n> bye\n< 0*\n< bye\n<end\n", bytes, Cut::everywhere), std::nullopt);
  EXPECT_EQ(bytes.settled, 15);
  EXPECT_EQ(play_text("> 0123456789\n> bye\n< 0*\n< bye\n<end\n", pieces, Cut::here_and_there), std::nullopt);
  EXPECT_GT(pieces.settled, 1);
  EXPECT_LT(pieces.settled, 15);
}

TEST(Player, SaysWhatWentOtherwiseAndWhere) {
  Echo a, b, c, d;
  EXPECT_EQ(play_text("> one\n< two\n", a), "f.txt:3: expected: two\n  but came: one");
  EXPECT_EQ(play_text("> bye\n<end\n", b), "f.txt:3: expected the end, but came: bye");
  EXPECT_EQ(play_text("> bye\n< bye\n= nothing\n", c), "f.txt:4: expected to hear: nothing\n  but heard: heard bye\\n");
  EXPECT_EQ(play_text("> bye\n< bye\n< more\n", d), "f.txt:4: expected: more\n  but the connection ended");
}

TEST(Player, LeavesNothingUnsaid) {
  Echo world;
  const std::optional<std::string> wrong = play_text("> one\n> bye\n< one\n= heard *\n", world);
  EXPECT_EQ(wrong, "f.txt: at the end of f_A something is left unsaid: bye");
}

TEST(Player, TellsAResetFromAnEnd) {
  Echo world(true);
  const std::optional<std::string> wrong = play_text("> one\n= heard \n<end\n", world);
  EXPECT_EQ(wrong, "f.txt:4: expected the end, but the connection was reset");
}

}  // namespace
}  // namespace cocotalk::conversation
