// HTTP as a client writes it.
#pragma once

#include "conversation/player.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::net::testing {

// After '>' stands a line of a request, as it is; its CRLF is added, unless the line ends with a backslash.
// After '<' stands what an answer must be like, parts separated by '|': its status, then any of
//   content-type: application/json   this field, whatever the case of its name; * stands for anything
//   no etag                          no such field
//   body: hello                      the whole body, chunks joined; without this part it may be anything
// '*' alone is any answer.
class HttpDialect final : public conversation::Dialect {
 public:
  std::string encode(std::string_view line) override;
  // The answer as it came, its body without chunks.
  std::optional<std::string> decode(std::string& bytes, bool is_end) override;
  bool is_expected(std::string_view line, std::string_view said) const override;

 private:
  std::deque<std::string> methods_;  // of requests without an answer
};

}  // namespace cocotalk::net::testing
