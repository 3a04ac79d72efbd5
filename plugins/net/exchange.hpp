// One request and its answer.
#pragma once

#include "net/http_head.hpp"
#include "net/http_parser.hpp"
#include "net/http_response.hpp"

#include <cocotalk/http.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <unistd.h>

namespace cocotalk::net {

// An open file that is sent; closed with this.
class FileRange {
 public:
  FileRange(int fd, std::uint64_t offset, std::uint64_t bytes) : fd_(fd), offset_(offset), left_(bytes) {}
  FileRange(FileRange&& other) noexcept : fd_(std::exchange(other.fd_, -1)), offset_(other.offset_), left_(other.left_) {}
  FileRange& operator=(FileRange&&) = delete;
  ~FileRange() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  std::uint64_t offset() const { return offset_; }
  std::uint64_t left() const { return left_; }
  void advance(std::uint64_t n) { offset_ += n, left_ -= n; }

 private:
  int fd_;
  std::uint64_t offset_, left_;
};

struct Exchange {
  std::uint64_t id = 0;
  RequestHead head;
  std::unique_ptr<HttpParser> chunks;  // of a chunked body

  // The request's body: waits until somebody receives it.
  enum class Input { waiting, receiving, paused, done } input = Input::waiting;
  coco_body_handler handler{};
  std::uint64_t limit = 0, received = 0, deadline_ms = 0;

  // The answer.
  enum class Output { none, streaming, file, complete } output = Output::none;
  Framing framing = Framing::none;
  void (*on_gone)(void* arg) = nullptr;
  void* on_gone_arg = nullptr;

  bool has_body() const { return head.body != RequestHead::Body::none; }
  bool is_receiving() const { return input == Input::receiving || input == Input::paused; }
};

}  // namespace cocotalk::net
