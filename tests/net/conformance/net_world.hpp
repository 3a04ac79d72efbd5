// The plugin, with routes for conversations.
#pragma once

#include "net/net_under_test.hpp"

#include "conversation/player.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace cocotalk::net::testing {

// What may be asked:
//   GET /hello            "hello", at once
//   POST, PUT /echo       the body in <>
//   POST /small           the same, of at most 10 bytes within the given body_time
//   POST /ignore          "no", whatever the body
//   DELETE /thing         204
//   any /held             nothing until '!' says so
//   GET /ws               a WebSocket
//   GET /files/…          a folder; what is in it, http/files.txt says
// Given may be message_limit (of a WebSocket, 1000), subprotocol (its owner's choice), body_time (ms); all else is a setting.
// What its owner hears ('='): "asked GET /held", "body …", "body ends", "body aborted: …", "gone"; of a WebSocket "opened",
// "refused", "text …", "binary …", "drained", "closed 1000 …".
// What can be done ('!'): to the request held last: receive 1000 | pause | resume | answer 200 "text" | begin 200 | write "text"
// | finish | watch (tells when it is gone). To the WebSocket: text "…" | binary "…" | close 1000 "…" | pause-socket |
// resume-socket | limit 2000 | abort.
class NetWorld : public conversation::World {
 public:
  using MakeDialect = std::unique_ptr<conversation::Dialect> (*)();
  NetWorld(const std::map<std::string, std::string>& given, MakeDialect make_dialect);

  std::uint16_t port(std::string_view) override { return net_.port(); }
  std::unique_ptr<conversation::Dialect> dialect(std::string_view) override { return make_dialect_(); }
  void settle() override;
  void act(std::string_view line) override;
  std::string next_event() override { return events_.next(); }

 protected:
  Net& net() { return net_; }

 private:
  struct Echo;
  static Settings settings_of(const std::map<std::string, std::string>& given);
  void mount_routes();
  void mount_files();
  void echo(const Seen& seen, std::uint64_t limit, std::uint64_t deadline_ms);
  void open_websocket(const Seen& seen);
  struct Act;
  bool act_on_request(const Act& act);
  void receive(std::uint64_t limit);
  bool act_on_websocket(const Act& act);

  const MakeDialect make_dialect_;
  std::map<std::string, std::string> given_;
  Events events_;
  coco_exchange held_ = 0;  // on the lane, as the next
  coco_conn websocket_ = 0;
  Net net_;  // last: what it calls outlives it
};

}  // namespace cocotalk::net::testing
