// The configuration's JSON, with the line of everything: what complaints point at.
//
// A parser of our own, because the usual ones keep no positions and let the second of two equal keys win silently.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

struct JsonMember;

// RFC 8259, plus // and /* */ comments and a comma after the last element.
struct Json {
  enum class Kind { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  unsigned line = 1;
  bool flag = false;                // boolean
  std::string text;                 // string: its content; number: as it was written
  std::vector<Json> items;          // array
  std::vector<JsonMember> members;  // object, in the order written; a repeated key is there twice

  const Json* member(std::string_view key) const;
};

struct JsonMember {
  std::string key;
  unsigned line;
  Json value;
};

// The text is no JSON. what(): "a ':' is missing after \"net\"".
class MalformedJson : public std::runtime_error {
 public:
  MalformedJson(unsigned line, const std::string& why) : std::runtime_error(why), line_(line) {}
  unsigned line() const noexcept { return line_; }

 private:
  unsigned line_;
};

// Throws MalformedJson. Pure; at most 32 levels deep.
Json parse_json(std::string_view text);

// "a number", "a list", …: for sentences.
std::string_view kind_name(Json::Kind kind);

}  // namespace cocotalk::host
