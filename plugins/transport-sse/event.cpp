#include "transport-sse/event.hpp"

#include "transport-sse/text.hpp"

#include <cocotalk/view.hpp>

#include <span>

namespace cocotalk::sse {

namespace {

void add_text(std::string& out, std::string_view name, coco_view text) {
  if (text.size != 0) out.append(",\"").append(name).append("\":").append(json_string(coco::text(text)));
}
template <class Number>
void add_number(std::string& out, std::string_view name, Number number) {
  if (number != 0) out.append(",\"").append(name).append("\":").append(std::to_string(number));
}

std::string fields_of(const coco_event& event) {
  std::string out;
  add_number(out, "seq", event.seq);
  add_number(out, "to_seq", event.to_seq);
  add_number(out, "sender", event.sender);
  add_number(out, "ts", event.ts_ms);
  add_text(out, "message_id", event.message_id);
  add_text(out, "content_type", event.content_type);
  if (event.n_headers != 0) {
    std::string headers;
    for (const coco_header& header : std::span(event.headers, event.n_headers))
      headers += (headers.empty() ? "[" : ",[") + json_string(coco::text(header.name)) + "," +
                 json_string(coco::text(header.value)) + "]";
    out += ",\"headers\":[" + headers + "]";
  }
  return out + ",\"body\":" + json_string(coco::text(event.body));
}

}  // namespace

Event::Event(const coco_event& from)
    : kind(from.kind.size == 0 ? "event" : coco::text(from.kind)),
      state_key(coco::text(from.state_key)),
      except_session(coco::text(from.except_session)),
      seq(from.seq),
      to_seq(from.to_seq),
      fields(fields_of(from)) {
  for (const coco_view& topic : std::span(from.topics, from.n_topics)) topics.emplace_back(coco::text(topic));
}

std::string data_of(const Event& event, std::string_view destination, std::uint64_t subscription) {
  return "{\"topic\":" + json_string(destination) + ",\"subscription\":" + std::to_string(subscription) + event.fields + "}";
}

}  // namespace cocotalk::sse
