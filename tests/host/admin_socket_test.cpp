#include "core/host/admin_socket.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <future>
#include <optional>

namespace cocotalk::host {
namespace {

using namespace std::chrono_literals;

class AdminSocketTest : public ::testing::Test {
 protected:
  AdminSocketTest() { open(); }
  void open() {
    socket.emplace(folder.path(), [this](std::string_view line) {
      heard.emplace_back(line);
      return "heard " + std::string(line.substr(0, 10));
    });
  }
  // A peer as rude as a test likes; closed at the end.
  struct Peer {
    explicit Peer(const std::filesystem::path& folder) : fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      (folder / "admin.sock").string().copy(address.sun_path, sizeof address.sun_path - 1);
      is_connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
      const timeval patience{20, 0};
      ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Peer() { ::close(fd); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    void say(const std::string& text) const { ASSERT_EQ(::send(fd, text.data(), text.size(), MSG_NOSIGNAL), std::ssize(text)); }
    // What came until now; "closed" at the end.
    std::string hear() const {
      char bytes[256];
      const ssize_t n = ::recv(fd, bytes, sizeof bytes, 0);
      return n <= 0 ? "closed" : std::string(bytes, static_cast<std::size_t>(n));
    }
    int fd;
    bool is_connected = false;
  };
  void serve(std::chrono::seconds later = 0s) { socket->serve(now + later); }

  const testing::TemporaryFolder folder;
  const std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
  std::vector<std::string> heard;
  std::optional<AdminSocket> socket;
};

TEST_F(AdminSocketTest, AnswersEachLine) {
  const Peer peer(folder.path());
  peer.say("one\ntw");
  serve();
  EXPECT_EQ(peer.hear(), "heard one\n");
  peer.say("o\nthree\n");
  serve();
  EXPECT_EQ(peer.hear(), "heard two\nheard three\n");
}

TEST_F(AdminSocketTest, IsForItsOwnerAlone) {
  struct stat status {};
  ASSERT_EQ(::stat((folder.path() / "admin.sock").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(AdminSocketTest, TakesLinesUpToTheLongest) {
  const Peer polite(folder.path()), rude(folder.path());
  polite.say(std::string(AdminSocket::longest_line, 'x') + "\n");
  rude.say(std::string(AdminSocket::longest_line + 2, 'x'));
  serve();
  EXPECT_EQ(polite.hear(), "heard xxxxxxxxxx\n");
  EXPECT_EQ(rude.hear(), "closed");
  EXPECT_EQ(heard.size(), 1u);
}

TEST_F(AdminSocketTest, ClosesWhoIsSilent) {
  const Peer peer(folder.path());
  serve();
  peer.say("x");
  serve(9s);
  serve(18s);
  peer.say("\n");
  serve(18s);
  EXPECT_EQ(peer.hear(), "heard x\n");
  serve(28s);
  EXPECT_EQ(peer.hear(), "closed");
}

TEST_F(AdminSocketTest, ClosesWhoComesWhenItIsFull) {
  std::vector<std::unique_ptr<Peer>> peers;
  for (std::size_t i = 0; i < AdminSocket::most_peers; ++i) peers.push_back(std::make_unique<Peer>(folder.path()));
  serve();
  const Peer one_more(folder.path());
  serve();
  EXPECT_EQ(one_more.hear(), "closed");
  peers.front()->say("x\n");
  peers.pop_back();
  serve();
  EXPECT_EQ(peers.front()->hear(), "heard x\n");
  const Peer next(folder.path());
  next.say("y\n");
  serve();
  EXPECT_EQ(next.hear(), "heard y\n") << "there is room again";
}

TEST_F(AdminSocketTest, RefusesASecondHostOnTheFolder) {
  try {
    const AdminSocket second(folder.path(), [](std::string_view) { return ""; });
    FAIL() << "was made";
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_INVALID);
    EXPECT_NE(std::string(e.what()).find("is in use by another running host; stop it"), std::string::npos) << e.what();
  }
  const Peer peer(folder.path());
  EXPECT_TRUE(peer.is_connected) << "and the first one's socket is as it was";
}

TEST_F(AdminSocketTest, ReplacesWhatAKilledHostLeftBehind) {
  socket.reset();
  const int left = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder.path() / "admin.sock").string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(left);
  open();
  EXPECT_TRUE(Peer(folder.path()).is_connected);
}

TEST_F(AdminSocketTest, IsAskedByTheProgramsOwnCommands) {
  auto answer = std::async(std::launch::async, [&] { return ask_running_host(folder.path(), "hello"); });
  while (answer.wait_for(1ms) != std::future_status::ready) serve();
  EXPECT_EQ(answer.get(), "heard hello");
  socket.reset();
  try {
    ask_running_host(folder.path(), "hello");
    FAIL() << "was answered";
  } catch (const coco::Error& e) {
    EXPECT_NE(std::string(e.what()).find("no host serves this data folder"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace cocotalk::host
