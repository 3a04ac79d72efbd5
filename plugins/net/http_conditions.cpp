#include "net/http_conditions.hpp"

#include "net/http_dates.hpp"

#include <optional>

namespace cocotalk::net {

namespace {

constexpr std::int64_t second_ms = 1000;

// 8.8.3.2: the strong comparison never holds for a weak tag.
bool has_etag(const RequestHead& head, std::string_view name, std::string_view etag,
              bool (*is_same)(std::string_view, std::string_view)) {
  bool found = false;
  head.for_each(name, [&](std::string_view candidate) { found = found || candidate == "*" || is_same(candidate, etag); });
  return found;
}

bool is_same_strongly(std::string_view candidate, std::string_view etag) { return candidate == etag; }

bool is_same_weakly(std::string_view candidate, std::string_view etag) {
  return (candidate.starts_with("W/") ? candidate.substr(2) : candidate) == etag;
}

std::optional<std::int64_t> date_in(const RequestHead& head, std::string_view name) {
  const auto text = head.field(name);
  return text ? parse_http_date(*text) : std::nullopt;
}

}  // namespace

Precondition judge_conditions(const RequestHead& head, const Validators& validators) {
  const std::int64_t modified_ms = validators.modified_ms - validators.modified_ms % second_ms;  // as Last-Modified says
  if (head.field("if-match")) {
    if (!has_etag(head, "if-match", validators.etag, is_same_strongly)) return Precondition::failed;
  } else if (const auto since = date_in(head, "if-unmodified-since"); since && modified_ms > *since) {
    return Precondition::failed;
  }
  if (head.field("if-none-match"))
    return has_etag(head, "if-none-match", validators.etag, is_same_weakly) ? Precondition::not_modified : Precondition::holds;
  const auto since = date_in(head, "if-modified-since");
  return since && modified_ms <= *since ? Precondition::not_modified : Precondition::holds;
}

bool honours_range(const RequestHead& head, const Validators& validators, std::int64_t now_ms) {
  const auto condition = head.field("if-range");
  if (!condition || *condition == validators.etag) return true;
  // A date is only believed when the file can not have changed twice within its second (8.8.2.2).
  return *condition == http_date(validators.modified_ms) && now_ms - validators.modified_ms >= second_ms;
}

}  // namespace cocotalk::net
