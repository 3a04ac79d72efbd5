#include "transport-http/reference_page.hpp"

#include "transport-http/reference_json.hpp"
#include "transport-http/reference_style.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace cocotalk::http {
namespace {

using simdjson::dom::object;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

// Markdown's [words](address) becomes the words: the page leads nowhere else.
std::string without_links(std::string_view text) {
  std::string out(text);
  for (std::size_t middle = out.find("]("); middle != std::string::npos; middle = out.find("](", middle)) {
    const std::size_t start = out.rfind('[', middle), end = out.find(')', middle);
    if (start == std::string::npos || end == std::string::npos) break;
    out.erase(middle, end + 1 - middle);
    out.erase(start, 1);
  }
  return out;
}

// `words` between back-ticks become code.
std::string prose(std::string_view markdown) {
  const std::string text = without_links(markdown);
  std::string out;
  bool is_code = false;
  for (std::size_t from = 0; from <= text.size(); is_code = !is_code) {
    const std::size_t end = std::min(text.find('`', from), text.size());
    const std::string piece = escaped(text.substr(from, end - from));
    out += is_code ? "<code>" + piece + "</code>" : piece;
    from = end + 1;
  }
  return out;
}

std::string_view family_of(std::string_view command) { return command.substr(0, command.find('.')); }

// ---- what a JSON Schema says, in words

std::string shape_link(std::string_view reference) {
  const std::string name = escaped(reference.substr(reference.rfind('/') + 1));
  return "<a href=\"#" + name + "\">" + name + "</a>";
}

std::string type_words(const object& schema);

std::string nullable_words(const object& schema) {
  simdjson::dom::array choices;
  object first;
  if (schema.at_key("anyOf").get_array().get(choices) == simdjson::SUCCESS &&
      choices.at(0).get_object().get(first) == simdjson::SUCCESS)
    return type_words(first) + " or null";
  if (schema.at_key("type").get_array().get(choices) == simdjson::SUCCESS) {
    std::string_view name;
    if (choices.at(0).get_string().get(name) == simdjson::SUCCESS) return escaped(name) + " or null";
  }
  return {};
}

std::string type_words(const object& schema) {
  if (const std::string_view reference = text_of(schema, "$ref"); !reference.empty()) return shape_link(reference);
  const std::string_view type = text_of(schema, "type");
  object items;
  if (type == "array" && schema.at_key("items").get_object().get(items) == simdjson::SUCCESS)
    return "array of " + type_words(items);
  return type.empty() ? nullable_words(schema) : escaped(type);
}

void add(std::string& to, const std::string& part) { to += part.empty() ? "" : (to.empty() ? "" : ", ") + part; }

std::string limit_words(const object& schema) {
  std::string out;
  std::int64_t n = 0;
  for (const auto& [key, words] : {std::pair("maxLength", "at most "), std::pair("maxItems", "at most "),
                                   std::pair("minimum", "from "), std::pair("maximum", "to ")})
    if (schema.at_key(key).get_int64().get(n) == simdjson::SUCCESS) add(out, words + std::to_string(n));
  simdjson::dom::array choices;
  if (schema.at_key("enum").get_array().get(choices) == simdjson::SUCCESS)
    for (const simdjson::dom::element choice : choices) {
      std::string_view word;
      if (choice.get_string().get(word) == simdjson::SUCCESS) add(out, "<code>" + escaped(word) + "</code>");
    }
  return out;
}

std::set<std::string_view> required_of(const object& schema) {
  std::set<std::string_view> out;
  simdjson::dom::array names;
  if (schema.at_key("required").get_array().get(names) == simdjson::SUCCESS)
    for (const simdjson::dom::element name : names) out.insert(name.get_string().value_unsafe());
  return out;
}

std::string fields(const object& schema) {
  std::string out;
  object properties;
  if (schema.at_key("properties").get_object().get(properties) != simdjson::SUCCESS) return out;
  const std::set<std::string_view> required = required_of(schema);
  for (const auto& [name, value] : properties) {
    object field;
    if (value.get_object().get(field) != simdjson::SUCCESS) continue;
    std::string words = type_words(field);
    add(words, limit_words(field));
    const std::string_view meaning = text_of(field, "description");
    out += std::string(required.contains(name) ? "<dt class=must>" : "<dt>") + "<code>" + escaped(name) + "</code></dt><dd>" +
           words + (meaning.empty() || words.empty() ? "" : ": ") + prose(meaning) + "</dd>";
  }
  return out.empty() ? out : "<dl>" + out + "</dl>";
}

object member(const object& of, std::string_view name) {
  object out;
  return of.at_key(name).get_object().get(out) == simdjson::SUCCESS ? out : object();
}

// ---- the page's parts

std::string route_line(const Route& route, std::string_view pattern) {
  std::string kind(route.method);
  for (char& c : kind) c = static_cast<char>(c | 0x20);
  return "<p class=route><b class=" + kind + ">" + std::string(route.method) + "</b> <code>" + escaped(pattern) + "</code></p>";
}

// All commands of plugins have one route, which ends with their name.
std::string routes_of(std::span<const Route> routes, std::string_view command, bool is_plugins) {
  std::string out;
  for (const Route& route : routes) {
    if (route.command == command) out += route_line(route, route.pattern);
    if (route.command.empty() && is_plugins)
      out += route_line(route, std::string(route.pattern.substr(0, route.pattern.rfind('/') + 1)) + std::string(command));
  }
  return out;
}

std::string answer(const object& output) {
  const std::string words = type_words(output);
  const std::string inside = fields(output);
  if (inside.empty() && words == "object") return {};
  return "<p class=out>→ " + (inside.empty() ? words : "answers") + "</p>" + inside;
}

std::string refusals(const object& command) {
  std::string out;
  simdjson::dom::array all;
  if (command.at_key("refusals").get_array().get(all) != simdjson::SUCCESS) return out;
  for (const simdjson::dom::element element : all) {
    object no;
    if (element.get_object().get(no) != simdjson::SUCCESS) continue;
    out += "<p class=no><code>" + escaped(text_of(no, "code")) + "</code> " + prose(text_of(no, "when")) + "</p>";
  }
  return out;
}

std::string heading(std::string_view id, std::string_view note) {
  return "<article id=\"" + escaped(id) + "\"><h3><code>" + escaped(id) + "</code>" +
         (note.empty() ? "" : "<span class=who>" + escaped(note) + "</span>") + "</h3>";
}

std::string command_card(const object& command, std::span<const Route> routes) {
  const std::string_view name = text_of(command, "name");
  return heading(name, text_of(command, "words")) + "<p>" + prose(text_of(command, "summary")) + "</p>" +
         routes_of(routes, name, !text_of(command, "plugin").empty()) + fields(member(command, "input")) +
         answer(member(command, "output")) + refusals(command) + "</article>";
}

std::string topic_card(const object& topic) {
  std::string out =
      heading(text_of(topic, "address"), text_of(topic, "words")) + "<p>" + prose(text_of(topic, "summary")) + "</p>";
  std::string events;
  simdjson::dom::array names;
  if (topic.at_key("events").get_array().get(names) == simdjson::SUCCESS)
    for (const simdjson::dom::element element : names) {
      const std::string name = escaped(element.get_string().value_unsafe());
      add(events, "<a href=\"#event-" + name + "\"><code>" + name + "</code></a>");
    }
  if (events.empty()) events = type_words(member(topic, "frame")) + ", for original clients";
  return out + "<p class=out>→ " + events + "</p></article>";
}

std::string event_card(const object& event) {
  const object body = member(event, "body");
  const std::string name = escaped(text_of(event, "name"));
  const std::string inside = fields(body);
  return "<article id=\"event-" + name + "\"><h3><code>" + name + "</code></h3><p>" + prose(text_of(event, "summary")) + "</p>" +
         (inside.empty() && type_words(body) != "object" ? "<p class=out>" + type_words(body) + "</p>" : inside) + "</article>";
}

struct Section {
  std::string_view name;
  std::string cards;
};

std::string& section(std::vector<Section>& all, std::string_view name) {
  for (Section& one : all)
    if (one.name == name) return one.cards;
  return all.emplace_back(Section{name, {}}).cards;
}

template <class Each>
void for_each(simdjson::dom::array list, Each each) {
  for (const simdjson::dom::element element : list) {
    object one;
    if (element.get_object().get(one) == simdjson::SUCCESS) each(one);
  }
}

std::vector<Section> sections(std::span<const Route> routes, const Reference& reference) {
  std::vector<Section> all;
  for_each(reference.list("commands"), [&](const object& command) {
    if (text_of(command, "who") != "operator") section(all, family_of(text_of(command, "name"))) += command_card(command, routes);
  });
  for_each(reference.list("topics"), [&](const object& topic) { section(all, "topics") += topic_card(topic); });
  for_each(reference.list("events"), [&](const object& event) { section(all, "events") += event_card(event); });
  for (const auto& [name, value] : reference.schemas()) {
    object shape;
    if (value.get_object().get(shape) == simdjson::SUCCESS)
      section(all, "shapes") +=
          heading(name, {}) + "<p>" + prose(text_of(shape, "description")) + "</p>" + fields(shape) + "</article>";
  }
  return all;
}

}  // namespace

std::string page_policy() {
  return "default-src 'none'; style-src '" + std::string(page_style_hash) +
         "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

std::string reference_page(std::span<const Route> routes, std::string_view reference_json) {
  const Reference reference(reference_json);
  const std::vector<Section> all = sections(routes, reference);
  std::string chips, body;
  for (const Section& one : all) {
    chips += "<a href=\"#" + escaped(one.name) + "\">" + escaped(one.name) + "</a>";
    body += "<section id=\"" + escaped(one.name) + "\"><h2>" + escaped(one.name) + "</h2>" + one.cards + "</section>";
  }
  return "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">"
         "<title>CocoTalk API</title><style>" +
         std::string(page_style) +
         "</style><header><h1>CocoTalk API</h1><p>Commands are asked over HTTP where an address stands, and all of them with "
         "SEND to "
         "<code>/command/⟨name⟩</code> over STOMP. <b>A</b> an access token or an open link, <b>R</b> a refresh "
         "token, <b>*</b> required.</p><p>For programs: <a href=\"/docs/openapi.json\">openapi.json</a>, <a "
         "href=\"/docs/asyncapi.json\">asyncapi.json</a></p></header><nav><div>" +
         chips + "</div></nav><main>" + body +
         "</main><footer>Made from what this host's commands and topics declare.</footer></html>";
}

}  // namespace cocotalk::http
