#include "transport-stomp/message.hpp"

#include <cocotalk/plugin.hpp>

#include <span>

#include "transport-stomp/frame.hpp"

namespace cocotalk::stomp {
namespace {

// The order of the original server's headers; its clients were never tried with another.
void write_original(std::string& out, Version version, const coco_event& event, std::string_view destination,
                    std::string_view subscription) {
  FrameWriter(out, "MESSAGE", version)
      .header("destination", destination)
      .header("content-type", coco::text(event.content_type))
      .header("subscription", subscription)
      .header("message-id", coco::text(event.message_id))
      .body(coco::text(event.body));
}

void write_native(std::string& out, const Shape& shape, const coco_event& event, std::string_view destination,
                  std::string_view subscription) {
  FrameWriter frame(out, "MESSAGE", shape.version);
  if (!subscription.empty() || shape.version != Version::v1_0) frame.header("subscription", subscription);
  if (shape.names_ack) frame.header("ack", ack_id_of(coco::text(event.message_id), subscription));
  frame.header("message-id", coco::text(event.message_id)).header("destination", destination);
  if (event.content_type.size > 0) frame.header("content-type", coco::text(event.content_type));
  if (event.kind.size > 0) frame.header("event", coco::text(event.kind));
  if (event.to_seq != 0)
    frame.header("from-seq", event.seq).header("to-seq", event.to_seq);
  else if (event.seq != 0)
    frame.header(coco::text(event.kind) == "gap" ? "missed" : "seq", event.seq);
  if (event.sender != 0) frame.header("sender", static_cast<std::uint64_t>(event.sender));
  if (event.ts_ms != 0) frame.header("ts", static_cast<std::uint64_t>(event.ts_ms));
  for (const coco_header& own : std::span(event.headers, event.n_headers))
    frame.header(coco::text(own.name), coco::text(own.value));
  frame.body(coco::text(event.body));
}

}  // namespace

void write_message(std::string& out, const Shape& shape, const coco_event& event, std::string_view destination,
                   std::string_view subscription) {
  if (shape.dialect == Dialect::original)
    write_original(out, shape.version, event, destination, subscription);
  else
    write_native(out, shape, event, destination, subscription);
}

std::string ack_id_of(std::string_view message_id, std::string_view subscription) {
  std::string id(message_id);
  (id += '@') += subscription;
  return id;
}

}  // namespace cocotalk::stomp
