#include "net/http_parser.hpp"

#include "net/text.hpp"

#include <cocotalk/plugin.hpp>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <limits>
#include <stdexcept>

namespace cocotalk::net {

namespace http = boost::beast::http;
using boost::beast::error_code;

namespace {

// A chunk's line, a trailer, all extensions together: what Beast's own limits do not cover.
constexpr std::size_t max_overhead_bytes = 8192;

// The line of a last chunk, and too little behind it to be the end ("0\r\n\r\n"). Beast asserts that it is not asked again with
// that.
bool is_cut_end(std::string_view bytes) { return bytes.size() < 5 && bytes.starts_with('0') && bytes.find("\r\n") != bytes.npos; }

std::string_view of(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct HttpParser::Beast {
  http::request_parser<http::empty_body> parser;
  std::string_view chunk;
  std::uint64_t left = 0;  // of the present chunk
  std::size_t extension_bytes = 0;
  std::function<std::size_t(std::uint64_t, boost::beast::string_view, error_code&)> on_body;
  std::function<void(std::uint64_t, boost::beast::string_view, error_code&)> on_chunk;

  Beast() {
    parser.header_limit(std::numeric_limits<std::uint32_t>::max());  // the scanner has looked
    parser.body_limit(boost::none);                                  // the session counts
    on_body = [this](std::uint64_t remaining, boost::beast::string_view body, error_code&) {
      chunk = of(body);
      left = remaining - body.size();
      return body.size();
    };
    on_chunk = [this](std::uint64_t size, boost::beast::string_view extensions, error_code& error) {
      left = size;
      extension_bytes += extensions.size();
      if (extension_bytes > max_overhead_bytes) error = http::error::bad_chunk_extension;
    };
    parser.on_chunk_body(on_body);
    parser.on_chunk_header(on_chunk);
  }

  // Some trailers make put() throw.
  std::size_t put(std::string_view bytes, error_code& error) {
    try {
      return parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    } catch (const std::length_error&) {
      error = http::error::header_limit;
      return 0;
    }
  }
};

HttpParser::HttpParser() : beast_(std::make_unique<Beast>()) {}
HttpParser::~HttpParser() = default;

std::optional<Rejection> HttpParser::read_head(std::string_view bytes, RequestHead& head) {
  error_code error;
  const std::size_t used = beast_->put(bytes, error);
  if (error || used != bytes.size() || !beast_->parser.is_header_done()) return Rejection{400, "the header is malformed"};
  const auto& message = beast_->parser.get();
  // One copy of all texts: Beast mixes trailers into its own fields.
  head.bytes.reserve(bytes.size());
  const auto keep = [&head](boost::beast::string_view text, bool lower_case) {
    const std::size_t at = head.bytes.size();
    for (const char c : text) head.bytes.push_back(lower_case ? to_lower(c) : c);
    return std::string_view(head.bytes).substr(at);
  };
  head.method = keep(message.method_string(), false);
  head.target = keep(message.target(), false);
  head.minor_version = static_cast<int>(message.version() % 10);
  for (const auto& field : message) {
    const std::string_view name = keep(field.name_string(), true);
    head.fields.push_back({coco::view(name), coco::view(keep(field.value(), false))});
  }
  return judge(head);
}

HttpParser::Piece HttpParser::read_chunked(std::string_view bytes) {
  Piece piece;
  while (piece.body.empty() && !piece.is_last && piece.used < bytes.size()) {
    const std::string_view window = bytes.substr(piece.used, max_overhead_bytes);
    if (beast_->left == 0 && is_cut_end(window)) break;
    error_code error;
    beast_->chunk = {};
    const std::size_t used = beast_->put(window, error);
    piece.used += used;
    piece.body = beast_->chunk;
    piece.is_last = beast_->parser.is_done();
    if (error == http::error::need_more) {
      if (used == 0 && window.size() == max_overhead_bytes)
        piece.wrong = Rejection{400, "a chunk's line or a trailer is too long"};
      if (used == 0) break;
    } else if (error == http::error::header_limit || error == http::error::bad_chunk_extension) {
      piece.wrong = Rejection{400, "chunk extensions or trailers are malformed or too long"};
      break;
    } else if (error && error != http::error::end_of_chunk) {
      piece.wrong = Rejection{400, "a chunk is malformed"};
      break;
    }
  }
  return piece;
}

}  // namespace cocotalk::net
