// cocotalk.gateway/1, provided by the application: calls of any thread become work on the loop, in the order they came.
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/api/command.hpp"

namespace cocotalk::api {

// Made with the application; the executor must have run everything posted by it before either goes.
class Gateway {
 public:
  Gateway(Application& app, runtime::Executor& executor);
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  const coco_gateway* table() const { return &table_; }

  // [any] The slots of coco_gateway.
  void open(const coco_credential& credential, const coco_peer& peer, const coco_transport* back, coco::Completion&& done);
  void ask(const coco_caller& caller, std::string_view command, std::string_view json, coco::Completion&& done);
  void join(coco_link link, std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq,
            coco::Completion&& done);
  void leave(coco_link link, std::uint64_t subscription);
  void close(coco_link link);
  void detach(const coco_transport* back, coco::Completion&& done);
  void publish(coco_link link, const coco_publication& publication, coco::Completion&& done);
  void offer(const coco_commands& table);
  void withdraw(const coco_commands* table, coco::Completion&& done);
  void tell(const coco_commands* table, const coco_telling& what, coco::Completion&& done);

  // [loop] What happens once a second: gauges, and links whose tokens end.
  void tick(std::size_t loop_depth);

  // Calls that have not been answered yet. [any]
  std::int64_t in_progress() const { return in_progress_.load(); }

 private:
  using Done = std::shared_ptr<coco::Completion>;
  runtime::Task<void> opening(coco_credential_kind kind, std::string name, std::string secret, domain::Peer peer,
                              const coco_transport* back, Done done);
  runtime::Task<void> asking(Asker asker, coco_link link, std::string command, std::string json, Done done);
  runtime::Task<void> joining(domain::LinkPtr link, std::string destination, std::uint64_t subscription, std::uint64_t from_seq,
                              Done done);
  // A publication on its way from a transport's thread to its topic.
  struct Saying;
  void say(const std::shared_ptr<Saying>& saying);
  runtime::Task<void> keeping(domain::LinkPtr from, std::shared_ptr<Saying> saying);
  // An event of a plugin on its way to a room or to accounts.
  struct Telling;
  runtime::Task<void> telling(std::shared_ptr<Telling> what);
  runtime::Task<domain::Authorized> session_for(coco_credential_kind kind, std::string name, std::string secret,
                                                domain::Peer peer);
  void run(runtime::Work work);
  void end(const domain::LinkPtr& link);
  void opened_one(const coco_transport* back);
  void refuse(coco::Completion& done, std::exception_ptr why) const;

  Application& app_;
  runtime::Executor& executor_;
  // [loop] A transport whose links are being opened; its detach() waits for them, for they must not appear after it.
  struct Opening {
    std::size_t links = 0;
    std::vector<Done> detaching;
  };
  std::unordered_map<const coco_transport*, Opening> opening_;
  std::atomic<std::int64_t> in_progress_ = 0;
  std::int64_t *asked_, *refused_, *published_, *links_, *loop_depth_;
  const coco_gateway table_{sizeof table_,
                            0,
                            this,
                            COCO_BIND(coco_gateway, open, Gateway),
                            COCO_BIND(coco_gateway, ask, Gateway),
                            COCO_BIND(coco_gateway, join, Gateway),
                            COCO_BIND(coco_gateway, leave, Gateway),
                            COCO_BIND(coco_gateway, close, Gateway),
                            COCO_BIND(coco_gateway, detach, Gateway),
                            COCO_BIND(coco_gateway, publish, Gateway),
                            COCO_BIND(coco_gateway, offer, Gateway),
                            COCO_BIND(coco_gateway, withdraw, Gateway),
                            COCO_BIND(coco_gateway, tell, Gateway)};
};

}  // namespace cocotalk::api
