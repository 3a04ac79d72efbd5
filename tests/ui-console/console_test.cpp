// The whole plugin but its wiring: a console on two pipes, in front of a small application.
#include "ui-console/console.hpp"

#include <gtest/gtest.h>
#include <cocotalk/testing/fake_host.hpp>

#include <fstream>

#include "ui-console/application.hpp"
#include "ui-console/pipe.hpp"

namespace cocotalk::console {
namespace {

using cocotalk::testing::FakeHost;
using namespace testing;

class ConsoleTest : public ::testing::Test {
 protected:
  void start(Options options = {}) {
    host.offer(COCO_GATEWAY, application.gateway.table());
    options.stops_host_at_end = true;
    if (options.input == 0) options.input = in.read_end();
    if (options.output == 1) options.output = out.write_end();
    console = std::make_unique<Console>(host.host(), options);
    console->start();
  }
  // Tells it everything, and waits for the exit code.
  int run(std::string_view lines, Options options = {}) {
    start(options);
    in.write(lines);
    in.end_writing();
    return host.wait_for_stop();
  }
  static Options json() {
    Options options;
    options.format = Manner::Format::json;
    return options;
  }
  // All output; after the end.
  std::string output() {
    console->stop();
    out.write("END");
    return out.read_until("END");
  }

  Application application;
  FakeHost host;
  Pipe in, out;
  std::unique_ptr<Console> console;
};

TEST_F(ConsoleTest, TheEndOfInputIsSuccess) { EXPECT_EQ(run(""), 0); }

TEST_F(ConsoleTest, ThePasswordIsTheNextLineOfAPipe) {
  EXPECT_EQ(run("/sign-in alice\nright\n/open 1\nhello all\n/quit\n"), 0);
  EXPECT_NE(output().find("signed in as Alice"), std::string::npos);
  EXPECT_TRUE(application.was_asked("room.enter {\"roomId\":\"" + private_room + "\"}"));
  EXPECT_NE(application.asked.back().find("hello all"), std::string::npos);
}

TEST_F(ConsoleTest, ARefusedSignInEndsAPipeWithOne) {
  EXPECT_EQ(run("/sign-in alice\nwrong\n/rooms\n"), 1);
  EXPECT_EQ(output(), "cannot sign in: unknown cid or wrong password\nEND");
}

TEST_F(ConsoleTest, AProgramMayTryAgainAfterARefusedSignIn) {
  constexpr std::string_view wrong = "{\"do\":\"sign-in\",\"cid\":\"alice\",\"password\":\"wrong\"}\n";
  constexpr std::string_view right = "{\"do\":\"sign-in\",\"cid\":\"alice\",\"password\":\"right\"}\n";
  EXPECT_EQ(run(std::string(wrong) + std::string(right), json()), 0);
  EXPECT_NE(output().find("\"me\":"), std::string::npos);
}

TEST_F(ConsoleTest, AProgramThatEndsRefusedEndsWithOne) {
  EXPECT_EQ(run("{\"do\":\"sign-in\",\"cid\":\"alice\",\"password\":\"wrong\"}\n{\"do\":\"help\"}\n", json()), 1);
  EXPECT_NE(output().find("\"answer\":\"help\""), std::string::npos);
}

TEST_F(ConsoleTest, AnUnreachableHostEndsAPipeWithThree) {
  application.open_status = COCO_UNAVAILABLE;
  EXPECT_EQ(run("/sign-in alice\nwrong\n"), 3);
}

TEST_F(ConsoleTest, AMissingPasswordIsARefusedSignIn) { EXPECT_EQ(run("/sign-in alice\n"), 1); }

TEST_F(ConsoleTest, ALineThatIsNoCommandMakesTheExitCodeTwoButStopsNothing) {
  EXPECT_EQ(run("/dance\n/sign-in alice\nright\n"), 2);
  EXPECT_NE(output().find("signed in as Alice"), std::string::npos);
}

TEST_F(ConsoleTest, SignsInByItselfWithAPasswordFile) {
  const std::string file = (host.data_dir() / "password").string();
  std::ofstream(file) << "right\n";
  Options options;
  options.cid = "alice";
  options.password_file = file;
  EXPECT_EQ(run("/rooms\n", options), 0);
  EXPECT_NE(output().find("signed in as Alice"), std::string::npos);
}

TEST_F(ConsoleTest, APasswordFileThatIsNotThereIsTwo) {
  Options options;
  options.cid = "alice";
  options.password_file = (host.data_dir() / "nothing").string();
  EXPECT_EQ(run("", options), 2);
  EXPECT_NE(output().find("no password can be read from "), std::string::npos);
}

TEST_F(ConsoleTest, APasswordFileWithoutCidIsRefused) {
  Options options;
  options.password_file = "x";
  EXPECT_THROW(Console(host.host(), options), coco::Error);
}

TEST_F(ConsoleTest, JsonLinesAreAnsweredInOrderWithTheirIds) {
  EXPECT_EQ(run(R"({"do":"sign-in","cid":"alice","password":"right","id":"1"}
{"do":"send","room":"bbbbbbbbbbbbbbbbbbbbbbbb","text":"hi","id":"2"}
{"do":"open","room":"9","id":"3"}
{"do":"quit"}
)",
                json()),
            0);
  const std::string lines = output();
  EXPECT_NE(lines.find(R"({"answer":"send","id":"2","room":"bbbbbbbbbbbbbbbbbbbbbbbb","messageId":"m3","seq":0})"),
            std::string::npos)
      << lines;
  EXPECT_NE(lines.find(R"({"answer":"open","id":"3","error":{"code":"NO_ROOM")"), std::string::npos) << lines;
  EXPECT_NE(lines.find(R"({"answer":"quit"})"), std::string::npos);
}

TEST_F(ConsoleTest, MessagesAreShownWhileNobodyTypes) {
  start();
  in.write("/sign-in alice\nright\n/open 1\n");
  out.read_until("--- Bob ---");
  application.publish("/room/" + private_room, "message", message_json("m9", private_room, 8, "knock knock"));
  out.read_until("Bob: knock knock");
}

TEST_F(ConsoleTest, AnEvictedPipeEndsWithOne) {
  start(json());
  in.write("{\"do\":\"sign-in\",\"cid\":\"alice\",\"password\":\"right\"}\n");
  out.read_until("\"answer\":\"sign-in\"");
  application.close(COCO_CLOSE_REPLACED, "replaced");
  EXPECT_EQ(host.wait_for_stop(), 1);
  out.read_until(R"({"event":"ended","code":4009,"reason":"replaced"})");
}

TEST_F(ConsoleTest, ALostConnectionEndsAPipeWithThree) {
  start();
  in.write("/sign-in alice\nright\n");
  out.read_until("signed in");
  application.close(1006, "cable cut");
  EXPECT_EQ(host.wait_for_stop(), 3);
  out.read_until("the connection was lost: cable cut");
}

TEST_F(ConsoleTest, ATerminalDoesNotShowThePasswordAndForgivesAWrongOne) {
  Terminal terminal;
  Options options;
  options.wants_lines = true;
  options.input = options.output = terminal.program_end();
  start(options);
  terminal.type("/sign-in alice\n");
  terminal.read_until("password: ");
  terminal.type("sesame\n");
  EXPECT_EQ(terminal.read_until("cannot sign in: unknown cid or wrong password").find("sesame"), std::string::npos);
  terminal.type("/dance\n");
  terminal.read_until("there is no /dance");
  terminal.type("/quit\n");
  EXPECT_EQ(host.wait_for_stop(), 0);
  console->stop();
}

TEST_F(ConsoleTest, StopsAtOnceWhateverItWaitsFor) {
  start();
  console->stop();  // for a line
  EXPECT_TRUE(application.gateway.is_detached);
  application.gateway.on_ask = nullptr;  // answers nothing from here on
  start();
  in.write("/sign-in alice\n");
  console->stop();  // for a password, or still for the line
  start();
  in.write("right\n/rooms\n");
  console->stop();  // for an answer, or still before
  EXPECT_EQ(host.leases_out(), 0);
}

TEST_F(ConsoleTest, LeavesTheHostAloneUnlessToldOtherwise) {
  host.offer(COCO_GATEWAY, application.gateway.table());
  Options options;
  options.input = in.read_end();
  options.output = out.write_end();
  console = std::make_unique<Console>(host.host(), options);
  console->start();
  in.write("/help\n");
  in.end_writing();
  out.read_until("/quit");
  console->stop();
  EXPECT_FALSE(host.logged("failed"));
}

}  // namespace
}  // namespace cocotalk::console
