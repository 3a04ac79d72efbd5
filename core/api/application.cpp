#include "core/api/application.hpp"

#include "core/api/offers.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::api {

namespace meta = domain::meta;
static constexpr char epoch_name[] = "store-epoch";

std::shared_ptr<Offers> offers_within(coco::Host host, const OfferLimits& within) {
  return std::make_shared<Offers>(host, within);
}
const Hearing& hearing_of(const Offers& offers) { return offers; }

runtime::Task<void> Application::open_store() {
  const std::string name = epoch_name;
  const domain::Rows rows = co_await world.store.read_one(domain::Range::of(meta::table, domain::values(name)));
  if (rows.empty())
    co_await renew_epoch();
  else
    store_epoch = rows[0].text(meta::value);
  co_await guest.settle();
  co_await membership.bury_dead_rooms();
  indexing.begin(store_epoch);
  files.recover();
}

runtime::Task<void> Application::renew_epoch() {
  domain::HexId<8, struct EpochTag> epoch;
  world.host.random(epoch.bytes.data(), epoch.bytes.size());
  const std::string name = epoch_name;
  const std::string value = epoch.hex();
  domain::Transaction transaction;
  transaction.put(meta::table, domain::values(name, value));
  co_await world.store.commit(transaction);
  store_epoch = value;
}

}  // namespace cocotalk::api
