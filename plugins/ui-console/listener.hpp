// What the gateway tells the console: cocotalk.transport/1 for one link.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ui-console/inbox.hpp"

namespace cocotalk::console {

// Puts what the gateway says about the open link into the inbox. Owned by Network; called from the gateway's threads, which it
// never keeps waiting. When the inbox is full the link ends: whoever does not read the console's output loses the link, not
// single messages.
class Listener {
 public:
  explicit Listener(std::shared_ptr<Inbox> inbox);
  const coco_transport& table() const { return table_; }

  // [any]
  void opened(coco_link link, std::string_view session);
  void closed();
  void joined(std::string_view topic, std::uint64_t subscription);
  void left(std::uint64_t subscription);

  // The slots.
  void publish(const coco_event& event);
  void deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event);
  void close(std::uint64_t link, coco_close_code code, std::string_view reason);
  void expel(std::uint64_t link, std::uint64_t subscription);

 private:
  struct Listening {
    std::string topic;
    std::uint64_t subscription;
  };
  void push(const coco_event& event, std::uint64_t subscription);

  const std::shared_ptr<Inbox> inbox_;
  const coco_transport table_;
  std::mutex mutex_;
  coco_link link_ = 0;
  std::string session_;
  std::vector<Listening> listening_;
};

}  // namespace cocotalk::console
