#include "core/api/command_reference.hpp"

#include <cocotalk/plugin.hpp>

#include <vector>

namespace cocotalk::api {
namespace {

constexpr std::string_view end_mark = "<!-- end -->";

std::string limit_of(const Field& field) {
  switch (field.unit) {
    case Unit::none: break;
    case Unit::characters: return "≤ " + std::to_string(field.longest) + " characters";
    case Unit::bytes: return "≤ " + std::to_string(field.longest) + " bytes";
    case Unit::entries: return "≤ " + std::to_string(field.longest);
  }
  if (field.least != INT64_MIN && field.most == INT64_MAX) return "≥ " + std::to_string(field.least);
  if (field.most != INT64_MAX) return std::to_string(field.least) + " to " + std::to_string(field.most);
  return std::string(field.one_of);
}

std::string_view words_for(Kind kind) {
  switch (kind) {
    case Kind::number: return "whole number";
    case Kind::decimal: return "number";
    case Kind::flag: return "true or false";
    case Kind::date: return "yyyy-MM-dd";
    case Kind::texts: return "array of strings";
    case Kind::numbers: return "array of whole numbers";
    case Kind::decimals: return "array of numbers";
    default: return {};
  }
}

void add(std::string& to, std::string_view part) {
  if (part.empty()) return;
  if (!to.empty()) to += "; ";
  to += part;
}

std::string input_of(const Command& command) {
  std::string out;
  for (const Field& field : command.input) {
    std::string note(words_for(field.kind));
    if (field.kind == Kind::objects) note = "array of *" + std::string(field.shape) + "*";
    add(note, limit_of(field));
    add(note, field.meaning);
    out += out.empty() ? "`" : ", `";
    out += std::string(field.name) + (field.is_required || field.is_expected ? "`" : "?`");
    if (!note.empty() && field.kind != Kind::room_id) out += " (" + note + ")";
  }
  return out.empty() ? "`{}`" : out;
}

std::string output_of(const Command& command) {
  if (command.output == "text") return "text for people";
  if (command.output.starts_with('['))
    return "array of *" + std::string(command.output.substr(1, command.output.size() - 2)) + "*";
  if (!command.output.empty()) return "*" + std::string(command.output) + "*";
  std::string out;
  for (const Field& field : command.gives) out += (out.empty() ? "" : ",") + std::string(field.name);
  return "`{" + out + "}`";
}

std::string refusals_of(const Command& command) {
  std::string out;
  for (const No& no : command.refusals) add(out, "`" + std::string(no.code) + "`: " + std::string(no.when));
  return out;
}

std::string start_mark(std::string_view what) { return "<!-- " + std::string(what) + ": made by `ninja command-reference` -->"; }

void renew(std::string& document, std::string_view what, const std::string& content) {
  const std::string mark = start_mark(what);
  const std::size_t start = document.find(mark);
  const std::size_t end = start == std::string::npos ? start : document.find(end_mark, start);
  if (end == std::string::npos)
    throw coco::Error(COCO_INVALID, "no '" + mark + "' with a '" + std::string(end_mark) + "' after it");
  document.replace(start, end - start, mark + "\n" + content);
}

}  // namespace

std::string_view words_for(Who who) {
  switch (who) {
    case Who::anyone: return "–";
    case Who::signed_in: return "A";
    case Who::ended_too: return "A, also of an ended session";
    case Who::member: return "A, member";
    case Who::group_member: return "A, member of a group";
    case Who::maker: return "A, maker";
    case Who::admin: return "A, admin";
    case Who::link: return "link";
    case Who::link_member: return "link, member";
    case Who::refresh: return "R";
    case Who::leaving: return "R or link";
    case Who::the_operator: return "operator";
  }
  return {};
}

std::string command_table(std::span<const std::span<const Command>> of) {
  std::string out = "| command | what it does | who | input | output | refusals |\n|---|---|---|---|---|---|\n";
  for (const std::span<const Command> family : of)
    for (const Command& command : family)
      out += "| `" + std::string(command.name) + "` | " + std::string(command.summary) + " | " +
             std::string(words_for(command.who)) + " | " + input_of(command) + " | " + output_of(command) + " | " +
             refusals_of(command) + " |\n";
  return out;
}

std::string with_command_tables(std::string_view document) {
  std::string out(document);
  std::vector<std::span<const Command>> everybodys;
  std::vector<std::span<const Command>> operators;
  for (const std::span<const Command> family : families())
    (family.front().who == Who::the_operator ? operators : everybodys).push_back(family);
  renew(out, "commands", command_table(everybodys));
  renew(out, "commands of the operator", command_table(operators));
  return out;
}

}  // namespace cocotalk::api
