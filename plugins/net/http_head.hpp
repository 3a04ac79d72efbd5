// A request's header: found in the bytes, checked, and understood. Stricter than any parser: whoever stands before us must see
// the same request as we do, or requests can be smuggled past it (RFC 9112, 11.2).
#pragma once

#include "net/text.hpp"

#include <cocotalk/http.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cocotalk::net {

// The peer's fault: it is answered with the status, and the connection closes.
struct Rejection {
  int status;
  std::string_view why;  // lives for ever
};

// Finds the end of a header and refuses, as early as it arrives, what may not stand in one. Look at the same bytes again, and
// more, until it has an answer.
class HeadScanner {
 public:
  struct NeedMore {};
  using Answer = std::variant<NeedMore, std::size_t, Rejection>;  // the header's size with its empty line
  Answer scan(std::string_view bytes, std::size_t max_bytes, std::size_t max_fields);
  bool has_begun() const { return at_ > 0; }

 private:
  std::size_t at_ = 0, line_ = 0;  // where to go on, and where the current line began
  std::size_t lines_ = 0;          // that ended
};

// What a header says. Filled by parse_head(); views point into `bytes`.
struct RequestHead {
  RequestHead() = default;
  RequestHead(const RequestHead&) = delete;
  RequestHead& operator=(const RequestHead&) = delete;

  std::string bytes;
  std::string_view method, target;
  int minor_version = 1;
  std::vector<coco_header> fields;  // names in lower case

  enum class Body { none, sized, chunked };
  Body body = Body::none;
  std::uint64_t content_length = 0;
  bool keeps_alive = true;
  bool expects_continue = false;
  std::string_view host;

  // The first field of this (lower-case) name; nothing when there is none.
  std::optional<std::string_view> field(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  // Calls fn with each element of a comma-separated field, in order, also when it is written several times; empty ones are none
  // (RFC 9110, 5.6.1).
  template <class Fn>
  void for_each(std::string_view name, Fn&& fn) const {
    for (const coco_header& f : fields)
      if (coco::text(f.name) == name)
        for_each_element(coco::text(f.value), [&fn](std::string_view element) {
          if (!element.empty()) fn(element);
        });
  }
  // Whether a comma-separated field has this element, whatever its case.
  bool lists(std::string_view name, std::string_view element) const;
};

// The methods that are known, as in Allow.
std::string all_methods();

// What may stand in a Host: a name or address, IPv6 in brackets, perhaps with a port.
bool is_host(std::string_view host);

// What must hold between the fields, and what they mean for the message's length and the connection. Fills in the rest of `head`.
std::optional<Rejection> judge(RequestHead& head);

}  // namespace cocotalk::net
