// Boost.Beast's parser, behind a small door: including it costs seconds.
#pragma once

#include "net/http_head.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace cocotalk::net {

// Reads one request: its header in one piece, which HeadScanner found, then a chunked body in pieces.
class HttpParser {
 public:
  HttpParser();
  ~HttpParser();

  // Parses and judges. `bytes` is exactly the header with its empty line; copied.
  std::optional<Rejection> read_head(std::string_view bytes, RequestHead& head);

  struct Piece {
    std::size_t used = 0;        // of the bytes given; 0 and nothing else: more are needed
    std::string_view body = {};  // what of them belongs to the body
    bool is_last = false;
    std::optional<Rejection> wrong = {};
  };
  // A chunked body's next piece. Chunk extensions and trailers are read over; each line of them, and all extensions together,
  // within 8 KiB.
  Piece read_chunked(std::string_view bytes);

 private:
  struct Beast;
  const std::unique_ptr<Beast> beast_;
};

}  // namespace cocotalk::net
