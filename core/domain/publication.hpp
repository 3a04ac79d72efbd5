// What is said to a topic of applications.
#pragma once

#include <cocotalk/gateway.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/ids.hpp"

namespace cocotalk::domain {

// The headers an application adds to its message, as bytes that can be stored: of each the sizes of name and value (16 bits each,
// the lower byte first), then both.
class PackedHeaders {
 public:
  PackedHeaders() = default;
  explicit PackedHeaders(std::string bytes) : bytes_(std::move(bytes)) {}
  // Leaves out what is longer than 65,535 bytes.
  static PackedHeaders pack(std::span<const coco_header> headers);

  const std::string& bytes() const { return bytes_; }
  // Views into this.
  std::vector<coco_header> unpack() const;
  bool operator==(const PackedHeaders&) const = default;

 private:
  std::string bytes_;
};

// One message on its way to a topic.
struct Publication {
  std::string channel;  // the topic as events name it
  std::string content_type;
  PackedHeaders headers;
  std::string body;
  std::string client_id;  // ≤ 64 bytes, unique per sender; empty: none

  std::string_view topic() const { return std::string_view(channel).substr(channel_mark.size()); }
  // Topics of applications and those of the messenger are never the same, whatever an application calls its own.
  static std::string channel_of(std::string_view topic) { return std::string(channel_mark).append(topic); }

 private:
  static constexpr std::string_view channel_mark = "app:";
};

// One event of a kept topic.
struct TopicEvent {
  std::string id;  // of the message: the same whenever it is heard
  std::int64_t seq = 0;
  AccountId sender = 0;
  std::int64_t said_ms = 0;
  std::string content_type, body;
  PackedHeaders headers;
};

}  // namespace cocotalk::domain
