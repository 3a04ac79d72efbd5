#include "core/api/reference.hpp"

#include "core/api/command.hpp"
#include "core/api/command_reference.hpp"
#include "core/api/declared_topics.hpp"
#include "core/api/json_schema.hpp"

namespace cocotalk::api {
namespace {

std::string_view name_of(Who who) {
  switch (who) {
    case Who::anyone: return "anyone";
    case Who::signed_in: return "signed-in";
    case Who::ended_too: return "ended-too";
    case Who::member: return "member";
    case Who::group_member: return "group-member";
    case Who::maker: return "maker";
    case Who::admin: return "admin";
    case Who::link: return "link";
    case Who::link_member: return "link-member";
    case Who::refresh: return "refresh";
    case Who::leaving: return "leaving";
    case Who::the_operator: return "operator";
  }
  return {};
}

void write_beginning(JsonWriter& out, std::string_view key, std::string_view name, Who who, std::string_view summary) {
  out.begin_object();
  out.key(key).string(name);
  out.key("who").string(name_of(who));
  out.key("words").string(who == Who::anyone ? "anyone" : words_for(who));
  out.key("summary").string(summary);
}

void write_command(JsonWriter& out, const Command& command, std::string_view plugin) {
  write_beginning(out, "name", command.name, command.who, command.summary);
  if (!plugin.empty()) out.key("plugin").string(plugin);
  out.key("input");
  write_schema(out, {}, command.input);
  out.key("output");
  if (command.output.empty())
    write_schema(out, {}, command.gives);
  else
    write_schema_of(out, command.output);
  out.key("refusals").begin_array();
  for (const No& no : command.refusals) {
    out.begin_object();
    out.key("code").string(no.code);
    out.key("when").string(no.when);
    out.end_object();
  }
  out.end_array().end_object();
}

// Events of plugins are heard where native clients hear what is not kept.
bool is_told_at(const Offer::Told& told, const Topic& topic) {
  return (told.in_rooms && topic.address == "/room/{roomId}/live") || (told.to_accounts && topic.address == "/me");
}

void write_topic(JsonWriter& out, const Topic& topic, std::span<const OfferPtr> offers) {
  write_beginning(out, "address", topic.address, topic.who, topic.meaning);
  out.key("events").begin_array();
  for (const std::string_view event : topic.events) out.string(event);
  for (const OfferPtr& offer : offers)
    for (const Offer::Told& told : offer->events())
      if (is_told_at(told, topic)) out.string(told.event.name);
  out.end_array();
  if (topic.events.empty()) {
    out.key("frame");
    write_schema_of(out, topic.shape);
  }
  out.end_object();
}

void write_event(JsonWriter& out, const Event& event) {
  out.begin_object();
  out.key("name").string(event.name);
  out.key("summary").string(event.meaning);
  out.key("body");
  if (event.shape.empty())
    write_schema(out, {}, event.fields);
  else
    write_schema_of(out, event.shape);
  out.end_object();
}

void write_shape(JsonWriter& out, const Shape& shape) {
  out.key(shape.name);
  write_schema(out, shape.meaning, shape.fields);
}

}  // namespace

std::string reference_json(std::span<const OfferPtr> offers) {
  JsonWriter out;
  out.begin_object();
  out.key("commands").begin_array();
  for (const std::span<const Command> family : families())
    for (const Command& command : family) write_command(out, command, {});
  for (const OfferPtr& offer : offers)
    for (const Command& command : offer->commands()) write_command(out, command, offer->plugin());
  out.end_array();
  out.key("topics").begin_array();
  for (const Topic& topic : declared_topics()) write_topic(out, topic, offers);
  out.end_array();
  out.key("events").begin_array();
  for (const Event& event : declared_events()) write_event(out, event);
  for (const OfferPtr& offer : offers)
    for (const Offer::Told& told : offer->events()) write_event(out, told.event);
  out.end_array();
  out.key("schemas").begin_object();
  for (const Shape& shape : declared_shapes()) write_shape(out, shape);
  for (const OfferPtr& offer : offers)
    for (const Shape& shape : offer->shapes()) write_shape(out, shape);
  out.end_object().end_object();
  return out.take();
}

}  // namespace cocotalk::api
