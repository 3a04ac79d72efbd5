#pragma once

#include "transport-http/server.hpp"

#include <cocotalk/http.h>

namespace cocotalk::http {

// [lane] GET and HEAD of /files/⟨name⟩: a finished file of the store. Names are permissions and never change, so the answer may
// be kept for ever. What a browser must not show is an attachment in a sandbox, whatever its name says (promises.md, uploads).
void send_file(Server& server, coco_exchange id, const coco_http_request& request);

}  // namespace cocotalk::http
