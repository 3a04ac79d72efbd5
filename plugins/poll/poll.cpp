#include "poll/poll.hpp"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace cocotalk::poll {
namespace {

Poco::JSON::Object::Ptr object_of(std::string_view json) {
  Poco::JSON::Parser parser;
  return parser.parse(std::string(json)).extract<Poco::JSON::Object::Ptr>();
}

std::string text_of(const Poco::JSON::Object& object, const char* name) { return object.optValue<std::string>(name, ""); }

std::vector<std::string> texts_of(const Poco::JSON::Array& array) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < array.size(); ++i) out.push_back(array.getElement<std::string>(static_cast<unsigned>(i)));
  return out;
}

std::string written(const auto& json) {
  std::ostringstream out;
  json.stringify(out);
  return out.str();
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

Poco::JSON::Array::Ptr array_of(const std::vector<std::string>& texts) {
  Poco::JSON::Array::Ptr out = new Poco::JSON::Array;
  for (const std::string& text : texts) out->add(text);
  return out;
}

Poco::JSON::Object::Ptr shape_of(const Poll& poll, std::int64_t now_ms) {
  Poco::JSON::Object::Ptr out = new Poco::JSON::Object(Poco::JSON_PRESERVE_KEY_ORDER);
  Poco::JSON::Array::Ptr counts = new Poco::JSON::Array;
  for (std::size_t i = 0; i < poll.options.size(); ++i) counts->add(poll.counts.at(i));
  out->set("roomId", poll.room).set("poll", poll.number).set("userId", poll.maker).set("messageId", poll.message);
  out->set("question", poll.question).set("options", array_of(poll.options)).set("counts", counts).set("turn", poll.turn);
  out->set("madeAt", poll.made_ms).set("closed", poll.is_closed(now_ms));
  if (poll.ends_ms != 0) out->set("endsAt", poll.ends_ms);
  if (poll.mine) out->set("mine", *poll.mine);
  return out;
}

}  // namespace

std::string wrong_with(const Poll& poll, std::int64_t now_ms) {
  if (poll.options.size() < least_options || poll.options.size() > most_options)
    return "a poll has " + std::to_string(least_options) + " to " + std::to_string(most_options) + " options";
  for (const std::string& option : poll.options)
    if (is_blank(option) || option.size() > longest_option)
      return "an option is blank, or longer than " + std::to_string(longest_option) + " bytes";
  if (std::set<std::string>(poll.options.begin(), poll.options.end()).size() != poll.options.size())
    return "two options are the same";
  if (poll.ends_ms != 0 && poll.ends_ms <= now_ms) return "'endsAt' has passed";
  return {};
}

std::string as_message(const Poll& poll) {
  std::string out = "📊 " + poll.question;
  for (std::size_t i = 0; i < poll.options.size(); ++i) out += "\n" + std::to_string(i + 1) + ". " + poll.options.at(i);
  return out;
}

Poll parse_new(std::string_view json) {
  const Poco::JSON::Object::Ptr object = object_of(json);
  Poll out;
  out.room = text_of(*object, "roomId");
  out.question = text_of(*object, "question");
  if (const Poco::JSON::Array::Ptr options = object->getArray("options")) out.options = texts_of(*options);
  out.ends_ms = std::max<std::int64_t>(0, number_in(json, "endsAt"));
  return out;
}

std::int64_t number_in(std::string_view json, const char* field) { return object_of(json)->optValue<std::int64_t>(field, -1); }

std::string text_in(std::string_view json, const char* field) { return text_of(*object_of(json), field); }

std::string sending(const std::string& room, const std::string& content, const std::string& client_id) {
  Poco::JSON::Object out;
  out.set("roomId", room).set("content", content);
  if (!client_id.empty()) out.set("clientMsgId", client_id);
  return written(out);
}

std::string getting(const std::string& room, const std::string& number) {
  Poco::JSON::Object out;
  out.set("roomId", room).set("poll", number);
  return written(out);
}

std::string as_page(std::string_view json) {
  const Poco::JSON::Object::Ptr poll = object_of(json);
  const Poco::JSON::Array::Ptr options = poll->getArray("options"), counts = poll->getArray("counts");
  std::string out = text_of(*poll, "question") + (poll->getValue<bool>("closed") ? " (closed)\n" : "\n");
  for (unsigned i = 0; i < options->size(); ++i)
    out += std::to_string(i + 1) + ". " + options->getElement<std::string>(i) + ": " + counts->getElement<std::string>(i) + "\n";
  return out;
}

std::string to_json(const Poll& poll, std::int64_t now_ms) { return written(*shape_of(poll, now_ms)); }

std::string to_json(const std::vector<Poll>& polls, std::int64_t now_ms) {
  Poco::JSON::Array out;
  for (const Poll& poll : polls) out.add(shape_of(poll, now_ms));
  return written(out);
}

std::string options_json(const std::vector<std::string>& options) { return written(*array_of(options)); }

std::vector<std::string> parse_options(std::string_view json) {
  Poco::JSON::Parser parser;
  return texts_of(*parser.parse(std::string(json)).extract<Poco::JSON::Array::Ptr>());
}

}  // namespace cocotalk::poll
