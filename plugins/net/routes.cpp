#include "net/routes.hpp"

#include "net/text.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <set>

namespace cocotalk::net {

namespace {

[[noreturn]] void refuse(std::string_view method, std::string_view pattern, std::string_view why) {
  throw coco::Error(COCO_INVALID, "cannot mount " + std::string(method) + " " + std::string(pattern) + ": " + std::string(why));
}

bool has_braces(std::string_view text) { return text.find_first_of("{}") != std::string_view::npos; }

}  // namespace

void Routes::add(const coco_route& route, Equal equal) {
  const std::string_view method = coco::text(route.method), pattern = coco::text(route.pattern);
  if (method != "*" && !is_token(method)) refuse(method, pattern, "the method is no word");
  if (route.on_request == nullptr) refuse(method, pattern, "on_request is missing");
  if (!pattern.starts_with('/')) refuse(method, pattern, "a pattern begins with '/'");
  if (pattern.size() > 1 && pattern.ends_with('/')) refuse(method, pattern, "a pattern does not end with '/'");
  Node* node = &root_;
  Methods* methods = nullptr;
  std::string_view left = pattern.substr(1);
  while (!left.empty() && methods == nullptr) {
    const std::size_t slash = left.find('/');
    const std::string_view segment = left.substr(0, slash);
    left = slash == std::string_view::npos ? std::string_view() : left.substr(slash + 1);
    if (segment == "{*}") {
      if (!left.empty()) refuse(method, pattern, "{*} takes the rest and stands last");
      methods = &node->rest;
    } else if (segment.size() > 2 && segment.front() == '{' && segment.back() == '}' &&
               !has_braces(segment.substr(1, segment.size() - 2))) {
      if (node->any.empty()) node->any.emplace_back();
      node = &node->any.front();
    } else {
      if (has_braces(segment)) refuse(method, pattern, "braces go around a whole segment");
      if (segment.empty()) refuse(method, pattern, "a segment is empty");
      node = &node->literals[std::string(segment)];
    }
  }
  if (methods == nullptr) methods = &node->here;
  std::vector<Target>& targets = (*methods)[std::string(method)];
  const auto collides = [&](const Target& target) { return equal == Equal::refused || target.ctx == route.ctx; };
  if (std::any_of(targets.begin(), targets.end(), collides)) refuse(method, pattern, "an equal pattern is mounted already");
  targets.push_back({route.ctx, route.on_request});
}

void Routes::remove(Methods& methods, const void* ctx) {
  for (auto& [method, targets] : methods) std::erase_if(targets, [ctx](const Target& target) { return target.ctx == ctx; });
  std::erase_if(methods, [](const auto& entry) { return entry.second.empty(); });
}

void Routes::remove(Node& node, const void* ctx) {
  remove(node.here, ctx);
  remove(node.rest, ctx);
  for (Node& any : node.any) remove(any, ctx);
  for (auto& [segment, child] : node.literals) remove(child, ctx);
}

void Routes::remove(const void* ctx) { remove(root_, ctx); }

// One look-up: goes through the tree in order of precedence until somebody has path and method.
struct Routes::Search {
  std::string_view method;
  const std::vector<std::string>& segments;
  const std::size_t declined;
  Match match{};
  std::vector<std::string> params{};
  std::set<std::string, std::less<>> allowed{};

  bool take(const Methods& methods) {
    auto found = methods.find(method);
    if (found == methods.end() && method == "HEAD") found = methods.find("GET");
    if (found == methods.end()) found = methods.find("*");
    if (found == methods.end()) {
      for (const auto& [name, targets] : methods) allowed.insert(name);
      return false;
    }
    if (declined >= found->second.size()) return true;  // nobody is left
    match.ctx = found->second[declined].ctx;
    match.on_request = found->second[declined].on_request;
    match.params = params;
    return true;
  }

  bool visit(const Node& node, std::size_t depth) {
    if (depth == segments.size() && !node.here.empty() && take(node.here)) return true;
    if (depth < segments.size()) {
      if (const auto child = node.literals.find(segments[depth]); child != node.literals.end() && visit(child->second, depth + 1))
        return true;
      for (const Node& any : node.any) {
        if (segments[depth].empty()) break;
        params.push_back(segments[depth]);
        if (visit(any, depth + 1)) return true;
        params.pop_back();
      }
    }
    return !node.rest.empty() && take_rest(node, depth);
  }

  bool take_rest(const Node& node, std::size_t depth) {
    const auto names = [&](std::string_view name) { return node.rest.contains(name); };
    const bool names_method = names(method) || (method == "HEAD" && names("GET"));
    // The root's catch-all knows no path: it neither makes one known nor hides that others know it.
    if (depth == 0 && !names_method && (!names("*") || !allowed.empty())) return false;
    std::string rest;
    for (std::size_t i = depth; i < segments.size(); ++i) rest.append(i == depth ? "" : "/").append(segments[i]);
    params.push_back(std::move(rest));
    if (take(node.rest)) return true;
    params.pop_back();
    return false;
  }
};

Match Routes::find(std::string_view method, const std::vector<std::string>& segments, std::size_t declined) const {
  Search search{method, segments, declined};
  if (search.visit(root_, 0)) return std::move(search.match);
  if (search.allowed.contains("GET")) search.allowed.insert("HEAD");
  if (!search.allowed.empty()) search.allowed.insert("OPTIONS");  // answered by whoever says so to the client
  for (const std::string& name : search.allowed) search.match.allow.append(search.match.allow.empty() ? "" : ", ").append(name);
  return std::move(search.match);
}

}  // namespace cocotalk::net
