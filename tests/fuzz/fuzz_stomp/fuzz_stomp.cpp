// Bytes as a client sends them, in the version that its CONNECT names, cut as the first byte says: the frames found do not depend
// on the cuts, stay within the limits, and read the same after they are written again in any version, but for what that one
// cannot express. What is said in them becomes a command or a refusal, and waits in a transaction unharmed.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "transport-stomp/command.hpp"
#include "transport-stomp/frame.hpp"
#include "transport-stomp/transactions.hpp"

namespace {

using namespace cocotalk::stomp;

constexpr FrameLimits limits{512, 8, 64};

void check(bool holds) {
  if (!holds) std::abort();
}

constexpr FrameLimits roomy{4096, 16, 2048};
constexpr Version versions[] = {Version::v1_0, Version::v1_1, Version::v1_2};

std::string written(const Frame& frame, Version version) {
  std::string out;
  FrameWriter writer(out, frame.command, version);
  for (const Header& h : frame.headers)
    if (h.name != "content-length") writer.header(h.name, h.value);
  writer.body(frame.body);
  return out;
}

// Whatever was left out, nothing is there that was not before.
void check_rewritten(const Frame& frame, Version version) {
  if (frame.command != "SEND") return;  // commands are ours when we write
  const std::string bytes = written(frame, version);
  FrameReader reader(roomy);
  reader.speak(version);
  reader.feed(bytes);
  const Outcome again = reader.next();
  check(std::holds_alternative<Frame>(again));
  check(std::get<Frame>(again).body == frame.body);
  for (const Header& h : std::get<Frame>(again).headers) check(h.name == "content-length" || frame.header(h.name));
  if (version != Version::v1_0) check(written(std::get<Frame>(again), version) == bytes);
}

void check_kept(const Frame& frame) {
  Transactions open({1, 1 << 20});
  open.begin("t");
  check(open.add("t", frame));
  FrameReader reader(roomy);
  reader.speak(Version::v1_2);
  const std::string kept = open.take("t");
  reader.feed(kept);
  const Outcome again = reader.next();
  check(std::holds_alternative<Frame>(again));
  check(written(std::get<Frame>(again), Version::v1_2) == written(frame, Version::v1_2));
  check(std::holds_alternative<NeedMore>(reader.next()));
}

// Everything found, in one string.
std::string read_all(std::string_view bytes, std::size_t step) {
  FrameReader reader(limits);
  Translator translator;
  std::string found;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    reader.feed(bytes.substr(at, step));
    for (;;) {
      const Outcome outcome = reader.next();
      if (std::holds_alternative<NeedMore>(outcome)) break;
      if (const Frame* frame = std::get_if<Frame>(&outcome)) {
        check(frame->headers.size() <= limits.headers);
        check(frame->body.size() < limits.frame_bytes);
        if (is_connect(frame->command))
          if (const auto version = negotiate(frame->header("accept-version"))) reader.speak(*version);
        found += written(*frame, Version::v1_2);
        for (const Version version : versions) check_rewritten(*frame, version);
        if (frame->command == "SEND" || frame->command == "ACK") check_kept(*frame);
        const auto command = translator.translate(*frame);
        if (const Command* c = std::get_if<Command>(&command)) found += c->name + c->json;
      } else {
        found += "!";
      }
    }
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  check(read_all(bytes, bytes.size()) == read_all(bytes, 1 + data[0] % 16));
  return 0;
}
