// A signed-in device.
#pragma once

#include <cocotalk/gateway.h>

#include <memory>
#include <string>

#include "core/domain/ids.hpp"

namespace cocotalk::domain {

struct Session {
  SessionId id;
  AccountId account = 0;
  coco_device_class device = COCO_MOBILE;
  std::string push_token;  // what the device called itself at sign-in (fcmToken)
  std::string address, agent;
  std::int64_t created_ms = 0;
  bool is_stored = true;      // a guest's is in memory alone
  std::int64_t ended_ms = 0;  // 0: it may act
  coco_close_code ended_code = COCO_CLOSE_NORMAL;
  bool is_ended() const { return ended_ms != 0; }
};
using SessionPtr = std::shared_ptr<Session>;

// Where a request comes from.
struct Peer {
  coco_device_class device = COCO_MOBILE;
  std::string address, agent;
};

}  // namespace cocotalk::domain
