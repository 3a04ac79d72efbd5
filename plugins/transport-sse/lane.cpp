#include "transport-sse/lane.hpp"

#include <algorithm>
#include <vector>

namespace cocotalk::sse {

namespace {

constexpr std::uint64_t tick_ms = 1000;

}  // namespace

Stream* Lane::find(std::string_view name) {
  const auto found = streams_.find(name);
  return found == streams_.end() ? nullptr : found->second.get();
}

Stream* Lane::find(coco_link link) {
  const auto found = links_.find(link);
  return found == links_.end() ? nullptr : found->second;
}

bool Lane::add(std::unique_ptr<Stream> stream) {
  if (is_stopping_) {
    stream->end(COCO_CLOSE_DRAINING, "the host is going down");
    forget_(stream->name());
    return false;
  }
  Stream* const added = stream.get();
  streams_.emplace(added->name(), std::move(stream));
  added->watch();
  wind();
  return true;
}

void Lane::opened(Stream& stream) { links_[stream.link()] = &stream; }

void Lane::listen(Stream& stream, std::uint64_t number, const std::string& topic) {
  if (!topic.empty()) topics_[topic][{stream.link(), number}] = &stream;
}

void Lane::unlisten(Stream& stream, std::uint64_t number, const std::string& topic) {
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return;
  found->second.erase({stream.link(), number});
  if (found->second.empty()) topics_.erase(found);
}

void Lane::publish(const SharedEvent& event) {
  for (const std::string& topic : event->topics) {
    const auto found = topics_.find(topic);
    if (found == topics_.end()) continue;
    const auto hearers = found->second;  // hearing may change who hears
    for (const auto& [who, stream] : hearers)
      if (event->except_session.empty() || stream->session() != event->except_session) stream->hear(who.second, event);
  }
}

void Lane::end(std::string_view name, coco_close_code code, std::string_view reason) {
  Stream* stream = find(name);
  if (stream == nullptr) return;
  stream->end(code, reason);
  remove(stream->name());
}

void Lane::refuse(std::string_view name, coco_status status, std::string_view why) {
  const Stream* stream = find(name);
  if (stream == nullptr) return;
  services_.respond(stream->exchange(), http_status(status), refusal_json("REFUSED", why));
  remove(std::string(name));
}

void Lane::remove(const std::string& name) {
  const auto found = streams_.extract(name);
  if (found.empty()) return;
  links_.erase(found.mapped()->link());
  found.mapped()->close();
  forget_(found.key());
}

void Lane::stop(coco_close_code code, std::string_view reason) {
  is_stopping_ = true;
  while (!streams_.empty()) end(streams_.begin()->first, code, reason);
  if (timer_ != 0) services_.net->cancel(services_.net->self, number_, std::exchange(timer_, 0));
}

void Lane::wind() {
  if (timer_ != 0 || streams_.empty()) return;
  timer_ = services_.net->after(
      services_.net->self, number_, tick_ms, [](void* self) { static_cast<Lane*>(self)->tick(); }, this);
}

void Lane::tick() {
  timer_ = 0;
  std::vector<std::string> slow;
  for (const auto& [name, stream] : streams_)
    if (stream->is_open() && !stream->tick()) slow.push_back(name);
  for (const std::string& name : slow) end(name, COCO_CLOSE_SLOW, "did not read");
  wind();
}

}  // namespace cocotalk::sse
