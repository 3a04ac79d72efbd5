// The part of HttpSession that answers with files.
#include "net/connection.hpp"
#include "net/http_conditions.hpp"
#include "net/http_dates.hpp"
#include "net/http_error.hpp"
#include "net/http_range.hpp"
#include "net/http_session.hpp"
#include "net/lane.hpp"

#include <algorithm>

namespace cocotalk::net {

namespace {

constexpr std::uint64_t file_bytes_per_turn = 256 * 1024;

// Fields that describe the bytes of an answer, which a 304 has not.
bool is_of_content(const coco_header& header) { return to_lower(coco::text(header.name)).starts_with("content-"); }

}  // namespace

void HttpSession::respond_file(int status, std::span<const coco_header> headers, FileRange file) {
  if (!can_answer()) return;
  const bool is_proper = put_head(status, headers, Framing::sized, file.left());
  if (!is_proper || exchange_->head.method == "HEAD" || file.left() == 0) return complete();
  exchange_->output = Exchange::Output::file;
  file_.emplace(std::move(file));
}

void HttpSession::serve_file(std::span<const coco_header> headers, std::int64_t modified_ms, std::string_view variant,
                             FileRange file) {
  if (!can_answer()) return;
  const RequestHead& head = exchange_->head;
  if (head.method != "GET" && head.method != "HEAD")
    return answer(ErrorAnswer(405, "a file can only be read here").with("allow", "GET, HEAD"));
  const std::uint64_t size = file.left();
  const std::string suffix = variant.empty() ? "" : "-" + std::string(variant);
  const Validators validators{"\"" + std::to_string(size) + "-" + std::to_string(modified_ms) + suffix + "\"", modified_ms};
  const std::string modified = http_date(modified_ms);
  std::vector<coco_header> all(headers.begin(), headers.end());
  all.push_back(field("etag", validators.etag));
  all.push_back(field("last-modified", modified));
  all.push_back(field("accept-ranges", "bytes"));

  const Precondition condition = judge_conditions(head, validators);
  if (condition == Precondition::failed) return answer(ErrorAnswer(412, "the file is another by now"));
  if (condition == Precondition::not_modified) {
    std::erase_if(all, is_of_content);
    return respond(304, all, {});
  }
  // RFC 9110, 14.2: only GET has ranges.
  const bool has_range =
      head.method == "GET" && head.count("range") == 1 && honours_range(head, validators, connection_.lane().host().now_ms());
  const auto range = requested_range(has_range ? *head.field("range") : std::string_view(), size);
  if (std::holds_alternative<Unsatisfiable>(range)) {
    const std::string all_there_is = "bytes */" + std::to_string(size);
    return answer(ErrorAnswer(416, "the file has no such bytes").with("content-range", all_there_is));
  }
  if (const auto* part = std::get_if<FilePart>(&range)) {
    const std::string which = "bytes " + std::to_string(part->offset) + "-" + std::to_string(part->offset + part->bytes - 1) +
                              "/" + std::to_string(size);
    all.push_back(field("content-range", which));
    file.narrow(part->offset, part->bytes);
    return respond_file(206, all, std::move(file));
  }
  respond_file(200, all, std::move(file));
}

void HttpSession::send_file() {
  std::uint64_t budget = file_bytes_per_turn;
  while (budget > 0 && file_->left() > 0 && !connection_.is_blocked()) {
    const std::int64_t n = connection_.send_file(file_->fd(), file_->offset(), std::min(budget, file_->left()));
    if (n < 0) return connection_.cut("a file ended early or its client is gone");
    file_->advance(static_cast<std::uint64_t>(n));
    budget -= static_cast<std::uint64_t>(n);
  }
  if (file_->left() == 0) return complete();
  if (!connection_.is_blocked()) connection_.touch();  // the other connections have their turn first
}

}  // namespace cocotalk::net
