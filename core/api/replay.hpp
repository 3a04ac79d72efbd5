// What an original page misses between asking for its list of rooms and subscribing to it (wire document 10.2, D21).
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/domain/links.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::api {

struct Application;

// The rooms that were listed for each page a moment ago, with the number of each one's last message. Lives on the loop; forgets
// by itself, for a page subscribes at once or not at all.
class Listings {
 public:
  using Numbers = std::unordered_map<domain::RoomId, std::int64_t, domain::IdHash>;

  explicit Listings(domain::World& world) : world_(world) {}

  // Of these rooms the list has those that the page's account is in.
  void remember(const domain::Session& page, const std::vector<domain::RoomPtr>& rooms);
  // Null when there is none any more.
  std::shared_ptr<const Numbers> find(const domain::Session& page) const;
  void forget(const domain::Session& page) { of_session_.erase(page.id); }

 private:
  domain::World& world_;
  std::unordered_map<domain::SessionId, std::shared_ptr<const Numbers>, domain::IdHash> of_session_;
};

struct Missed {
  std::vector<domain::RoomPtr> rooms;   // that the list did not have
  std::vector<domain::Event> messages;  // in the order of their times
};

// What the page misses when it joins `leaf` of its own topics: with "message" what was said in the listed rooms, with "room/new"
// the others and what was said there. Whoever joins without a pause after this misses nothing and hears nothing twice.
runtime::Task<Missed> missed_by(Application& app, domain::LinkPtr page, std::string leaf);

// Tells the page, which has joined.
void tell(const domain::Link& page, const Missed& missed);

}  // namespace cocotalk::api
