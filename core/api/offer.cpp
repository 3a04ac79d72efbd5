#include "core/api/offer.hpp"

#include <algorithm>
#include <array>

namespace cocotalk::api {
namespace {

constexpr std::size_t most_declared = 64;  // commands, shapes, events

bool is_word(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [others](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
  });
}

bool is_lower_word(std::string_view text) { return is_word(text, "-") && text.front() >= 'a'; }

bool is_shape_name(std::string_view text) {
  return !text.empty() && text.front() >= 'A' && text.front() <= 'Z' && is_word(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

bool is_code(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

// "room" of "room.get"; "search".
std::string_view first_word(std::string_view name) { return name.substr(0, name.find('.')); }

bool is_of_the_core(std::string_view prefix) {
  for (const std::span<const Command> family : families())
    for (const Command& command : family)
      if (first_word(command.name) == prefix) return true;
  return std::any_of(declared_events().begin(), declared_events().end(),
                     [prefix](const Event& event) { return event.name == prefix; });
}

std::optional<Kind> kind_of(coco_field_kind kind) {
  switch (kind) {
    case COCO_FIELD_TEXT: return Kind::text;
    case COCO_FIELD_NUMBER: return Kind::number;
    case COCO_FIELD_FLAG: return Kind::flag;
    case COCO_FIELD_DATE: return Kind::date;
    case COCO_FIELD_TIME: return Kind::time;
    case COCO_FIELD_ROOM: return Kind::room_id;
    case COCO_FIELD_TEXTS: return Kind::texts;
    case COCO_FIELD_NUMBERS: return Kind::numbers;
    case COCO_FIELD_OBJECT: return Kind::object;
    case COCO_FIELD_OBJECTS: return Kind::objects;
    case COCO_FIELD_ANYTHING: return Kind::anything;
    default: return std::nullopt;
  }
}

std::optional<Who> who_of(coco_who who) {
  switch (who) {
    case COCO_WHO_ANYBODY: return Who::anyone;
    case COCO_WHO_ACCOUNT: return Who::signed_in;
    case COCO_WHO_MEMBER: return Who::member;
    case COCO_WHO_OPERATOR: return Who::the_operator;
    default: return std::nullopt;
  }
}

std::string_view element_of(std::string_view output) {
  return output.starts_with('[') && output.ends_with(']') ? output.substr(1, output.size() - 2) : output;
}

}  // namespace

std::span<const std::string_view> happening_kinds() {
  static constexpr std::array<std::string_view, 11> all = {
      "message", "joined", "left", "edited", "deleted", "reaction", "renamed", "picture", "notice", "removed", "account-deleted"};
  return all;
}

Offer::Offer(const coco_commands& table) : table_(&table) {
  if (table.size < sizeof table) refuse("the table is shorter than " COCO_COMMANDS " has it; rebuild the plugin with this SDK");
  plugin_ = kept(table.plugin, "the plugin's id");
  prefix_ = table.prefix == nullptr ? plugin_ : table.prefix;
  if (!is_lower_word(prefix_)) refuse("the prefix '" + prefix_ + "' is no word of lower-case letters, digits and hyphens");
  if (is_of_the_core(prefix_)) refuse("the prefix '" + prefix_ + "' is one of the core's own; choose another");
  if (std::max({table.n_commands, table.n_shapes, table.n_events}) > most_declared)
    refuse("more than " + std::to_string(most_declared) + " commands, shapes or events");
  commands_.reserve(table.n_commands);
  for (const coco_shape& shape : std::span(table.shapes, table.n_shapes)) add_shape(shape);
  for (const coco_command& command : std::span(table.commands, table.n_commands)) add_command(command);
  for (const coco_told& event : std::span(table.events, table.n_events)) add_event(event);
  if (table.hears != nullptr) add_kinds(table.hears);
  check_shapes();
}

const Command* Offer::command(std::string_view name) const {
  const auto found = std::find_if(commands_.begin(), commands_.end(), [name](const Command& c) { return c.name == name; });
  return found == commands_.end() ? nullptr : &*found;
}

const Offer::Told* Offer::event(std::string_view kind) const {
  const auto found = std::find_if(events_.begin(), events_.end(), [kind](const Told& t) { return t.event.name == kind; });
  return found == events_.end() ? nullptr : &*found;
}

bool Offer::hears(std::string_view kind) const { return std::find(hears_.begin(), hears_.end(), kind) != hears_.end(); }

// ---- checking and copying

void Offer::refuse(const std::string& why) const {
  throw coco::Error(COCO_INVALID, "the commands of plugin '" + plugin_ + "': " + why);
}

std::string_view Offer::kept(const char* text, std::string_view what) {
  if (text == nullptr || *text == '\0') refuse(std::string(what) + " is missing");
  return texts_.emplace_back(text);
}

void Offer::check_name(std::string_view name, std::string_view what) const {
  const std::string before = prefix_ + ".";
  if (!name.starts_with(before) || !is_lower_word(name.substr(before.size())))
    refuse("the name of " + std::string(what) + " '" + std::string(name) + "' is not '" + before +
           "' and a word of lower-case letters, digits and hyphens");
}

Field Offer::field_of(const coco_field& declared, std::string_view of) {
  const std::string what = "a field of '" + std::string(of) + "'";
  const std::optional<Kind> kind = kind_of(declared.kind);
  if (!kind) refuse(what + " is of kind " + std::to_string(declared.kind) + ", which there is not");
  Field out;
  out.kind = *kind;
  out.name = kept(declared.name, "the name of " + what);
  out.meaning = kept_or_none(declared.meaning);
  out.is_required = (declared.flags & COCO_FIELD_REQUIRED) != 0;
  out.is_nullable = (declared.flags & COCO_FIELD_NULLABLE) != 0;
  out.shape = kept_or_none(declared.shape);
  if ((out.kind == Kind::object || out.kind == Kind::objects) == out.shape.empty())
    refuse("the field '" + std::string(out.name) + "' of '" + std::string(of) + "' has " +
           (out.shape.empty() ? "no shape" : "a shape, and is no object"));
  out.one_of = kept_or_none(declared.one_of);
  out.longest = declared.longest;
  if (out.longest != 0) out.unit = out.kind == Kind::text ? Unit::bytes : Unit::entries;
  if (declared.least != 0 || declared.most != 0) out.least = declared.least, out.most = declared.most;
  return out;
}

std::vector<Field> Offer::fields_of(const coco_field* fields, std::uint64_t n, std::size_t most, std::string_view of) {
  if (n > most) refuse("'" + std::string(of) + "' has " + std::to_string(n) + " fields, not at most " + std::to_string(most));
  std::vector<Field> out;
  for (const coco_field& field : std::span(fields, n)) {
    out.push_back(field_of(field, of));
    if (std::count_if(out.begin(), out.end(), [&out](const Field& other) { return other.name == out.back().name; }) != 1)
      refuse("'" + std::string(of) + "' has two fields '" + std::string(out.back().name) + "'");
  }
  return out;
}

void Offer::add_shape(const coco_shape& declared) {
  Shape shape;
  shape.name = kept(declared.name, "the name of a shape");
  if (!is_shape_name(shape.name) || find_shape(shape.name) != nullptr ||
      std::any_of(shapes_.begin(), shapes_.end(), [&shape](const Shape& other) { return other.name == shape.name; }))
    refuse("the shape '" + std::string(shape.name) +
           "' is no word of letters and digits with a capital in front, or is there already");
  shape.meaning = kept_or_none(declared.meaning);
  shape.fields = decltype(shape.fields)::of(fields_of(declared.fields, declared.n_fields, shape.fields.most(), shape.name));
  shapes_.push_back(shape);
}

void Offer::add_command(const coco_command& declared) {
  const std::string_view name = kept(declared.name, "the name of a command");
  check_name(name, "command");
  if (command(name) != nullptr) refuse("there are two commands '" + std::string(name) + "'");
  const auto refuse_it = [&](const std::string& why) { refuse("the command '" + std::string(name) + "' " + why); };
  const std::optional<Who> who = who_of(declared.who);
  if (!who) refuse_it("is for " + std::to_string(declared.who) + ", who is nobody");
  if (declared.ask == nullptr) refuse_it("has no function");
  Command out{.name = name, .run = nullptr, .who = *who, .summary = kept(declared.summary, "the summary of a command")};
  out.input = decltype(out.input)::of(fields_of(declared.input, declared.n_input, out.input.most(), name));
  out.gives = decltype(out.gives)::of(fields_of(declared.gives, declared.n_gives, out.gives.most(), name));
  out.output = kept_or_none(declared.output);
  if (declared.n_refusals > out.refusals.most()) refuse_it("has more than " + std::to_string(out.refusals.most()) + " refusals");
  std::vector<No> refusals;
  for (const coco_no& no : std::span(declared.refusals, declared.n_refusals)) {
    refusals.push_back({kept(no.code, "the code of a refusal"), kept_or_none(no.when)});
    if (!is_code(refusals.back().code))
      refuse_it("says no with '" + std::string(refusals.back().code) + "', which is no word in capitals");
  }
  out.refusals = decltype(out.refusals)::of(refusals);
  const auto names_a_room = [](const Field& field) { return field.kind == Kind::room_id && field.is_required; };
  if (out.who == Who::member && std::none_of(out.input.begin(), out.input.end(), names_a_room))
    refuse_it("is for members, and no required field of its input names the room");
  commands_.push_back(out);
}

void Offer::add_event(const coco_told& declared) {
  const std::string_view kind = kept(declared.kind, "the kind of an event");
  if (kind != prefix_) check_name(kind, "event");
  if (event(kind) != nullptr) refuse("there are two events '" + std::string(kind) + "'");
  if (declared.in_rooms == 0 && declared.to_accounts == 0)
    refuse("the event '" + std::string(kind) + "' is told neither in rooms nor to accounts");
  Event out{.name = kind, .meaning = kept_or_none(declared.meaning), .shape = kept_or_none(declared.shape)};
  out.fields = decltype(out.fields)::of(fields_of(declared.fields, declared.n_fields, out.fields.most(), kind));
  events_.push_back({out, declared.in_rooms != 0, declared.to_accounts != 0});
}

void Offer::add_kinds(const char* const* kinds) {
  const std::span<const std::string_view> known = happening_kinds();
  for (; *kinds != nullptr; ++kinds) {
    const std::string_view kind = kept(*kinds, "a kind to hear");
    if (std::find(known.begin(), known.end(), kind) == known.end())
      refuse("it wants to hear '" + std::string(kind) + "', which does not happen");
    hears_.push_back(kind);
  }
  if (!hears_.empty() && table_->heard == nullptr)
    refuse("it wants to hear '" + std::string(hears_.front()) + "', and has no function for it");
}

void Offer::check_shape(std::string_view name, std::string_view of) const {
  if (name.empty() || name == "text" || find_shape(name) != nullptr) return;
  if (std::none_of(shapes_.begin(), shapes_.end(), [name](const Shape& shape) { return shape.name == name; }))
    refuse("'" + std::string(of) + "' names a shape '" + std::string(name) + "' that there is not");
}

void Offer::check_shapes() const {
  const auto check_all = [this](const auto& fields, std::string_view of) {
    for (const Field& field : fields) check_shape(field.shape, of);
  };
  for (const Shape& shape : shapes_) check_all(shape.fields, shape.name);
  for (const Command& command : commands_) {
    check_shape(element_of(command.output), command.name);
    check_all(command.input, command.name);
    check_all(command.gives, command.name);
  }
  for (const Told& told : events_) {
    check_shape(told.event.shape, told.event.name);
    check_all(told.event.fields, told.event.name);
  }
}

}  // namespace cocotalk::api
