// Conditional requests (RFC 9110, 13): whether the client has what it asks for already. Pure.
#pragma once

#include "net/http_head.hpp"

#include <cstdint>
#include <string>

namespace cocotalk::net {

// What tells one version of a file from another.
struct Validators {
  std::string etag;  // strong, in quotes
  std::int64_t modified_ms = 0;
};

enum class Precondition { holds, not_modified, failed };  // go on, 304, 412

// If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since, in this order of precedence (13.2.2). For GET and HEAD.
Precondition judge_conditions(const RequestHead& head, const Validators& validators);

// If-Range: whether a Range is to be honoured, because it speaks of this very version (13.1.5). True without one.
bool honours_range(const RequestHead& head, const Validators& validators, std::int64_t now_ms);

}  // namespace cocotalk::net
