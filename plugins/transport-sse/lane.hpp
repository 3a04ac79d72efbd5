// The streams of one lane, and who of them hears a topic.
#pragma once

#include "transport-sse/event.hpp"
#include "transport-sse/services.hpp"
#include "transport-sse/stream.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace cocotalk::sse {

// Made in start(); everything on its lane but number().
class Lane {
 public:
  Lane(Services& services, std::uint32_t number, std::function<void(const std::string& name)> forget)
      : services_(services), number_(number), forget_(std::move(forget)) {}
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  std::uint32_t number() const { return number_; }
  Stream* find(std::string_view name);
  Stream* find(coco_link link);

  // False: it is stopping, and the request was answered.
  bool add(std::unique_ptr<Stream> stream);
  // The core has let it in: from here on the link finds it.
  void opened(Stream& stream);
  void listen(Stream& stream, std::uint64_t number, const std::string& topic);
  void unlisten(Stream& stream, std::uint64_t number, const std::string& topic);
  void publish(const SharedEvent& event);

  // Ends a stream with a last event, and forgets it.
  void end(std::string_view name, coco_close_code code, std::string_view reason);
  // The core does not let it in.
  void refuse(std::string_view name, coco_status status, std::string_view why);
  // The client is gone, or the stream is over.
  void remove(const std::string& name);
  void stop(coco_close_code code, std::string_view reason);
  // Runs once a second while there is a stream.
  void tick();

 private:
  void wind();

  Services& services_;
  const std::uint32_t number_;
  const std::function<void(const std::string& name)> forget_;
  std::map<std::string, std::unique_ptr<Stream>, std::less<>> streams_;
  std::unordered_map<coco_link, Stream*> links_;
  std::unordered_map<std::string, std::map<std::pair<coco_link, std::uint64_t>, Stream*>> topics_;
  std::uint64_t timer_ = 0;
  bool is_stopping_ = false;
};

}  // namespace cocotalk::sse
