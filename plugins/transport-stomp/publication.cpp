#include "transport-stomp/publication.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <array>

namespace cocotalk::stomp {
namespace {

constexpr std::array<std::string_view, 22> words_with_a_meaning = {
    "destination", "content-type", "content-length", "receipt", "transaction", "client-msg-id", "request-id", "subscription",
    "message-id",  "ack",          "event",          "seq",     "from-seq",    "to-seq",        "sender",     "ts",
    "receipt-id",  "status",       "retry-after-ms", "login",   "passcode",    "access-token"};

bool travels(std::string_view name) { return std::ranges::find(words_with_a_meaning, name) == words_with_a_meaning.end(); }

}  // namespace

coco_publication publication_of(const Frame& send, std::vector<coco_header>& headers) {
  for (const Header& header : send.headers)
    if (travels(header.name)) headers.push_back({coco::view(header.name), coco::view(header.value)});
  coco_publication out{};
  out.size = sizeof out;
  out.destination = coco::view(send.header_or_empty("destination"));
  out.content_type = coco::view(send.header_or_empty("content-type"));
  out.body = coco::view(send.body);
  out.client_msg_id = coco::view(send.header_or_empty("client-msg-id"));
  out.headers = headers.data();
  out.n_headers = headers.size();
  return out;
}

}  // namespace cocotalk::stomp
