// A transport that keeps what it is told, sorted by who hears it.
#pragma once

#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/api/answered.hpp"

namespace cocotalk::testing {

struct Heard {
  std::string topic;  // empty: delivered to this subscription alone
  std::string kind, content_type, message_id, state_key, except_session;
  Parsed body;
  std::int64_t seq = 0, to_seq = 0, sender = 0;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct Closed {
  coco_link link;
  coco_close_code code;
  std::string reason;
};

// Like every transport it hands a published event to the subscriptions whose join was answered with one of its topics.
class RecordingTransport {
 public:
  RecordingTransport() = default;
  RecordingTransport(const RecordingTransport&) = delete;
  RecordingTransport& operator=(const RecordingTransport&) = delete;
  const coco_transport* table() const { return &table_; }

  void joined(const std::string& topic, std::uint64_t subscription) { topics_[topic].push_back(subscription); }
  void left(std::uint64_t subscription) {
    for (auto& [topic, subscriptions] : topics_) std::erase(subscriptions, subscription);
  }
  const std::vector<Heard>& heard(std::uint64_t subscription) { return heard_[subscription]; }
  void forget() { heard_.clear(); }
  const std::vector<Closed>& closed() const { return closed_; }
  bool is_expelled(std::uint64_t subscription) const { return expelled_.contains(subscription); }
  // The subscriptions that heard something, in the order of hearing.
  std::vector<std::uint64_t>& order() { return order_; }
  // How often it was called at all.
  int calls() const { return calls_; }

  void publish(const coco_event& event) {
    ++calls_;
    for (std::uint64_t t = 0; t < event.n_topics; ++t)
      for (const std::uint64_t subscription : topics_[std::string(coco::text(event.topics[t]))]) {
        order_.push_back(subscription);
        heard_[subscription].push_back(copy(event, std::string(coco::text(event.topics[t]))));
      }
  }
  void deliver(std::uint64_t, std::uint64_t subscription, const coco_event& event) {
    ++calls_;
    heard_[subscription].push_back(copy(event, {}));
  }
  void close(std::uint64_t link, coco_close_code code, std::string_view reason) {
    ++calls_;
    closed_.push_back({link, code, std::string(reason)});
  }
  void expel(std::uint64_t, std::uint64_t subscription) {
    ++calls_;
    expelled_.insert(subscription);
    left(subscription);
  }

 private:
  static Heard copy(const coco_event& event, std::string topic) {
    Heard out;
    out.topic = std::move(topic);
    out.kind = coco::text(event.kind);
    out.content_type = coco::text(event.content_type);
    out.message_id = coco::text(event.message_id);
    out.state_key = coco::text(event.state_key);
    out.except_session = coco::text(event.except_session);
    out.body = Parsed(std::string(coco::text(event.body)));
    out.seq = static_cast<std::int64_t>(event.seq);
    out.to_seq = static_cast<std::int64_t>(event.to_seq);
    out.sender = event.sender;
    for (std::uint64_t i = 0; i < event.n_headers; ++i)
      out.headers.emplace_back(coco::text(event.headers[i].name), coco::text(event.headers[i].value));
    return out;
  }
  std::map<std::string, std::vector<std::uint64_t>> topics_;
  std::map<std::uint64_t, std::vector<Heard>> heard_;
  std::vector<std::uint64_t> order_;
  std::vector<Closed> closed_;
  std::set<std::uint64_t> expelled_;
  int calls_ = 0;
  const coco_transport table_{sizeof table_,
                              0,
                              this,
                              COCO_BIND(coco_transport, publish, RecordingTransport),
                              COCO_BIND(coco_transport, deliver, RecordingTransport),
                              COCO_BIND(coco_transport, close, RecordingTransport),
                              COCO_BIND(coco_transport, expel, RecordingTransport)};
};

}  // namespace cocotalk::testing
