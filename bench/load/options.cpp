#include "load/options.hpp"

#include <charconv>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>

namespace cocotalk::load {
namespace {

[[noreturn]] void wrong(const std::string& what) { throw std::runtime_error(what); }

template <class Number>
std::function<void(const std::string&)> number(Number& into, Number least, Number most) {
  return [&into, least, most](const std::string& text) {
    const char* const end = text.data() + text.size();
    Number value{};
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end) wrong("'" + text + "' is not a number");
    if (value < least || value > most) {
      std::ostringstream range;
      range << text << " is not within " << least << " and " << most;
      wrong(range.str());
    }
    into = value;
  };
}

std::function<void(const std::string&)> word(std::string& into) {
  return [&into](const std::string& text) { into = text; };
}

std::function<void(const std::string&)> header(Headers& into) {
  return [&into](const std::string& text) {
    const std::size_t colon = text.find(':');
    if (colon == text.npos) wrong("'" + text + "' is no header; one is written name:value");
    into.emplace_back(text.substr(0, colon), text.substr(colon + 1));
  };
}

std::vector<std::vector<std::string>> lines_of(const std::string& file) {
  std::ifstream in(file);
  if (!in) wrong("cannot read " + file);
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    lines.emplace_back();
    for (std::string each; words >> each;) lines.back().push_back(each);
  }
  return lines;
}

void check(const Options& o) {
  if (o.scenario != "fanout" && o.scenario != "rooms" && o.scenario != "durable" && o.scenario != "idle")
    wrong("'" + o.scenario + "' is no scenario; there are fanout, rooms, durable and idle");
  if (o.port == 0) wrong("--port is missing");
  if (o.publishers > o.connections) wrong("--publishers are among the --connections, so there cannot be more of them");
  if (o.scenario == "rooms" && o.connections % o.room_size != 0) wrong("--connections must be a multiple of --room-size");
  if (!o.lines.empty() && o.lines.size() < o.connections)
    wrong("--lines has " + std::to_string(o.lines.size()) + " lines for " + std::to_string(o.connections) + " connections");
}

}  // namespace

const char* const usage =
    "usage: bench-load fanout|rooms|durable|idle --port N [options]\n"
    "  --protocol stomp|mqtt|nats|raw|socketio   all over WebSocket\n"
    "  --path P --destination D --login L --passcode P --connect-header N:V --send-header N:V\n"
    "      {c}: the connection, {r}: its room, {t}: the message's stamp, {1}…{9}: a word of the connection's line in --lines "
    "FILE\n"
    "  --connections N --publishers N --window N --room-size N --rate N --body BYTES --warmup S --seconds S\n"
    "  --server-pid N --server-core N            whose CPU time and memory count, and where it is pinned\n"
    "One JSON line goes to standard output.\n";

Options parse_options(const std::vector<std::string>& arguments) {
  Options o;
  constexpr std::uint32_t many = 1'000'000;
  constexpr std::size_t stamp_and_more = 32, megabyte = 1 << 20;
  const std::map<std::string, std::function<void(const std::string&)>, std::less<>> known{
      {"--protocol", word(o.protocol)},
      {"--path", word(o.words.path)},
      {"--destination", word(o.words.destination)},
      {"--login", word(o.words.login)},
      {"--passcode", word(o.words.passcode)},
      {"--connect-header", header(o.words.connect_headers)},
      {"--send-header", header(o.words.send_headers)},
      {"--lines", [&o](const std::string& file) { o.lines = lines_of(file); }},
      {"--port", number<std::uint16_t>(o.port, 1, 65535)},
      {"--connections", number<std::uint32_t>(o.connections, 1, many)},
      {"--publishers", number<std::uint32_t>(o.publishers, 1, many)},
      {"--window", number<std::uint32_t>(o.window, 1, many)},
      {"--room-size", number<std::uint32_t>(o.room_size, 1, many)},
      {"--rate", number<double>(o.rate, 1, many)},
      {"--body", number<std::size_t>(o.body_bytes, stamp_and_more, megabyte)},
      {"--warmup", number<double>(o.warmup_s, 0, 600)},
      {"--seconds", number<double>(o.measured_s, 0.1, 600)},
      {"--server-pid", number<pid_t>(o.server_pid, 1, 1 << 30)},
      {"--server-core", number<int>(o.server_core, 0, 4096)}};
  if (!arguments.empty()) o.scenario = arguments.front();
  for (std::size_t i = 1; i < arguments.size(); i += 2) {
    const auto option = known.find(arguments[i]);
    if (option == known.end()) wrong("there is no option '" + arguments[i] + "'");
    if (i + 1 == arguments.size()) wrong(arguments[i] + " needs a value");
    try {
      option->second(arguments[i + 1]);
    } catch (const std::runtime_error& e) {
      wrong(arguments[i] + ": " + e.what());
    }
  }
  check(o);
  return o;
}

}  // namespace cocotalk::load
