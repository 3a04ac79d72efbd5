// Bytes as a client sends them, cut as the first byte says: the frames found do not depend on the cuts, stay within the limits,
// and read the same after they are written again. What is said in them becomes a command or a refusal.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "transport-stomp/command.hpp"
#include "transport-stomp/frame.hpp"

namespace {

using namespace cocotalk::stomp;

constexpr FrameLimits limits{512, 8, 64};

void check(bool holds) {
  if (!holds) std::abort();
}

std::string written(const Frame& frame) {
  std::string out;
  FrameWriter writer(out, frame.command);
  for (const Header& h : frame.headers)
    if (h.name != "content-length") writer.header(h.name, h.value);
  writer.body(frame.body);
  return out;
}

void check_rewritten(const Frame& frame) {
  for (const Header& h : frame.headers)
    if (h.name.find_first_of("\n\r:\\") != std::string_view::npos) return;  // names are ours when we write: never escaped
  if (frame.command == "CONNECT" || frame.command == "STOMP" || frame.command == "CONNECTED") return;
  const std::string bytes = written(frame);
  FrameReader reader({4096, 16, 1024});
  reader.feed(bytes);
  const Outcome again = reader.next();
  check(std::holds_alternative<Frame>(again));
  check(written(std::get<Frame>(again)) == bytes);
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
        found += written(*frame);
        check_rewritten(*frame);
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
