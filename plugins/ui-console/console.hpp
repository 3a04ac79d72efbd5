// The console's thread and what it is made of.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>

#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "ui-console/dialogue.hpp"
#include "ui-console/inbox.hpp"

namespace cocotalk::console {

struct Options {
  Manner::Format format = Manner::Format::lines;
  std::string cid, password_file;
  coco_device_class device = COCO_WEB;
  bool wants_lines = false;  // also where the full screen could be
  bool stops_host_at_end = false;
  int input = 0, output = 1;  // file descriptors; not owned
};

// One console. Made by the plugin; start() makes a thread of its own, on which everything happens and which stop() ends whatever
// input, output and gateway do.
class Console {
 public:
  Console(coco::Host host, Options options);
  ~Console();
  void start();
  void stop();

 private:
  void run();
  Exit converse();
  Exit converse_in_lines();
  // Nothing: this terminal cannot show it.
  std::optional<Exit> converse_on_screen();
  std::string new_message_id() const;
  double random() const;

  const coco::Host host_;
  const Options options_;
  const std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  coco::Lease<coco_gateway> gateway_;
  std::thread thread_;
};

}  // namespace cocotalk::console
