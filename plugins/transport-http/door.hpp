#pragma once

#include "transport-http/routes.hpp"
#include "transport-http/server.hpp"

#include <cocotalk/http.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::http {

// One mounted pattern with all its methods: so a pre-flight and a method nobody serves are answered here, in the service's words.
// Owned by the plugin; requests come on their lanes.
class Door {
 public:
  Door(Server& server, std::string_view pattern) : server_(server), pattern_(pattern) {}
  void add(const Route& route) { routes_.push_back(&route); }
  std::string_view pattern() const { return pattern_; }

  // [main]
  void mount();
  void unmount();

 private:
  void on_request(coco_exchange id, const coco_http_request& request);
  void serve(const Route& route, coco_exchange id, const coco_http_request& request);

  Server& server_;
  const std::string pattern_;
  std::vector<const Route*> routes_;
};

// A door for every pattern of the table, for the files, and for everything else.
std::vector<std::unique_ptr<Door>> doors(Server& server);

}  // namespace cocotalk::http
