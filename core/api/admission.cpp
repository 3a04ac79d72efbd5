#include "core/api/admission.hpp"

#include <algorithm>

#include "core/api/account_words.hpp"
#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using domain::bad_request;

std::string quoted(const Field& field) { return "'" + std::string(field.name) + "'"; }

bool is_one_of(std::string_view words, std::string_view word) {
  for (std::size_t from = 0; from <= words.size();) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    if (words.substr(from, end - from) == word) return true;
    from = end + 1;
  }
  return false;
}

std::string with_or(std::string_view words) {
  std::string out(words);
  for (std::size_t at = out.rfind(' '); at != std::string::npos; at = at == 0 ? std::string::npos : out.rfind(' ', at - 1))
    out.replace(at, 1, out.find(" or ") == std::string::npos ? " or " : ", ");
  return out;
}

// Each answers whether there is a value.

bool check_text(const Field& field, const Fields& given) {
  const std::string text = given.text(field.name);
  if (field.unit == Unit::bytes && text.size() > field.longest)
    throw bad_request(quoted(field) + " is longer than " + std::to_string(field.longest) + " bytes");
  if (!field.one_of.empty() && !text.empty() && !is_one_of(field.one_of, text))
    throw bad_request(quoted(field) + " is '" + text + "', not " + with_or(field.one_of));
  return text.find_first_not_of(" \t\r\n") != std::string::npos;
}

bool check_number(const Field& field, const Fields& given) {
  const std::optional<std::int64_t> number = given.number(field.name);
  if (number && (*number < field.least || *number > field.most))
    throw bad_request(quoted(field) + " is " + std::to_string(*number) + ", not " + std::to_string(field.least) +
                      (field.most == INT64_MAX ? " or more" : " to " + std::to_string(field.most)));
  return number.has_value();
}

bool check_date(const Field& field, const Fields& given) {
  const std::string text = given.text(field.name);
  if (!text.empty() && !is_date(text)) throw bad_request(quoted(field) + " is not a date like 1995-10-28");
  return !text.empty();
}

bool check_flag(const Field& field, const Fields& given) {
  return given.flag(field.name, true) == given.flag(field.name, false);  // else it is whatever one likes: absent
}

// A missing one is no id, where there must be one.
bool check_room_id(const Field& field, const Fields& given) {
  if (!field.is_required && !given.has(field.name)) return false;
  room_id(given, field.name);
  return true;
}

bool check_entries(const Field& field, std::size_t entries) {
  if (field.unit == Unit::entries && entries > field.longest)
    throw bad_request(quoted(field) + " has more than " + std::to_string(field.longest) + " entries");
  return entries != 0;
}

bool check_field(const Field& field, const Fields& given) {
  switch (field.kind) {
    case Kind::text: return check_text(field, given);
    case Kind::number: return check_number(field, given);
    case Kind::flag: return check_flag(field, given);
    case Kind::date: return check_date(field, given);
    case Kind::room_id: return check_room_id(field, given);
    case Kind::texts: return check_entries(field, given.texts(field.name).size());
    case Kind::numbers: return check_entries(field, given.numbers(field.name).size());
    case Kind::objects: return check_entries(field, given.objects(field.name).size());
    case Kind::time:
    case Kind::decimal:
    case Kind::decimals:
    case Kind::object:
    case Kind::anything: break;
  }
  return given.has(field.name);
}

}  // namespace

void admit(const Command& command, const Asker& asker) {
  const bool has_access = asker.link || asker.kind == COCO_ACCESS_TOKEN;
  switch (command.who) {
    case Who::anyone: return;
    case Who::signed_in:
    case Who::member:
    case Who::group_member:
    case Who::maker:
    case Who::admin:
      if (!has_access) throw asker.kind == COCO_ANONYMOUS ? domain::missing_token() : domain::malformed_token();
      return;
    case Who::ended_too:
      if (!has_access) throw domain::missing_token();
      return;
    case Who::link:
    case Who::link_member:
      if (!asker.link) throw bad_request("only an open link can ask for " + std::string(command.name));
      return;
    case Who::refresh:
      if (asker.link || asker.kind != COCO_REFRESH_TOKEN) throw domain::unauthorized();
      return;
    case Who::leaving:
      if (!asker.link && asker.kind != COCO_REFRESH_TOKEN) throw domain::unauthorized();
      return;
    case Who::the_operator:
      if (asker.link || asker.kind != COCO_OPERATOR) throw domain::not_permitted();
      return;
  }
}

void check_input(const Command& command, const Fields& given) {
  for (const Field& field : command.input)
    if (!check_field(field, given) && field.is_required) throw domain::no_values(field.name);
}

}  // namespace cocotalk::api
