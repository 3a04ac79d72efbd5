#include "core/api/gateway.hpp"

#include <utility>

#include "core/api/admission.hpp"
#include "core/api/joins.hpp"
#include "core/api/json.hpp"
#include "core/api/offered_call.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using domain::LinkPtr;
using domain::Refusal;
using domain::SessionPtr;
using runtime::Task;

constexpr std::uint32_t default_retry_ms = 1000;
constexpr std::string_view of_plugins = "plugin:";

std::string refusal_json(const char* code, const std::string& detail) {
  JsonWriter out;
  out.begin_object();
  out.key("code").string(code);
  out.key("detail").string(detail);
  out.end_object();
  return out.take();
}

// What a command's failure becomes: the application's refusal, or the storage's and the workers' states.
void fail(coco::Completion& done, coco_status status, const char* code, const std::string& detail, std::uint32_t retry_ms) {
  const std::string json = refusal_json(code, detail);
  coco_answer answer{};
  answer.size = sizeof answer;
  answer.json = coco::view(json);
  answer.retry_after_ms = retry_ms;
  done.fail(status, detail.empty() ? std::string_view(code) : std::string_view(detail), &answer);
}

void fail(coco::Completion& done, const Refusal& refusal) {
  fail(done, refusal.status, refusal.code, refusal.detail, refusal.retry_after_ms);
}

void fail(coco::Completion& done, const coco::Error& error, const coco::Host& host) {
  switch (error.code()) {
    case COCO_BUSY: return fail(done, COCO_BUSY, "BUSY", error.what(), default_retry_ms);
    case COCO_RETRY:
    case COCO_ABORTED:
    case COCO_UNAVAILABLE:
      return fail(done, COCO_RETRY, "RETRY", "nothing was stored; the same may be sent again", default_retry_ms);
    case COCO_CONFLICT: return fail(done, COCO_CONFLICT, "CONFLICT", error.what(), 0);
    default: break;
  }
  host.error(std::string("a command failed: ") + error.what());
  fail(done, COCO_INTERNAL, "INTERNAL", "the server failed; the log says why", 0);
}

domain::Peer peer_of(const coco_peer& raw) {
  domain::Peer peer;
  peer.device = raw.device;
  peer.address = coco::text(raw.address);
  peer.agent = coco::text(raw.agent);
  return peer;
}

}  // namespace

Gateway::Gateway(Application& app, runtime::Executor& executor)
    : app_(app),
      executor_(executor),
      asked_(app.world.host.counter("commands_total", "commands asked")),
      refused_(app.world.host.counter("refusals_total", "commands, links and joins that were refused or failed")),
      published_(app.world.host.counter("publications_total", "messages said to topics of applications")),
      links_(app.world.host.gauge("links", "open links of signed-in devices")),
      loop_depth_(app.world.host.gauge("loop_depth", "pieces of work waiting for the loop")) {}

void Gateway::tick(std::size_t loop_depth) {
  app_.pushes.tick();
  app_.indexing.tick();
  app_.files.tick();
  app_.directory.announce(app_.links.size());
  app_.renewals.look(app_.links, app_.world.now_ms());
  __atomic_store_n(links_, static_cast<std::int64_t>(app_.links.size()), __ATOMIC_RELAXED);
  __atomic_store_n(loop_depth_, static_cast<std::int64_t>(loop_depth), __ATOMIC_RELAXED);
}

// The answer to whatever a call threw.
void Gateway::refuse(coco::Completion& done, std::exception_ptr why) const {
  coco::add(refused_);
  try {
    std::rethrow_exception(std::move(why));
  } catch (const Refusal& refusal) {
    fail(done, refusal);
  } catch (const coco::Error& error) {
    fail(done, error, app_.world.host);
  } catch (const std::exception& error) {
    fail(done, coco::Error(COCO_INTERNAL, error.what()), app_.world.host);
  }
}

void Gateway::run(runtime::Work work) {
  ++in_progress_;
  executor_.post(std::move(work));
}

// ---- open --------------------------------------------------------------------------------------------------------------------

void Gateway::open(const coco_credential& credential, const coco_peer& peer, const coco_transport* back,
                   coco::Completion&& done) {
  run([this, kind = credential.kind, name = std::string(coco::text(credential.name)),
       secret = std::string(coco::text(credential.secret)), who = peer_of(peer), back,
       shared = std::make_shared<coco::Completion>(std::move(done))]() mutable {
    runtime::spawn(opening(kind, std::move(name), std::move(secret), std::move(who), back, std::move(shared)));
  });
}

Task<domain::Authorized> Gateway::session_for(coco_credential_kind kind, std::string name, std::string secret,
                                              domain::Peer peer) {
  if (kind == COCO_ACCESS_TOKEN) co_return co_await app_.sessions.authorize(std::move(secret));
  domain::Authorized out;
  if (kind == COCO_LOGIN && app_.guest.is_called(name)) {
    out.session = co_await app_.guest.admit(std::move(secret), std::move(peer));
  } else if (kind == COCO_LOGIN) {
    std::string push_token;
    domain::SignedIn in =
        co_await app_.sessions.sign_in(std::move(name), std::move(secret), std::move(push_token), std::move(peer));
    out.session = std::move(in.session);
  }
  if (kind == COCO_TICKET) out.session = app_.sessions.of_ticket(secret);
  if (!out.session) throw domain::unauthorized();
  co_return out;
}

Task<void> Gateway::opening(coco_credential_kind kind, std::string name, std::string secret, domain::Peer peer,
                            const coco_transport* back, Done done) {
  std::exception_ptr failed;
  ++opening_[back].links;
  try {
    const domain::Authorized authorized = co_await session_for(kind, std::move(name), std::move(secret), std::move(peer));
    const SessionPtr& session = authorized.session;
    const domain::AccountPtr account = co_await app_.accounts.find(session->account);
    if (session->is_ended()) throw domain::expired_token();
    if (!opening_[back].detaching.empty())
      throw Refusal(COCO_UNAVAILABLE, "RETRY", "the transport is going away", default_retry_ms);
    const LinkPtr link = app_.links.open(back, session, account, kind == COCO_TICKET);
    if (authorized.expires_ms != 0) app_.renewals.watch(*link, authorized.expires_ms);
    const std::string id = session->id.hex();
    coco_opened out{};
    out.size = sizeof out;
    out.device = session->device;
    out.link = link->id;
    out.account = session->account;
    out.session = coco::view(id);
    out.store_epoch = coco::view(app_.store_epoch);
    out.server_time_ms = app_.world.now_ms();
    out.cid = coco::view(account->cid);
    done->ok(&out);
  } catch (...) {
    failed = std::current_exception();
  }
  if (failed) refuse(*done, std::move(failed));
  opened_one(back);
  --in_progress_;
}

// ---- ask ---------------------------------------------------------------------------------------------------------------------

void Gateway::ask(const coco_caller& caller, std::string_view command, std::string_view json, coco::Completion&& done) {
  Asker asker;
  if (caller.link == 0) {
    asker.kind = caller.credential.kind;
    asker.name = coco::text(caller.credential.name);
    asker.secret = coco::text(caller.credential.secret);
    asker.peer = peer_of(caller.peer);
  }
  run([this, who = std::move(asker), link = caller.link, name = std::string(command), body = std::string(json),
       shared = std::make_shared<coco::Completion>(std::move(done))]() mutable {
    runtime::spawn(asking(std::move(who), link, std::move(name), std::move(body), std::move(shared)));
  });
}

Task<void> Gateway::asking(Asker asker, coco_link link, std::string command, std::string json, Done done) {
  std::exception_ptr failed;
  Offered offered;  // what a plugin refuses with is its own text
  coco::add(asked_);
  try {
    if (link != 0 && !(asker.link = app_.links.find(link))) throw domain::unauthorized();
    if (asker.link && !asker.link->session->is_stored) throw domain::guests_use_topics();
    const bool is_any = !command.starts_with(of_plugins);
    const Command* found = is_any ? find_command(command) : nullptr;
    if (found == nullptr) found = (offered = app_.offers->find(is_any ? command : command.substr(of_plugins.size()))).command;
    if (found == nullptr) throw Refusal(COCO_NOT_FOUND, "UNKNOWN_COMMAND", "there is no command '" + command + "'");
    admit(*found, asker);
    if (found->who == Who::admin) co_await admin_of(app_, asker);
    if (!found->input.empty() || offered.offer) check_input(*found, Fields(app_.parser, json));
    runtime::Task<Reply> answering = offered.offer ? ask_plugin(app_, offered, std::move(asker), std::move(json))
                                                   : found->run(app_, std::move(asker), std::move(json));
    const Reply reply = co_await answering;
    coco_answer answer{};
    answer.size = sizeof answer;
    answer.json = coco::view(reply.json);
    answer.seq = static_cast<std::uint64_t>(reply.seq);
    answer.message_id = coco::view(reply.message_id);
    done->ok(&answer);
  } catch (...) {
    failed = std::current_exception();
  }
  if (failed) refuse(*done, std::move(failed));
  --in_progress_;
}

// ---- join, leave, close

void Gateway::join(coco_link link, std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq,
                   coco::Completion&& done) {
  run([this, link, text = std::string(destination), subscription, from_seq,
       shared = std::make_shared<coco::Completion>(std::move(done))]() mutable {
    runtime::spawn(joining(app_.links.find(link), std::move(text), subscription, from_seq, std::move(shared)));
  });
}

Task<void> Gateway::joining(LinkPtr link, std::string destination, std::uint64_t subscription, std::uint64_t from_seq,
                            Done done) {
  std::exception_ptr failed;
  try {
    if (!link) throw domain::unauthorized();
    const Joined joined = co_await api::join(app_, link, std::move(destination), subscription, from_seq);
    coco_joined out{};
    out.size = sizeof out;
    out.topic = coco::view(joined.topic);
    out.head = static_cast<std::uint64_t>(joined.head);
    done->ok(&out);
  } catch (...) {
    failed = std::current_exception();
  }
  if (failed) refuse(*done, std::move(failed));
  --in_progress_;
}

void Gateway::leave(coco_link id, std::uint64_t subscription) {
  run([this, id, subscription] {
    if (const LinkPtr link = app_.links.find(id)) app_.links.leave(*link, subscription);
    --in_progress_;
  });
}

void Gateway::close(coco_link id) {
  run([this, id] {
    if (const LinkPtr link = app_.links.find(id)) end(link);
    --in_progress_;
  });
}

void Gateway::end(const LinkPtr& link) {
  app_.presence.away(*link);
  app_.presence.closing(*link);
  app_.renewals.forget(*link);
  app_.links.close(link);
}

// The last one answers whoever waits to detach.
void Gateway::opened_one(const coco_transport* back) {
  const auto opening = opening_.find(back);
  if (--opening->second.links != 0) return;
  const std::vector<Done> detaching = std::move(opening->second.detaching);
  opening_.erase(opening);
  for (const Done& done : detaching) done->ok();
}

void Gateway::detach(const coco_transport* back, coco::Completion&& done) {
  run([this, back, shared = std::make_shared<coco::Completion>(std::move(done))] {
    for (const LinkPtr& link : app_.links.of_transport(back)) end(link);
    const auto opening = opening_.find(back);
    if (opening == opening_.end())
      shared->ok();
    else
      opening->second.detaching.push_back(shared);
    --in_progress_;
  });
}

}  // namespace cocotalk::api
