// One request and its answer.
#pragma once

#include "net/file_range.hpp"
#include "net/http_head.hpp"
#include "net/http_parser.hpp"
#include "net/http_response.hpp"

#include <cocotalk/http.h>

#include <cstdint>
#include <memory>
#include <string>

namespace cocotalk::net {

struct Exchange {
  std::uint64_t id = 0;
  RequestHead head;
  bool is_declined = false;            // by who was asked last
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
