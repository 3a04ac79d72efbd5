// What a command's declaration lets in and out.
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/testing/command_call.hpp>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace cocotalk::testing {

inline constexpr char a_room[] = "0123456789abcdef01234567";

// The least that the declaration lets through.
inline std::string value_for(const coco_field& field) {
  switch (field.kind) {
    case COCO_FIELD_NUMBER: return std::to_string(field.least);
    case COCO_FIELD_FLAG: return "true";
    case COCO_FIELD_DATE: return "\"1995-10-28\"";
    case COCO_FIELD_TIME: return "\"2022-02-04T04:21:14.542\"";
    case COCO_FIELD_ROOM: return "\"" + std::string(a_room) + "\"";
    case COCO_FIELD_TEXTS: return field.longest == 1 ? "[\"a\"]" : "[\"a\",\"b\"]";
    case COCO_FIELD_NUMBERS: return "[1]";
    case COCO_FIELD_OBJECT: return "{}";
    case COCO_FIELD_OBJECTS: return "[{}]";
    default: break;
  }
  const std::string_view words = field.one_of == nullptr ? "x" : field.one_of;
  return "\"" + std::string(words.substr(0, words.find(' '))) + "\"";
}

enum class Fields { required, all };

inline std::string input_for(const coco_command& command, Fields fields) {
  std::string out = "{";
  for (const coco_field& field : std::span(command.input, command.n_input)) {
    if ((field.flags & COCO_FIELD_REQUIRED) == 0 && fields == Fields::required) continue;
    out += (out.size() == 1 ? "\"" : ",\"") + std::string(field.name) + "\":" + value_for(field);
  }
  return out + "}";
}

inline AskedBy asker_of(const coco_command& command) {
  AskedBy out;
  if (command.who == COCO_WHO_OPERATOR) out.account = 0, out.cid.clear(), out.session.clear(), out.link = 0;
  if (command.who == COCO_WHO_MEMBER) out.room = a_room;
  return out;
}

inline bool may_say(const coco_command& command, std::string_view code) {
  static const std::set<std::string_view> everybodys = {
      "JWT_AUTHENTICATION", "UNAUTHORIZED", "NOT_PERMITTED", "NO_VALUES", "RATE", "BUSY", "RETRY"};
  const std::span<const coco_no> own(command.refusals, command.n_refusals);
  return everybodys.contains(code) || std::any_of(own.begin(), own.end(), [code](const coco_no& no) { return code == no.code; });
}

// The word it says no with, as the core takes it.
inline std::string code_of(const coco::Answer& no) {
  static constexpr std::string_view key = "\"code\":\"";
  if (const std::size_t at = no.json.find(key); at != std::string::npos)
    return no.json.substr(at + key.size(), no.json.find('"', at + key.size()) - at - key.size());
  switch (no.status) {
    case COCO_INVALID: return "BAD_REQUEST";
    case COCO_DENIED: return "NOT_PERMITTED";
    case COCO_NOT_FOUND: return "NOT_FOUND";
    case COCO_CONFLICT: return "CONFLICT";
    case COCO_RATE: return "RATE";
    case COCO_UNAUTHORIZED: return "UNAUTHORIZED";
    case COCO_INTERNAL: return "INTERNAL";
    default: return "RETRY";
  }
}

inline bool begins_as_declared(const coco_command& command, std::string_view json) {
  const std::string_view output = command.output == nullptr ? "" : command.output;
  return json.empty() || json.front() == (output == "text" ? '"' : output.starts_with('[') ? '[' : '{');
}

}  // namespace cocotalk::testing
