// cocotalk.gateway/1 over the network.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "gateway-remote/address.hpp"
#include "gateway-remote/connection.hpp"
#include "gateway-remote/conversation.hpp"
#include "gateway-remote/http_post.hpp"

namespace cocotalk::remote {

// The host at one address, as a gateway: each link is one WebSocket to it. Made and ended by the plugin; its slots may be called
// from any thread, everything else happens on a thread of its own, which is the [loop] of its callers. A link that is lost is
// closed towards its transport; nothing reconnects by itself.
class Gateway {
 public:
  // `ca_file`: see tls_context(); only looked at when the address is a secure one.
  Gateway(coco::Host host, Address address, std::size_t max_frame_bytes, const std::string& ca_file);
  ~Gateway();
  void start();
  // Closes every link and joins the thread, within about two seconds whatever the network does.
  void stop();

  // The slots of cocotalk.gateway/1. [any]
  void open(const coco_credential& credential, const coco_peer& peer, const coco_transport& back, coco::Completion&& done);
  void ask(const coco_caller& caller, std::string_view command, std::string_view json, coco::Completion&& done);
  void join(coco_link link, std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq,
            coco::Completion&& done);
  void leave(coco_link link, std::uint64_t subscription);
  void close(coco_link link);
  void detach(const coco_transport* back, coco::Completion&& done);

  const coco_gateway* table() const { return &table_; }

 private:
  struct Link;

  bool refuses(coco::Completion& done) const;
  template <class Call>
  void on_thread(Call&& call);
  Link* find(coco_link id);
  void begin(const SignIn& who, const coco_transport& back, coco::Completion&& done);
  void wait_for_connected(Link& link);
  void end(coco_link id, const Ending& ending);
  void drop(coco_link id, std::string_view why);
  void ask_public(const std::string& command, const std::string& json, coco::Completion&& done);
  void send_public(PublicRequest request, coco::Completion&& done);

  const coco::Host host_;
  const Address address_;
  const TlsContext tls_;  // nothing: the address is not secure
  const std::size_t max_frame_bytes_;
  const coco_gateway table_;
  std::atomic<bool> is_running_ = false;
  boost::asio::io_context io_{1};
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> stays_;
  std::thread thread_;
  std::promise<void> idle_;  // set when the thread has nothing left to do

  // Only on the thread.
  coco_link last_link_ = 0;
  std::map<coco_link, std::unique_ptr<Link>> links_;
  std::set<std::shared_ptr<HttpPost>> posts_;
};

}  // namespace cocotalk::remote
