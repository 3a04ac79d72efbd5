// What a link is heard and answered on.
#pragma once

#include <cocotalk/net.h>
#include <cocotalk/transport.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cocotalk::stomp {

// Bytes as they are written for everybody who hears them.
using SharedFrame = std::shared_ptr<const std::string>;

// One client's line: a connection of net's, or a SockJS session made of HTTP requests. Owned by its link, on its lane. It tells
// the link what came (Link::heard, Link::drained) and the lane when it is gone (Lane::gone), never from within a call of these.
class Channel {
 public:
  virtual ~Channel() = default;

  // The connection, to which shared buffers are sent past this class; 0 when there is none.
  virtual coco_conn conn() const = 0;
  // Queues one frame, or a heart-beat.
  virtual void send(std::string_view frame) = 0;
  // The same for a MESSAGE that the lane encoded for all channels like this one; where there is a connection, net is handed it.
  virtual void send_encoded(const SharedFrame&) {}
  // Bytes the client has not taken.
  virtual std::uint64_t queued() const = 0;
  // Asks for one Link::drained when `queued` falls below `bytes`.
  virtual void notify_below(std::uint64_t bytes) = 0;
  // Stops and resumes reading.
  virtual void pause() = 0;
  virtual void resume() = 0;
  // The client signed in: it may send whole frames, and promised a byte every so often (0: it did not).
  virtual void admit(std::uint64_t silence_limit_ms) = 0;
  // Sends what is queued, then ends. Lane::gone follows.
  virtual void close(coco_close_code code, std::string_view reason) = 0;
  // Ends without sending anything more. Lane::gone follows.
  virtual void abort(std::string_view why) = 0;
};

}  // namespace cocotalk::stomp
