// The answers of net itself, to requests that reach no plugin.
#pragma once

#include <cocotalk/http.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::net {

// A small JSON body, and a page of any origin may read it (cocotalk-wire.md, 1.5 and 1.6 D). Lives as long as what it borrows.
class ErrorAnswer {
 public:
  // `why` is one of our own sentences: no quotes, no backslashes.
  ErrorAnswer(int status, std::string_view why);
  ErrorAnswer& with(std::string_view name, std::string_view value);  // borrows both

  int status() const { return status_; }
  std::span<const coco_header> headers() const { return headers_; }
  const std::string& body() const { return body_; }

 private:
  const int status_;
  std::vector<coco_header> headers_;
  std::string body_;
};

}  // namespace cocotalk::net
