// A link of an unmodified CocoTalk client, let in by the ticket in its address.
#pragma once

#include <string>

#include "transport-stomp/link.hpp"

namespace cocotalk::stomp {

// Gentle: an ERROR or a closed socket blanks the client's whole page (cocotalk-wire.md, 5.2 and Q16), so what is wrong is
// dropped, and the first few drops of a link are logged.
class OriginalLink final : public Link {
 public:
  OriginalLink(Lane& lane, Origin origin, std::string ticket)
      : Link(lane, Dialect::original, std::move(origin)), ticket_(std::move(ticket)) {}
  void end(coco_close_code code, std::string_view why) override;

 private:
  void on_frame(const Frame& frame) override;
  void on_broken(const Broken& broken) override;
  void on_deadline() override;
  void on_opened(const Opened& letter) override;
  void on_refused_open(const Ending& ending) override;
  void on_joined(const Asked& asked) override;
  void on_refused_join(const Asked& asked, const Ending& ending) override;
  void on_answered(const Answered& letter) override;
  Fate fate_of(const Subscription& subscription, const Event& event) const override;

  void connect(const Frame& frame);
  void send_command(const Frame& frame);
  void subscribe_to(const Frame& frame);
  void disconnect(const Frame& frame);
  void receipt(std::string_view id);
  void drop(std::string_view what, std::string_view why);

  std::string ticket_;        // until it was used
  std::string entered_room_;  // whose view the socket is; empty: none
  int logged_drops_ = 0;
};

}  // namespace cocotalk::stomp
