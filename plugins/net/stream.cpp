#include "net/stream.hpp"

#include "net/connection.hpp"
#include "net/lane.hpp"

#include <algorithm>

namespace cocotalk::net {

void Stream::set_handler(const coco_conn_handler& handler) {
  handler_ = &connection_.lane().shared_handler(handler);
  ctx_ = handler.ctx;
}

void Stream::pause() {
  is_paused_ = true;
  connection_.pause_reading();
}

void Stream::resume() {
  is_paused_ = false;
  connection_.resume_reading();
}

void Stream::notify_below(std::uint64_t bytes) {
  notify_below_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, UINT32_MAX));
  connection_.touch();
}

void Stream::tell_drained() {
  if (notify_below_ == 0 || connection_.queued() >= notify_below_) return;
  notify_below_ = 0;
  handler_->on_drained(ctx_);
}

}  // namespace cocotalk::net
