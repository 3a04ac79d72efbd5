// The answer to a command, with its JSON by path.
#pragma once

#include <cocotalk/abi.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace cocotalk::testing {

// JSON by JSON pointers ("/room/id"). A wrong path fails the test and answers something empty.
class Parsed {
 public:
  Parsed() = default;
  explicit Parsed(std::string body) : body_(std::move(body)) {}
  const std::string& body() const { return body_; }

  std::string text(std::string_view path) const {
    return with(path, std::string(), [](simdjson::dom::element e) { return std::string(e.get_string().value()); });
  }
  std::int64_t number(std::string_view path) const {
    return with(path, std::int64_t{-1}, [](simdjson::dom::element e) { return e.get_int64().value(); });
  }
  bool flag(std::string_view path) const {
    return with(path, false, [](simdjson::dom::element e) { return e.get_bool().value(); });
  }
  bool is_null(std::string_view path) const {
    return with(path, false, [](simdjson::dom::element e) { return e.is_null(); });
  }
  bool has(std::string_view path) const {
    simdjson::dom::parser parser;
    return parser.parse(body_).at_pointer(path).error() == simdjson::SUCCESS;
  }
  // Elements of an array or fields of an object.
  std::size_t size(std::string_view path = "") const {
    return with(path, std::size_t{0},
                [](simdjson::dom::element e) { return e.is_array() ? e.get_array().size() : e.get_object().size(); });
  }

 private:
  template <class T, class Read>
  T with(std::string_view path, T otherwise, Read read) const {
    try {
      simdjson::dom::parser parser;
      return read(parser.parse(body_).at_pointer(path));
    } catch (const simdjson::simdjson_error& e) {
      ADD_FAILURE() << "at '" << path << "' of " << body_ << ": " << e.what();
      return otherwise;
    }
  }
  std::string body_;
};

struct Answered : Parsed {
  Answered() = default;
  Answered(coco_status s, std::string json, std::uint64_t sequence, std::string id, std::uint32_t retry_ms)
      : Parsed(std::move(json)), status(s), seq(sequence), message_id(std::move(id)), retry_after_ms(retry_ms) {}

  coco_status status = COCO_INTERNAL;
  std::uint64_t seq = 0;
  std::string message_id;
  std::uint32_t retry_after_ms = 0;

  bool is_ok() const { return status == COCO_OK; }
  // Of a refusal.
  std::string code() const { return text("/code"); }
  std::string detail() const { return text("/detail"); }
};

}  // namespace cocotalk::testing
