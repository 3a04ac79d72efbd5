// Which plugin answers which request. Pure.
#pragma once

#include <cocotalk/http.h>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::net {

// Who answers, and what the pattern's {…} matched.
struct Match {
  using OnRequest = void (*)(void* ctx, coco_exchange exchange, const coco_http_request* request);
  void* ctx = nullptr;
  OnRequest on_request = nullptr;  // nullptr: nobody
  std::vector<std::string> params;
  std::string allow;  // when nobody answers this method, but others are: "GET, HEAD, OPTIONS"
};

// A tree of patterns. Literal segments win over {…}, {…} over {*}; a pattern that has the path but not the method gives way to
// one that has both, except that a catch-all of every method ("*" "/{*}") only answers paths nobody else knows.
class Routes {
 public:
  // Throws coco::Error for a pattern that is malformed or there already: from anybody, or, if equal ones may wait, from this ctx.
  enum class Equal { refused, waits_behind };
  void add(const coco_route& route, Equal equal);
  void remove(const void* ctx);
  // `declined`: so many of those who mounted an equal pattern do not want the request.
  Match find(std::string_view method, const std::vector<std::string>& segments, std::size_t declined = 0) const;

 private:
  struct Target {
    void* ctx;
    Match::OnRequest on_request;
  };
  using Methods = std::map<std::string, std::vector<Target>, std::less<>>;  // in the order they were mounted
  struct Node {
    std::map<std::string, Node, std::less<>> literals;
    std::vector<Node> any;  // none or one
    Methods here;           // the pattern ends here
    Methods rest;           // … with {*}
  };
  struct Search;
  static void remove(Methods& methods, const void* ctx);
  static void remove(Node& node, const void* ctx);

  Node root_;
};

}  // namespace cocotalk::net
