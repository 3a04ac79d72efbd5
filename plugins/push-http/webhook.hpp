// Push through a web address of whoever runs the host.
#pragma once

#include "push-http/client.hpp"
#include "push-http/note.hpp"

#include <string>

namespace cocotalk::push_http {

// POSTs each note as JSON:
//
//   {"room":"…","roomType":0,"roomName":"…","sender":"…","text":"…","targets":[{"account":5,"device":"WEB","token":"…"}]}
//
// The header X-CocoTalk-Signature says "t=⟨unix seconds⟩,v1=⟨hex⟩", the HMAC-SHA256 of "⟨t⟩.⟨body⟩" with the secret: who receives
// it checks both and refuses what is old. 2xx: taken; its body may be {"gone":["token", …]}. 400, 404, 410, 413, 422: never
// taken. Else: later.
class Webhook {
 public:
  Webhook(coco::Host host, const std::string& url, const std::string& ca_file, std::string secret, std::chrono::seconds timeout);
  Gone deliver(const Note& note);

 private:
  const coco::Host host_;
  const std::string path_, secret_;
  Client client_;
};

// The body for a note.
std::string webhook_body(const Note& note);

}  // namespace cocotalk::push_http
