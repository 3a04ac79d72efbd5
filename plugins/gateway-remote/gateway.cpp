#include "gateway-remote/gateway.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "gateway-remote/words.hpp"

namespace cocotalk::remote {

namespace asio = boost::asio;

struct Gateway::Link {
  Link(const coco_transport& to, asio::io_context& io) : back(to), deadline(io) {}
  const coco_transport& back;
  std::shared_ptr<Connection> connection;
  std::unique_ptr<Conversation> conversation;
  asio::steady_timer deadline;  // for CONNECTED
};

namespace {

constexpr std::chrono::seconds connected_within{20};

// What a link needs once, when its socket is open. Dropped, it would say no more than "aborted".
struct Opening {
  SignIn who;
  coco::Completion done;

  void fail(std::string_view why) { std::exchange(done, {}).fail(COCO_UNAVAILABLE, why); }
};

// 128 random bits in hex.
std::string random_word(const coco::Host& host) {
  std::array<unsigned char, 16> bytes{};
  host.random(bytes.data(), bytes.size());
  std::string word;
  for (const unsigned char byte : bytes) {
    word += "0123456789abcdef"[byte >> 4];
    word += "0123456789abcdef"[byte & 15];
  }
  return word;
}

}  // namespace

Gateway::Gateway(coco::Host host, Address address, std::size_t max_frame_bytes, const std::string& ca_file)
    : host_(host),
      address_(std::move(address)),
      tls_(address_.is_secure ? tls_context(ca_file) : nullptr),
      max_frame_bytes_(max_frame_bytes),
      table_{offsetof(coco_gateway, publish),  // a UI publishes nothing to topics of applications, and offers no commands
             0,
             this,
             COCO_BIND(coco_gateway, open, Gateway),
             COCO_BIND(coco_gateway, ask, Gateway),
             COCO_BIND(coco_gateway, join, Gateway),
             COCO_BIND(coco_gateway, leave, Gateway),
             COCO_BIND(coco_gateway, close, Gateway),
             COCO_BIND(coco_gateway, detach, Gateway),
             nullptr,
             nullptr,
             nullptr,
             nullptr} {}

Gateway::~Gateway() { stop(); }

void Gateway::start() {
  stays_.emplace(io_.get_executor());
  is_running_ = true;
  thread_ = std::thread([this] {
    io_.run();
    idle_.set_value();
  });
}

void Gateway::stop() {
  if (!thread_.joinable()) return;
  is_running_ = false;
  asio::post(io_, [this] {
    for (const auto& post : std::exchange(posts_, {})) post->cancel();
    while (!links_.empty()) drop(links_.begin()->first, "gateway-remote is stopping");
    stays_.reset();
  });
  if (idle_.get_future().wait_for(std::chrono::seconds(2)) != std::future_status::ready) io_.stop();
  thread_.join();
}

bool Gateway::refuses(coco::Completion& done) const {
  if (is_running_) return false;
  done.fail(COCO_ABORTED, "gateway-remote is stopping");
  return true;
}

// Runs `call` on the thread, after what was handed over before. When the thread is gone, dropping the call answers its
// completion.
template <class Call>
void Gateway::on_thread(Call&& call) {
  asio::post(io_, std::forward<Call>(call));
}

Gateway::Link* Gateway::find(coco_link id) {
  const auto found = links_.find(id);
  return found == links_.end() ? nullptr : found->second.get();
}

void Gateway::open(const coco_credential& credential, const coco_peer& peer, const coco_transport& back,
                   coco::Completion&& done) {
  if (refuses(done)) return;
  if (credential.kind != COCO_LOGIN && credential.kind != COCO_ACCESS_TOKEN)
    return done.fail(COCO_INVALID, "over the network a link is opened with a login or an access token");
  SignIn who{credential.kind, std::string(coco::text(credential.name)), std::string(coco::text(credential.secret)), peer.device};
  if (!fits_connect(who.name) || !fits_connect(who.secret))
    return done.fail(COCO_INVALID, "a cid, password or token must not contain a line end or NUL");
  on_thread([this, who = std::move(who), &back, answer = std::move(done)]() mutable { begin(who, back, std::move(answer)); });
}

void Gateway::begin(const SignIn& who, const coco_transport& back, coco::Completion&& done) {
  const coco_link id = ++last_link_;
  Link& link = *links_.emplace(id, std::make_unique<Link>(back, io_)).first->second;
  const auto opening = std::make_shared<Opening>(Opening{who, std::move(done)});
  Hearing hearing;
  hearing.opened = [this, id, opening] {
    if (Link* opened = find(id))
      opened->conversation->connect(std::exchange(opening->who, {}), address_.host, std::move(opening->done));
  };
  hearing.received = [this, id](std::string_view bytes) {
    Link* spoken = find(id);
    if (spoken == nullptr) return;
    if (const std::optional<Ending> ending = spoken->conversation->receive(bytes)) end(id, *ending);
  };
  hearing.ended = [this, id, opening](const Ending& ending) {
    opening->fail(ending.reason);
    end(id, ending);
  };
  link.connection = Connection::open(io_, address_, tls_, max_frame_bytes_, std::move(hearing));
  link.conversation = std::make_unique<Conversation>(
      id, back, max_frame_bytes_, [connection = link.connection](std::string bytes) { connection->send(std::move(bytes)); });
  link.deadline.expires_after(connected_within);
  link.deadline.async_wait([this, id, opening](boost::system::error_code cancelled) {
    Link* late = find(id);
    if (cancelled || late == nullptr || late->conversation->is_connected()) return;
    const std::string why = "the host at " + address_.authority() + " does not answer CONNECT";
    opening->fail(why);
    end(id, {close_lost, why});
  });
}

// The link is over for a reason its transport does not know yet.
void Gateway::end(coco_link id, const Ending& ending) {
  const auto found = links_.find(id);
  if (found == links_.end()) return;
  const std::unique_ptr<Link> link = std::move(found->second);
  links_.erase(found);
  link->connection->close();
  const bool was_open = link->conversation->is_connected();
  link->conversation->end(was_open ? COCO_ABORTED : COCO_UNAVAILABLE, ending.reason);
  if (was_open) link->back.close(link->back.self, id, ending.code, coco::view(ending.reason));
}

// The link is over because its owner or we ourselves want it.
void Gateway::drop(coco_link id, std::string_view why) {
  const auto found = links_.find(id);
  if (found == links_.end()) return;
  const std::unique_ptr<Link> link = std::move(found->second);
  links_.erase(found);
  if (link->conversation->is_connected()) link->conversation->disconnect();
  link->connection->close();
  link->conversation->end(COCO_ABORTED, why);
}

void Gateway::ask(const coco_caller& caller, std::string_view command, std::string_view json, coco::Completion&& done) {
  if (refuses(done)) return;
  if (caller.link == 0 && caller.credential.kind == COCO_REFRESH_TOKEN && command == "auth.reissue") {
    const std::string token(coco::text(caller.credential.secret));
    if (!fits_connect(token)) return done.fail(COCO_INVALID, "a token must not contain a line end or NUL");
    return on_thread([this, request = reissue_of(token, caller.peer.device), answer = std::move(done)]() mutable {
      send_public(std::move(request), std::move(answer));
    });
  }
  on_thread([this, link = caller.link, kind = caller.credential.kind, command = std::string(command), json = std::string(json),
             answer = std::move(done)]() mutable {
    if (Link* asked = find(link)) return asked->conversation->ask(command, json, std::move(answer));
    if (link != 0) return answer.fail(COCO_UNAUTHORIZED, "the link is closed");
    if (kind != COCO_ANONYMOUS)
      return answer.fail(COCO_INVALID, "over the network a question with a credential needs an open link");
    ask_public(command, json, std::move(answer));
  });
}

void Gateway::ask_public(const std::string& command, const std::string& json, coco::Completion&& done) {
  std::optional<PublicRequest> request;
  try {
    request = request_of(command, json, random_word(host_));
  } catch (const coco::Error& e) {
    return done.fail(e.code(), e.what());
  }
  if (!request) return done.fail(COCO_UNAUTHORIZED, "without a link only auth.sign-up and auth.sign-in can be asked");
  send_public(std::move(*request), std::move(done));
}

void Gateway::send_public(PublicRequest request, coco::Completion&& done) {
  const auto answer = std::make_shared<coco::Completion>(std::move(done));
  const auto self = std::make_shared<std::shared_ptr<HttpPost>>();
  *self = http_post(io_, address_, tls_, std::move(request), [this, answer, self](const HttpOutcome& outcome) {
    posts_.erase(std::exchange(*self, nullptr));
    if (outcome.status == 0) return answer->fail(COCO_UNAVAILABLE, outcome.why);
    const PublicAnswer said = answer_of_envelope(outcome.status, outcome.retry_after, outcome.body);
    const coco_answer result{sizeof result, said.retry_after_ms, coco::view(said.json), 0, {}};
    said.status == COCO_OK ? answer->ok(&result) : answer->fail(said.status, said.detail, &result);
  });
  posts_.insert(*self);
}

void Gateway::join(coco_link link, std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq,
                   coco::Completion&& done) {
  if (refuses(done)) return;
  on_thread([this, link, destination = std::string(destination), subscription, from_seq, answer = std::move(done)]() mutable {
    if (Link* joining = find(link)) return joining->conversation->join(destination, subscription, from_seq, std::move(answer));
    answer.fail(COCO_UNAUTHORIZED, "the link is closed");
  });
}

void Gateway::leave(coco_link link, std::uint64_t subscription) {
  on_thread([this, link, subscription] {
    if (Link* leaving = find(link)) leaving->conversation->leave(subscription);
  });
}

void Gateway::close(coco_link link) {
  on_thread([this, link] { drop(link, "the link was closed"); });
}

void Gateway::detach(const coco_transport* back, coco::Completion&& done) {
  if (refuses(done)) return;
  on_thread([this, back, answer = std::move(done)]() mutable {
    for (auto next = links_.begin(); next != links_.end();) {
      const auto link = next++;
      if (&link->second->back == back) drop(link->first, "the transport was detached");
    }
    answer.ok();
  });
}

}  // namespace cocotalk::remote
