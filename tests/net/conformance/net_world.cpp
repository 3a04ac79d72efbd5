#include "net/conformance/net_world.hpp"

#include "conversation/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

namespace cocotalk::net::testing {

using conversation::take_quoted;
using conversation::take_word;

namespace {

std::uint64_t number(std::string_view text) { return std::stoull(std::string(text)); }

const std::set<std::string_view> our_words = {"message_limit", "subprotocol", "body_time"};

}  // namespace

// A body on its way back.
struct NetWorld::Echo {
  NetWorld* world;
  coco_exchange exchange;
  std::string bytes;
};

NetWorld::NetWorld(const std::map<std::string, std::string>& given, MakeDialect make_dialect)
    : make_dialect_(make_dialect), given_(given), net_(settings_of(given)) {
  given_.try_emplace("message_limit", "1000");
  given_.try_emplace("body_time", "20000");
  mount_routes();
  mount_files();
  net_.open();
}

Settings NetWorld::settings_of(const std::map<std::string, std::string>& given) {
  Settings settings;
  for (const auto& [name, value] : given)
    if (!our_words.contains(name)) settings.emplace(name, value);
  return settings;
}

void NetWorld::mount_routes() {
  net_.route("GET /hello", [this](const Seen& seen) { net_.answer(seen.exchange, 200, "hello"); });
  net_.route("POST /echo", [this](const Seen& seen) { echo(seen, 1 << 20, 20'000); });
  net_.route("PUT /echo", [this](const Seen& seen) { echo(seen, 1 << 20, 20'000); });
  net_.route("POST /small", [this](const Seen& seen) { echo(seen, 10, number(given_.at("body_time"))); });
  net_.route("POST /ignore", [this](const Seen& seen) { net_.answer(seen.exchange, 200, "no"); });
  net_.route("DELETE /thing", [this](const Seen& seen) { net_.answer(seen.exchange, 204, ""); });
  net_.route("GET /ws", [this](const Seen& seen) { open_websocket(seen); });
  net_.route("* /held", [this](const Seen& seen) {
    held_ = seen.exchange;
    events_.add("asked " + seen.method + " " + seen.path + (seen.query.empty() ? "" : "?" + seen.query));
  });
}

void NetWorld::mount_files() {
  const std::filesystem::path folder = net_.host().data_dir() / "files";
  std::filesystem::create_directories(folder / "sub");
  const auto write = [&folder](const char* name, std::string_view bytes, std::time_t modified = 784'111'777) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
    const timespec times[] = {{modified, 0}, {modified, 0}};
    if (::utimensat(AT_FDCWD, (folder / name).c_str(), times, 0) != 0) throw std::runtime_error("cannot date a file");
  };
  write("digits.txt", "0123456789");
  write("empty.txt", "");
  write("page.html", "<page>");
  write("page.html.gz", "gzipped");
  write("page.html.br", "brotli");
  write("old.js", "new");
  write("old.js.gz", "old", 784'111'776);
  write("sub/index.html", "index");
  const std::string path = folder;
  const coco_header header{coco::view("cache-control"), coco::view("no-cache")};
  const coco_static_folder files{sizeof files, 0, this, coco::view("/files"), coco::view(path), coco::view("index.html"),
                                 &header,      1};
  coco_error error{};
  coco::throw_if(net_.http().mount_folder(net_.http().self, &files, &error), error);
}

void NetWorld::echo(const Seen& seen, std::uint64_t limit, std::uint64_t deadline_ms) {
  auto* const echo = new Echo{this, seen.exchange, {}};
  const coco_body_handler handler{sizeof handler,
                                  0,
                                  echo,
                                  [](void* ctx, coco_view bytes) { static_cast<Echo*>(ctx)->bytes += coco::text(bytes); },
                                  [](void* ctx) {
                                    const std::unique_ptr<Echo> done(static_cast<Echo*>(ctx));
                                    done->world->net_.answer(done->exchange, 200, "<" + done->bytes + ">");
                                  },
                                  [](void* ctx, coco_view why) {
                                    const std::unique_ptr<Echo> done(static_cast<Echo*>(ctx));
                                    const std::string count = std::to_string(done->bytes.size());
                                    done->world->events_.add("body aborted: " + std::string(coco::text(why)) +
                                                             (done->bytes.empty() ? "" : " after " + count + " bytes"));
                                  }};
  net_.http().receive(net_.http().self, seen.exchange, limit, deadline_ms, &handler);
}

void NetWorld::open_websocket(const Seen& seen) {
  const coco_conn_handler handler{
      sizeof handler,
      0,
      this,
      [](void* ctx, coco_view bytes, std::int32_t is_text) {
        static_cast<NetWorld*>(ctx)->events_.add((is_text != 0 ? "text " : "binary ") + std::string(coco::text(bytes)));
      },
      [](void* ctx) { static_cast<NetWorld*>(ctx)->events_.add("drained"); },
      [](void* ctx, std::int32_t code, coco_view why) {
        static_cast<NetWorld*>(ctx)->events_.add("closed " + std::to_string(code) + " " + std::string(coco::text(why)));
      }};
  const auto chosen = given_.find("subprotocol");
  const std::string_view subprotocol = chosen == given_.end() ? std::string_view() : chosen->second;
  websocket_ =
      net_.http().upgrade(net_.http().self, seen.exchange, coco::view(subprotocol), number(given_.at("message_limit")), &handler);
  events_.add(websocket_ == 0 ? "refused" : "opened");
}

// Two turns: what has arrived before the first is read at the latest in the second.
void NetWorld::settle() {
  net_.on_lane(0, [] {});
  net_.on_lane(0, [] {});
}

// What a line asks for; read before the lane is troubled.
struct NetWorld::Act {
  explicit Act(std::string_view line) : verb(take_word(line)) {
    if (!line.empty() && line.front() != '"') number = std::stoull(std::string(take_word(line)));
    text = take_quoted(line).value_or("");
  }
  std::string verb, text;
  std::uint64_t number = 0;
};

void NetWorld::act(std::string_view line) {
  const Act act(line);
  bool is_known = false;
  net_.on_lane(0, [&] { is_known = act_on_request(act) || act_on_websocket(act); });
  if (!is_known) throw std::invalid_argument("nothing is called " + act.verb);
}

bool NetWorld::act_on_request(const Act& act) {
  const coco_http& http = net_.http();
  if (act.verb == "pause")
    http.pause(http.self, held_);
  else if (act.verb == "resume")
    http.resume(http.self, held_);
  else if (act.verb == "answer")
    net_.answer(held_, static_cast<int>(act.number), act.text);
  else if (act.verb == "begin")
    http.begin(http.self, held_, static_cast<int>(act.number), nullptr, 0);
  else if (act.verb == "write")
    http.write(http.self, held_, coco::view(act.text));
  else if (act.verb == "finish")
    http.finish(http.self, held_);
  else if (act.verb == "watch")
    http.on_gone(
        http.self, held_, [](void* arg) { static_cast<Events*>(arg)->add("gone"); }, &events_);
  else if (act.verb == "receive")
    receive(act.number);
  else
    return false;
  return true;
}

void NetWorld::receive(std::uint64_t limit) {
  const coco_body_handler handler{
      sizeof handler,
      0,
      &events_,
      [](void* ctx, coco_view bytes) { static_cast<Events*>(ctx)->add("body " + std::string(coco::text(bytes))); },
      [](void* ctx) { static_cast<Events*>(ctx)->add("body ends"); },
      [](void* ctx, coco_view why) { static_cast<Events*>(ctx)->add("body aborted: " + std::string(coco::text(why))); }};
  net_.http().receive(net_.http().self, held_, limit, number(given_.at("body_time")), &handler);
}

bool NetWorld::act_on_websocket(const Act& act) {
  const coco_net& net = net_.net();
  if (act.verb == "text")
    net.send(net.self, websocket_, coco::view(act.text));
  else if (act.verb == "binary")
    net.send_binary(net.self, websocket_, coco::view(act.text));
  else if (act.verb == "pause-socket")
    net.pause(net.self, websocket_);
  else if (act.verb == "resume-socket")
    net.resume(net.self, websocket_);
  else if (act.verb == "abort")
    net.abort(net.self, websocket_, coco::view("aborted"));
  else if (act.verb == "limit")
    net.set_message_limit(net.self, websocket_, act.number);
  else if (act.verb == "close")
    net.close(net.self, websocket_, static_cast<std::int32_t>(act.number), coco::view(act.text));
  else
    return false;
  return true;
}

}  // namespace cocotalk::net::testing
