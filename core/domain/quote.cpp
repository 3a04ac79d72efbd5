#include "core/domain/quote.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::size_t quoted_characters = 100;

// The first characters of a UTF-8 text; an ellipsis stands for the rest.
std::string beginning_of(std::string text) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    if (++characters <= quoted_characters) continue;
    text.resize(at);
    return text + "…";
  }
  return text;
}

}  // namespace

std::string summary_of(const Message& message) {
  if (message.deleted_ms != 0) return "삭제된 메시지입니다.";
  switch (message.type) {
    case MessageType::photo: return "사진을 보냈습니다.";
    case MessageType::video: return "동영상을 보냈습니다.";
    case MessageType::file: return "파일을 보냈습니다.";
    default: return message.content;
  }
}

Quote::Quote(const Message& answered)
    : message(answered.id()), sender(answered.sender), text(beginning_of(summary_of(answered))) {}

}  // namespace cocotalk::domain
