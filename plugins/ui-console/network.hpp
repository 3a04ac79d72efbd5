// The gateway's table, as calls that wait.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ui-console/inbox.hpp"
#include "ui-console/listener.hpp"

namespace cocotalk::console {

struct Login {
  std::string cid, password;
  coco_device_class device = COCO_WEB;
};

struct Answer {
  std::string json;
  std::uint64_t seq = 0;  // 0: nothing was stored
  std::string message_id;
};

// The one link of a console to the application. Made and used by the console's thread, which a call keeps waiting for at most 30
// s; events go to the inbox. Calls throw Refusal, and Stopped when the inbox was stopped.
class Network {
 public:
  Network(const coco_gateway& gateway, std::shared_ptr<Inbox> inbox);
  ~Network();  // detaches; after it nothing calls back

  // Opens the link, after closing an older one; answers the account.
  std::int64_t open(const Login& who);
  std::int64_t open(const std::string& access_token, coco_device_class device);
  // Of the store behind the open link, or the last one: another value than before means that positions are void.
  const std::string& store_epoch() const { return store_epoch_; }
  void close();
  bool is_open() const { return link_ != 0; }
  // True when `ended` is about the open link, which it then closes.
  bool loses(const LinkEnded& ended);

  Answer ask(std::string_view command, std::string_view json);
  // As somebody who has no account yet.
  Answer ask_anonymously(std::string_view command, std::string_view json, coco_device_class device = COCO_WEB);
  // As whoever has this refresh token.
  Answer ask_with(const std::string& refresh_token, std::string_view command, coco_device_class device);
  void join(std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq = COCO_LIVE);
  void leave(std::uint64_t subscription);

  // Called about 30 times a second while a call waits, on its thread; it must not call the network.
  std::function<void()> while_waiting;

 private:
  static constexpr std::chrono::seconds patience{30};
  template <class Kept>
  struct Waiting;

  std::int64_t open(const coco_credential& credential, coco_device_class device);
  Answer ask_as(const coco_caller& caller, std::string_view command, std::string_view json);
  template <class Kept, class Result, class Keep, class Call>
  Kept wait(Keep keep, Call call);

  const coco_gateway& gateway_;
  const std::shared_ptr<Inbox> inbox_;
  const std::shared_ptr<Listener> listener_;  // shared with completions, which may come late
  coco_link link_ = 0;
  std::string store_epoch_;
};

}  // namespace cocotalk::console
