#pragma once

#include "transport-http/service.hpp"

#include <cstdint>
#include <span>
#include <string_view>

// The one table of the REST API: which method and path is which command (cocotalk-wire.md 2, docs/commands.md).
namespace cocotalk::http {

// Whose request it is.
enum class Credential {
  none,           // public: tokens are not looked at
  optional,       // public, but a valid X-ACCESS-TOKEN shows more
  access,         // X-ACCESS-TOKEN, or envelope C
  access_if_any,  // X-ACCESS-TOKEN; whether it is needed the core says
  refresh,        // X-REFRESH-TOKEN, or 2004
  refresh_if_any  // X-REFRESH-TOKEN; without it there is nothing to do, successfully
};

// A value that becomes a member of the command's input. A missing or malformed one is the framework's 400.
struct Field {
  enum class From { path, query, optional_query };
  enum class Kind { text, integer, texts /* repeated or comma-separated */ };
  From from;
  std::string_view name;
  Kind kind;
};

// The last four are forms with files (upload_kind.hpp).
enum class Input { fields, json_body, sign_up, picture, background, message_file };

// What the command's answer becomes.
enum class Answer {
  envelope,        // A or B of the service
  device_check,    // /auth/device: 4.2
  socket_address,  // a ticket: the address to connect to
  plain_json,      // as it is; 503 when something failed
  plain_text,      // the member "text"
  openapi,         // of host.reference: the document of this very table
  page             // of host.reference: the same for people
};

struct Route {
  std::string_view method, pattern;
  std::string_view command;  // empty: the one of a plugin that the path names (docs/plugin-commands.md)
  Credential credential = Credential::access;
  std::span<const Field> fields = {};  // path fields in the order of the pattern
  Input input = Input::fields;
  int success_status = 200;
  Answer answer = Answer::envelope;
};

std::span<const Route> routes();

}  // namespace cocotalk::http
