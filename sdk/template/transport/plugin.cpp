// A transport that only tells: a client sends its access token on a line of its own, and hears a line for each thing that happens
// to its account; `nc 127.0.0.1 7000` shows it.
#include <cocotalk/auth.h>
#include <cocotalk/gateway.h>
#include <cocotalk/net.h>
#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/under_way.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

// Lanes own the connections, the core's loop tells what happens: what both look at is under a mutex, never held while calling
// out.
class TemplateTransport {
 public:
  static constexpr char id[] = "template-transport", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_TRANSPORT, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, COCO_NET, nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("listen", "127.0.0.1:7000", "address and port for clients; port 0: any free one"),
      coco::bytes("unread", "256 KiB", 1024, 1 << 30, "what may wait for a client that does not read; beyond: it is cut off"),
  };

  TemplateTransport(coco::Host host, const coco::Settings& values)
      : host_(host), address_(values.text("listen")), max_unread_(static_cast<std::uint64_t>(values.number("unread"))) {}

  void start() {
    gateway_ = host_.acquire<coco_gateway>(COCO_GATEWAY);
    net_ = host_.acquire<coco_net>(COCO_NET);
    coco_acceptor acceptor{sizeof acceptor, 0, this, nullptr};
    acceptor.on_accept = [](void* self, coco_conn conn, const coco_peer_name* peer, coco_conn_handler* out) {
      *out = static_cast<TemplateTransport*>(self)->accept(conn, *peer);
    };
    std::uint16_t port = 0;
    coco_error error{};
    coco::throw_if(net_->listen(net_->self, coco::view(address_), &acceptor, &port, &error), error);
    host_.info("listens on port " + std::to_string(port));
  }
  // Another instance has taken over: nobody new comes, and who is here stays until he leaves.
  void retire(coco::Completion&& empty) {
    net_->unlisten(net_->self, this);
    when_empty([done = std::make_shared<coco::Completion>(std::move(empty))] { done->ok(); });
  }
  void stop(coco::Completion&& drained) {
    if (!net_) return drained.ok();
    net_->unlisten(net_->self, this);
    tell([](coco_conn, const Client&) { return true; }, "ended 1012 the host is going down\n", Then::end);
    when_empty([this, done = std::make_shared<coco::Completion>(std::move(drained))] {
      auto detached = [this, done](auto...) { under_way_.end(std::move(*done)); };
      gateway_->detach(gateway_->self, &table_, coco::on_completion<void>(std::move(detached)));
    });
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_TRANSPORT ? &table_ : nullptr; }

  // ---- [loop]: what happens
  void publish(const coco_event& event) {
    const std::string_view except = coco::text(event.except_session);
    for (std::uint64_t i = 0; i < event.n_topics; ++i) {
      const std::string_view topic = coco::text(event.topics[i]);
      tell([=](coco_conn, const Client& client) { return client.topic == topic && client.session != except; }, line_of(event));
    }
  }
  void deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event) {
    if (subscription > account) return;  // 0 is the link itself
    tell([link](coco_conn, const Client& client) { return client.link == link; }, line_of(event));
  }
  void close(std::uint64_t link, coco_close_code code, std::string_view reason) {
    tell([link](coco_conn, const Client& client) { return client.link == link; },
         "ended " + std::to_string(code) + " " + std::string(reason) + "\n", Then::end);
  }
  void expel(std::uint64_t link, std::uint64_t subscription) {
    if (subscription == account) close(link, COCO_CLOSE_UNAUTHORIZED, "the topic is closed to this account");
  }

 private:
  static constexpr std::uint64_t account = 1;  // the one subscription of every link

  struct Client {
    std::uint32_t lane = 0;
    std::string address, input;  // what came of the first line
    bool has_asked = false;
    coco_link link = 0;
    std::string session, topic;
  };
  struct Ear {
    TemplateTransport& transport;
    coco_conn conn;
  };
  enum class Then { go_on, end };

  static std::string line_of(const coco_event& event) {
    return std::string(coco::text(event.kind)) + " " + std::string(coco::text(event.body)) + "\n";
  }

  // ---- [lane]: what clients say
  coco_conn_handler accept(coco_conn conn, const coco_peer_name& peer) {
    const std::lock_guard lock(mutex_);
    clients_[conn] = {peer.lane, std::string(coco::text(peer.address)), {}, false, 0, {}, {}};
    coco_conn_handler ear{sizeof ear, 0, new Ear{*this, conn}, nullptr, [](void*) {}, nullptr};
    ear.on_data = [](void* ctx, coco_view bytes, std::int32_t) {
      static_cast<Ear*>(ctx)->transport.hear(static_cast<Ear*>(ctx)->conn, coco::text(bytes));
    };
    ear.on_closed = [](void* ctx, std::int32_t, coco_view) {
      const std::unique_ptr<Ear> gone(static_cast<Ear*>(ctx));
      gone->transport.forget(gone->conn);
    };
    return ear;
  }
  // A first line that never ends is no token either; what follows it is nothing to us.
  void hear(coco_conn conn, std::string_view bytes) {
    std::string token, address;
    {
      const std::lock_guard lock(mutex_);
      Client& client = clients_.at(conn);
      if (client.has_asked) return;
      client.input += bytes;
      if (client.input.find('\n') == std::string::npos && client.input.size() <= COCO_TOKEN_MAX_BYTES) return;
      client.has_asked = true;
      token = client.input.substr(0, client.input.find_first_of("\r\n"));
      address = client.address;
    }
    const coco_credential credential{sizeof credential, COCO_ACCESS_TOKEN, {}, coco::view(token)};
    const coco_peer peer{sizeof peer, COCO_WEB, coco::view(address), coco::view(id)};
    auto opened = [this, conn, part = under_way_.begin()](coco_status, const coco_opened* link, const coco_error* error) {
      if (link == nullptr) return refuse(conn, error->text);
      join(conn, *link);
    };
    gateway_->open(gateway_->self, &credential, &peer, &table_, coco::on_completion<coco_opened>(std::move(opened)));
  }
  void forget(coco_conn conn) {
    std::unique_lock lock(mutex_);
    const coco_link link = clients_.extract(conn).mapped().link;
    const std::function<void()> now_empty = clients_.empty() ? std::exchange(on_empty_, nullptr) : nullptr;
    lock.unlock();
    if (link != 0) gateway_->close(gateway_->self, link);
    if (now_empty) now_empty();
  }

  // ---- [loop]: what the gateway answers
  void join(coco_conn conn, const coco_opened& opened) {
    std::unique_lock lock(mutex_);
    const auto found = clients_.find(conn);
    const bool is_gone = found == clients_.end();
    if (!is_gone) {
      found->second.link = opened.link;
      found->second.session = coco::text(opened.session);
    }
    lock.unlock();
    if (is_gone) return gateway_->close(gateway_->self, opened.link);
    auto joined = [this, conn, part = under_way_.begin()](coco_status, const coco_joined* answer, const coco_error* error) {
      if (answer == nullptr) return refuse(conn, error->text);
      const std::lock_guard again(mutex_);
      if (const auto still = clients_.find(conn); still != clients_.end()) still->second.topic = coco::text(answer->topic);
    };
    const coco_completion done = coco::on_completion<coco_joined>(std::move(joined));
    gateway_->join(gateway_->self, opened.link, coco::view("/me"), account, COCO_LIVE, done);
  }
  void refuse(coco_conn refused, std::string_view why) {
    tell([refused](coco_conn conn, const Client&) { return conn == refused; }, "refused " + std::string(why) + "\n", Then::end);
  }

  // ---- [any]: what clients are told, on their lanes
  template <class Which>
  void tell(const Which& which, const std::string& line, Then then = Then::go_on) {
    const std::lock_guard lock(mutex_);
    for (const auto& [conn, client] : clients_)
      if (which(conn, client)) {
        auto letter = std::make_unique<Letter>(Letter{*this, conn, line, then, under_way_.begin()});
        const auto send = [](void* arg) { std::unique_ptr<Letter>(static_cast<Letter*>(arg))->send(); };
        if (net_->post(net_->self, client.lane, send, letter.get()) == COCO_OK) static_cast<void>(letter.release());
      }
  }
  struct Letter {
    TemplateTransport& transport;
    coco_conn conn;
    std::string line;
    Then then;
    coco::UnderWay::Part part;
    void send() const {
      const coco_net& net = *transport.net_;
      net.send(net.self, conn, coco::view(line));
      if (then == Then::end) net.close(net.self, conn, COCO_CLOSE_NORMAL, {});
      if (net.queued(net.self, conn) > transport.max_unread_) net.abort(net.self, conn, coco::view("does not read"));
    }
  };
  void when_empty(std::function<void()> then) {
    std::unique_lock lock(mutex_);
    if (!clients_.empty()) return std::swap(on_empty_, then);
    lock.unlock();
    then();
  }

  const coco::Host host_;
  const std::string address_;
  const std::uint64_t max_unread_;
  coco::Lease<coco_gateway> gateway_;
  coco::Lease<coco_net> net_;
  std::mutex mutex_;
  std::map<coco_conn, Client> clients_;
  std::function<void()> on_empty_;
  coco::UnderWay under_way_;
  const coco_transport table_{sizeof table_,
                              0,
                              this,
                              COCO_BIND(coco_transport, publish, TemplateTransport),
                              COCO_BIND(coco_transport, deliver, TemplateTransport),
                              COCO_BIND(coco_transport, close, TemplateTransport),
                              COCO_BIND(coco_transport, expel, TemplateTransport)};
};

COCO_EXPORT(TemplateTransport)
