// How one message is shown: to the original clients (ChatMessage, MessageVo), and to native ones with all it has.
#pragma once

#include <span>
#include <string>

#include "core/api/shapes.hpp"
#include "core/domain/reactions.hpp"

namespace cocotalk::api {

// ChatMessage. Original clients see a reply as a text that begins with what it answers, and of what was deleted a sentence.
// Native ones also `number`, `seq`; `replyTo`, `mentions`, `editedAt`, `deleted`, `reactions` where there are any.
void write_message(JsonWriter& out, const domain::Message& message, const domain::Room& room, Viewer viewer,
                   std::span<const domain::ReactionCount> reactions = {});
// {"message":…,"bundleInfo":…}; an invitation names whom it invited.
std::string message_vo(const domain::Message& message, const domain::Room& room, std::span<const domain::Member> invitees = {});
// The body of a native event of a room's sequence.
std::string native_body(const domain::Message& event);
// The body of the native event `removed`, the last one of a room.
std::string removal(const domain::Message& farewell);

}  // namespace cocotalk::api
