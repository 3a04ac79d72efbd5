// Gateway::offer, withdraw and tell: the plugins that offer commands.
#include <span>
#include <utility>

#include "core/api/destinations.hpp"
#include "core/api/gateway.hpp"
#include "core/api/json.hpp"
#include "core/api/offers.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using runtime::Task;

constexpr std::size_t most_body_bytes = 64 * 1024, most_accounts = 1000;

coco::Error wrong(const Offer& offer, const std::string& why) {
  return coco::Error(COCO_INVALID, "the event of plugin '" + offer.plugin() + "' " + why);
}

}  // namespace

void Gateway::offer(const coco_commands& table) { app_.offers->add(table); }

void Gateway::withdraw(const coco_commands* table, coco::Completion&& done) {
  run([this, table, shared = std::make_shared<coco::Completion>(std::move(done))] {
    app_.offers->withdraw(table, std::move(*shared));
    --in_progress_;
  });
}

struct Gateway::Telling {
  const coco_commands* table;
  std::string room;
  std::vector<domain::AccountId> accounts;
  domain::Event event;
  coco::Completion done;

  // Throws coco::Error when it is nothing the plugin may tell.
  void check(const Application& app, simdjson::dom::parser& parser) const;
};

void Gateway::Telling::check(const Application& app, simdjson::dom::parser& parser) const {
  const OfferPtr offer = app.offers->of(table);
  if (!offer) throw coco::Error(COCO_INVALID, "an event of commands that are not offered");
  const Offer::Told* const declared = offer->event(event.kind);
  if (declared == nullptr) throw wrong(*offer, "'" + event.kind + "' is not declared");
  if (room.empty() ? !declared->to_accounts : !declared->in_rooms)
    throw wrong(*offer, "'" + event.kind + "' is declared to be told elsewhere");
  if (event.body.size() > most_body_bytes)
    throw wrong(*offer, "'" + event.kind + "' has more than " + std::to_string(most_body_bytes) + " bytes");
  if (accounts.size() > most_accounts)
    throw wrong(*offer, "'" + event.kind + "' is for more than " + std::to_string(most_accounts) + " accounts");
  try {
    const Fields is_an_object(parser, event.body);
  } catch (const domain::Refusal& refusal) {
    throw wrong(*offer, "'" + event.kind + "' is no JSON object: " + refusal.detail);
  }
}

void Gateway::tell(const coco_commands* table, const coco_telling& what, coco::Completion&& done) {
  const auto out = std::make_shared<Telling>();
  out->table = table;
  out->room = coco::text(what.room);
  out->accounts.assign(what.accounts, what.accounts + what.n_accounts);
  out->event.kind = coco::text(what.kind);
  out->event.body = coco::text(what.body);
  out->event.sender = what.sender;
  if (what.state_key.size != 0) out->event.state_key = out->event.kind + ":" + std::string(coco::text(what.state_key));
  out->done = std::move(done);
  run([this, out] { runtime::spawn(telling(out)); });
}

Task<void> Gateway::telling(std::shared_ptr<Telling> what) {
  std::exception_ptr failed;
  try {
    what->check(app_, app_.parser);
    domain::Event& event = what->event;
    event.ts_ms = app_.world.now_ms();
    for (char& c : event.body)
      if (c == '\n' || c == '\r') c = ' ';
    if (what->room.empty()) {
      for (const domain::AccountId account : what->accounts) event.topics.push_back(account_topic(account));
      app_.links.publish(std::move(event));
    } else {
      const std::optional<domain::RoomId> id = domain::RoomId::parse(what->room);
      domain::RoomPtr room;
      if (id) room = co_await app_.rooms.find(*id);
      if (!room) throw coco::Error(COCO_NOT_FOUND, "there is no room '" + what->room + "'");
      app_.fanout.tell_live(*room, event);
    }
    what->done.ok();
  } catch (const coco::Error& error) {
    what->done.fail(error.code(), error.what());
  } catch (...) {
    failed = std::current_exception();
  }
  if (failed) refuse(what->done, std::move(failed));
  --in_progress_;
}

}  // namespace cocotalk::api
