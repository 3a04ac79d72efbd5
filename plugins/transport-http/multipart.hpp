#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::http {

// What the header of a part says (RFC 7578, 4.2). `file_name` is absent for form fields.
struct Part {
  std::string name;
  std::optional<std::string> file_name;
};

// Hears the parts of a body, in the order they come: begin, any number of data, end.
class PartReader {
 public:
  virtual ~PartReader() = default;
  virtual void on_part(const Part& part) = 0;
  virtual void on_part_data(std::string_view bytes) = 0;
  virtual void on_part_end() = 0;
};

// The boundary a Content-Type of multipart/form-data names: 1 to 70 characters (RFC 2046, 5.1.1). Nothing for any other type.
std::optional<std::string> multipart_boundary(std::string_view content_type);

// Reads a multipart/form-data body as it arrives, cut anywhere. Pure: no socket, no files; holds back at most a delimiter
// or one part's header. After an error it hears nothing more.
class MultipartParser {
 public:
  struct Limits {
    std::size_t header_bytes = 8192;  // of one part
    std::size_t parts = 64;
  };
  MultipartParser(std::string_view boundary, PartReader& reader) : MultipartParser(boundary, reader, Limits{}) {}
  MultipartParser(std::string_view boundary, PartReader& reader, Limits limits);

  void feed(std::string_view bytes);
  // Empty while all is well; else what is wrong with the body, as a sentence.
  std::string_view error() const { return error_; }
  // The closing delimiter was seen. What follows it is ignored.
  bool is_complete() const { return state_ == State::epilogue; }

 private:
  enum class State { preamble, after_delimiter, headers, body_start, data, epilogue };

  bool step();  // false: needs more bytes, or is over
  bool read_until_delimiter();
  bool read_after_delimiter();
  bool read_headers();
  bool read_body_start();
  bool broken(std::string_view why);

  const std::string delimiter_;
  PartReader& reader_;
  const Limits limits_;
  State state_ = State::preamble;
  std::string held_;      // not yet understood
  std::size_t used_ = 0;  // of held_, during feed()
  std::size_t parts_ = 0;
  std::string_view error_;
};

}  // namespace cocotalk::http
