// Any bytes as requests in a row, whole and cut in pieces: both ways the same requests are seen, and what is accepted keeps
// the rules whose absence lets requests be smuggled. Conditions, ranges, encodings and handshakes are read from all of them.
#include "net/content_coding.hpp"
#include "net/handshake.hpp"
#include "net/http_conditions.hpp"
#include "net/http_parser.hpp"
#include "net/http_range.hpp"
#include "net/target.hpp"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

using namespace cocotalk::net;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const RequestHead& head) {
  require(head.count("host") == 1 || (head.count("host") == 0 && head.minor_version == 0));
  require(head.count("transfer-encoding") + head.count("content-length") <= 1);
  require(head.fields.size() <= 64);
  require(head.target.starts_with('/') || (head.target == "*" && head.method == "OPTIONS"));
  for (const coco_header& f : head.fields)
    for (std::uint64_t i = 0; i < f.value.size; ++i) require(f.value.data[i] >= ' ' || f.value.data[i] == '\t');
}

// What files and upgrades make of a header: any header may ask for either.
void interpret(const RequestHead& head) {
  constexpr std::uint64_t size = 1000;
  const Validators validators{"\"v1\"", 784'111'777'500};
  const Precondition verdict = judge_conditions(head, validators);
  if (!head.field("if-match") && !head.field("if-unmodified-since")) require(verdict != Precondition::failed);
  if (!head.field("if-none-match") && !head.field("if-modified-since")) require(verdict != Precondition::not_modified);
  if (honours_range(head, validators, 1'000'000'000'000) && head.field("range")) {
    const auto range = requested_range(*head.field("range"), size);
    if (const auto* part = std::get_if<FilePart>(&range))
      require(part->bytes > 0 && part->offset < size && part->bytes <= size - part->offset);
  }
  for (const char* const coding : {"br", "gzip", "identity"}) {
    const int wish = wish_for(head, coding);
    require(wish >= 0 && wish <= 1000);
  }
  if (check_upgrade(head)) return;
  require(head.method == "GET" && head.minor_version == 1 && head.body == RequestHead::Body::none);
  require(head.count("sec-websocket-key") == 1 && head.field("sec-websocket-key")->size() == 24);
  require(accept_key(*head.field("sec-websocket-key")).size() == 28);
  require(!offers_subprotocol(head, "a b"));
}

// One connection's requests, as the session reads them.
class Connection {
 public:
  // False: refused.
  bool feed(std::string_view bytes) {
    waiting_ += bytes;
    while (!is_refused_ && step()) {
    }
    return !is_refused_;
  }
  std::string seen;

 private:
  bool step() {
    const std::size_t used = parser_ == nullptr ? read_head() : read_body();
    waiting_.erase(0, used);
    return used > 0;
  }
  std::size_t read_head() {
    const HeadScanner::Answer answer = scanner_.scan(waiting_, 8192, 64);
    if (std::holds_alternative<HeadScanner::NeedMore>(answer)) return 0;
    if (std::holds_alternative<Rejection>(answer)) return refuse();
    const std::size_t size = std::get<std::size_t>(answer);
    scanner_ = {};
    RequestHead head;
    parser_ = std::make_unique<HttpParser>();
    if (parser_->read_head(std::string_view(waiting_).substr(0, size), head)) return refuse();
    check(head);
    interpret(head);
    const auto target = parse_target(head.target);
    seen.append(head.method).append(target ? target->path : "?").append("\n");
    is_chunked_ = head.body == RequestHead::Body::chunked;
    left_ = head.content_length;
    if (!is_chunked_ && left_ == 0) parser_.reset();
    return size;
  }
  std::size_t read_body() {
    if (!is_chunked_) {
      const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(left_, waiting_.size()));
      left_ -= n;
      if (left_ == 0) parser_.reset();
      seen.append(waiting_, 0, n);
      return n;
    }
    if (waiting_.empty()) return 0;
    const HttpParser::Piece piece = parser_->read_chunked(waiting_);
    if (piece.wrong) return refuse();
    require(piece.used <= waiting_.size() && piece.body.size() <= piece.used);
    seen.append(piece.body);
    if (piece.is_last) parser_.reset();
    return piece.used;
  }
  std::size_t refuse() {
    is_refused_ = true;
    return 0;
  }

  HeadScanner scanner_;
  std::unique_ptr<HttpParser> parser_;
  std::string waiting_;
  std::uint64_t left_ = 0;
  bool is_chunked_ = false, is_refused_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  Connection whole, pieces;
  const bool accepted = whole.feed(bytes);
  bool pieces_accepted = true;
  const std::size_t piece = 1 + data[0] % 64u;
  for (; pieces_accepted && !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    pieces_accepted = pieces.feed(bytes.substr(0, piece));
  require(accepted == pieces_accepted);
  if (accepted) require(whole.seen == pieces.seen);
  return 0;
}
