#include "core/host/sign_in_log.hpp"

#include "core/runtime/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace cocotalk::host {
namespace {

using Kind = SignInEvent::Kind;
constexpr std::size_t most_complaints = 20;

// Why a line is no event: "what; what to do".
class BadLine : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

const Json& member(const Json& line, std::string_view key, Json::Kind kind, std::string_view what) {
  const Json* found = line.member(key);
  if (found == nullptr || found->kind != kind)
    throw BadLine("'" + std::string(key) + "' is " + (found == nullptr ? "missing" : std::string(kind_name(found->kind))) +
                  "; write " + std::string(what) + " there");
  return *found;
}

std::int64_t number(const Json& line, std::string_view key, std::string_view what) {
  const std::string& text = member(line, key, Json::Kind::number, what).text;
  std::int64_t out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failure != std::errc() || end != text.data() + text.size() || out < 0)
    throw BadLine("'" + std::string(key) + "' is " + text + "; write " + std::string(what) + " there");
  return out;
}

std::string text(const Json& line, std::string_view key, std::string_view what) {
  return member(line, key, Json::Kind::string, what).text;
}

std::string optional_text(const Json& line, std::string_view key) {
  const Json* found = line.member(key);
  return found == nullptr ? "" : text(line, key, "a text");
}

SignInEvent event_of(const Json& line) {
  if (line.kind != Json::Kind::object) throw BadLine("is " + std::string(kind_name(line.kind)) + "; write an object { … }");
  SignInEvent out;
  const std::string event = text(line, "event", "\"sign-in\" or \"end\"");
  if (event != "sign-in" && event != "end") throw BadLine("'event' is '" + event + "'; write \"sign-in\" or \"end\" there");
  out.sign_in.at_ms = number(line, "atMs", "the milliseconds since 1970");
  out.sign_in.session = text(line, "session", "the session's id");
  if (event == "end") {
    const std::string why = optional_text(line, "why");
    out.kind = why == "displaced" ? Kind::displaced : Kind::end;
    return out;
  }
  out.sign_in.account = number(line, "account", "the account's number");
  const std::string device = text(line, "device", "\"MOBILE\" or \"WEB\"");
  if (device != "MOBILE" && device != "WEB") throw BadLine("'device' is '" + device + "'; write \"MOBILE\" or \"WEB\" there");
  out.sign_in.device = device == "WEB" ? COCO_WEB : COCO_MOBILE;
  out.sign_in.address = optional_text(line, "address");
  out.sign_in.agent = optional_text(line, "agent");
  return out;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// A session of the application's answer.
SignIn sign_in_of(const Json& session) {
  SignIn out;
  out.at_ms = number(session, "signedInMs", "a time");
  out.account = number(session, "account", "a number");
  out.session = text(session, "id", "an id");
  out.device = text(session, "device", "a device") == "WEB" ? COCO_WEB : COCO_MOBILE;
  out.address = optional_text(session, "address");
  out.agent = optional_text(session, "agent");
  return out;
}

std::string line_of(const SignIn& sign_in) {
  using runtime::json_text;
  return "{\"atMs\":" + std::to_string(sign_in.at_ms) + ",\"event\":\"sign-in\",\"session\":" + json_text(sign_in.session) +
         ",\"account\":" + std::to_string(sign_in.account) + ",\"device\":" + json_text(device_text(sign_in.device)) +
         ",\"address\":" + json_text(sign_in.address) + ",\"agent\":" + json_text(sign_in.agent) + "}\n";
}

std::string line_of_end(std::int64_t at_ms, const std::string& session, const std::string& why) {
  return "{\"atMs\":" + std::to_string(at_ms) + ",\"event\":\"end\",\"session\":" + runtime::json_text(session) +
         ",\"why\":" + runtime::json_text(why) + "}\n";
}

}  // namespace

std::vector<SignInEvent> read_sign_in_log(const std::string& file, std::string_view log, std::vector<std::string>& complaints) {
  std::vector<SignInEvent> out;
  std::size_t number = 0;
  while (!log.empty() && complaints.size() < most_complaints) {
    const std::size_t end = std::min(log.find('\n'), log.size());
    const std::string_view line = log.substr(0, end);
    log.remove_prefix(std::min(end + 1, log.size()));
    ++number;
    if (is_blank(line)) continue;
    const auto complain = [&](const std::string& why) { complaints.push_back(file + ":" + std::to_string(number) + ": " + why); };
    try {
      SignInEvent event = event_of(parse_json(line));
      if (!out.empty() && event.sign_in.at_ms < out.back().sign_in.at_ms)
        complain("is earlier than the line before; sort the log by 'atMs'");
      else
        out.push_back(std::move(event));
    } catch (const MalformedJson& e) {
      complain("is no JSON (" + std::string(e.what()) + "); write one object a line");
    } catch (const BadLine& e) {
      complain(e.what());
    }
  }
  return out;
}

std::string sign_in_log_of(const Json& answer) {
  std::vector<std::pair<std::int64_t, std::string>> lines;
  const Json* sessions = answer.member("sessions");
  if (sessions == nullptr) return "";
  for (const Json& session : sessions->items) {
    const SignIn sign_in = sign_in_of(session);
    lines.emplace_back(sign_in.at_ms, line_of(sign_in));
    if (session.member("endedMs") != nullptr) {
      const std::int64_t ended_ms = number(session, "endedMs", "a time");
      lines.emplace_back(ended_ms, line_of_end(ended_ms, sign_in.session, text(session, "why", "a word")));
    }
  }
  std::ranges::stable_sort(lines, {}, &std::pair<std::int64_t, std::string>::first);
  std::string out;
  for (const auto& [at_ms, line] : lines) out += line;
  return out;
}

std::string_view device_text(coco_device_class device) { return device == COCO_WEB ? "WEB" : "MOBILE"; }

}  // namespace cocotalk::host
