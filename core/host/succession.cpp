#include "core/host/succession.hpp"

#include "core/host/introspection.h"
#include "core/host/rehearsal.hpp"
#include "core/plugins/nearest.hpp"
#include "core/plugins/order.hpp"

#include <cocotalk/files.h>
#include <cocotalk/gateway.h>
#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/search.h>
#include <cocotalk/storage.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace cocotalk::host {
namespace {

using plugins::Description;
using plugins::SettingValue;

constexpr std::string_view restart = " needs a restart of the host";
// Everybody holds on to who provides these.
constexpr std::string_view for_life[] = {COCO_NET, COCO_HTTP, COCO_LISTENERS, COCO_GATEWAY};
// What another plugin has kept, one of these would not find.
constexpr std::string_view keeping[] = {COCO_STORAGE, COCO_FILES, COCO_SEARCH};

bool provides(const Description& plugin, std::string_view interface_id) {
  return std::ranges::find(plugin.provides, interface_id) != plugin.provides.end();
}

template <std::size_t n>
bool provides_one_of(const Description& plugin, const std::string_view (&interfaces)[n]) {
  return std::ranges::any_of(interfaces, [&](std::string_view id) { return provides(plugin, id); });
}

bool holds_what_cannot_move(const PlannedPlugin& planned) {
  const coco_plugin& plugin = planned.library.plugin();
  return COCO_HAS(&plugin, retire) && plugin.retire != nullptr;
}

// Why this seat cannot change while the host runs, whoever comes.
std::optional<std::string> fixed_because(const Seat& seat) {
  const Description& plugin = seat.description();
  if (seat.planned->library.file() == plugins::built_in)
    return "'" + plugin.id + "' is part of the program: a change" + std::string(restart);
  if (provides_one_of(plugin, for_life))
    return "'" + plugin.id + "' carries what the others hold on to: a change" + std::string(restart);
  if (provides(plugin, COCO_STORAGE) && holds_what_cannot_move(*seat.planned))
    return "'" + plugin.id + "' keeps what is stored in itself: a change" + std::string(restart);
  return std::nullopt;
}

void complain_of_interfaces(const Seat& seat, const PlannedPlugin& after, std::vector<std::string>& complaints) {
  const Description &before = seat.description(), &now = after.library.description();
  for (const std::string& interface_id : before.provides)
    if (!provides(now, interface_id))
      complaints.push_back(after.library.file() + ": does not provide " + interface_id + ", as '" + before.id +
                           "' does; name a plugin that does");
  if (provides_one_of(before, keeping) && now.id != before.id)
    complaints.push_back(after.library.file() + ": is '" + now.id + "', which would not find what '" + before.id +
                         "' has kept; stop the host to change over");
}

// As at the start: ids are unique, needs are met.
void complain_of_company(const Seats& seats, std::size_t seat, const PlannedPlugin& after, std::vector<std::string>& complaints) {
  std::vector<plugins::Candidate> candidates;
  for (std::size_t i = 0; i < seats.size(); ++i) {
    const PlannedPlugin& one = i == seat ? after : *seats[i].planned;
    candidates.push_back({"", one.library.file(), &one.library.description()});
  }
  const std::string host_provides[] = {COCO_INTROSPECTION};
  const plugins::Order order = plugins::order(candidates, host_provides, plugins::UnmetNeeds::refuse);
  complaints.insert(complaints.end(), order.complaints.begin(), order.complaints.end());
}

bool are_equal(const SettingValue& a, const SettingValue& b) {
  return a.name == b.name && a.type == b.type && a.number == b.number && a.text == b.text && a.items == b.items;
}

std::vector<std::string> changed_settings(const PlannedPlugin& before, const PlannedPlugin& after) {
  std::vector<std::string> out;
  for (const SettingValue& value : after.settings) {
    const auto old = std::ranges::find(before.settings, value.name, &SettingValue::name);
    if (old == before.settings.end() || !are_equal(*old, value)) out.push_back(value.name);
  }
  return out;
}

bool are_equal(const PlannedPlugin& a, const PlannedPlugin& b) {
  return a.library.file() == b.library.file() && a.library.fingerprint() == b.library.fingerprint() &&
         std::ranges::equal(a.settings, b.settings, [](const auto& one, const auto& other) { return are_equal(one, other); });
}

void complain_of_host(const HostSettings& present, const HostSettings& wanted, std::vector<std::string>& complaints) {
  const auto look = [&](bool is_changed, std::string_view name) {
    if (is_changed)
      complaints.push_back("setting '" + std::string(name) + "' of the host is another: that" + std::string(restart));
  };
  look(present.data != wanted.data, "data");
  look(present.drain != wanted.drain, "drain");
  look(present.retire != wanted.retire, "retire");
  look(present.worker_threads != wanted.worker_threads, "worker_threads");
  look(present.worker_queue != wanted.worker_queue, "worker_queue");
  look(present.is_changed_by_admins != wanted.is_changed_by_admins, "admins_change_plugins");
  look(present.log_format != wanted.log_format, "log.format");
  look(present.log_level != wanted.log_level, "log.level");
}

}  // namespace

std::size_t seat_of(const Seats& seats, std::string_view name) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (seats[i].description().id == name) return i;
    known.push_back(seats[i].description().id);
  }
  for (std::size_t i = 0; i < seats.size(); ++i)
    if (seats[i].planned->section.name == name) return i;
  throw Refused({"there is no plugin '" + std::string(name) + "' running; " + plugins::suggestion(name, known)});
}

bool can_be_replaced(const Seat& seat) { return !fixed_because(seat); }

Successor successor(const Seats& seats, std::size_t seat, const std::filesystem::path& file, const Environment& environment,
                    plugins::CopyFolder& copies) {
  const Seat& before = seats[seat];
  if (auto why = fixed_because(before)) throw Refused({*std::move(why)});
  rehearse(file, before.planned->section, environment);
  std::vector<std::string> complaints;
  try {
    auto after = std::make_shared<PlannedPlugin>(
        PlannedPlugin{plugins::Library::load(file, copies), before.planned->where, {}, before.planned->section});
    complain_of_interfaces(before, *after, complaints);
    if (complaints.empty()) complain_of_company(seats, seat, *after, complaints);
    after->settings = resolve(after->section, after->library.description().settings, environment, complaints);
    if (complaints.empty()) return {seat, std::move(after)};
  } catch (const plugins::Refusal& e) {
    complaints.emplace_back(e.what());
  }
  throw Refused(std::move(complaints));
}

std::vector<Successor> successors(const Seats& seats, const HostSettings& present, const Plan& wanted) {
  std::vector<std::string> complaints;
  std::vector<Successor> out;
  complain_of_host(present, wanted.host, complaints);
  std::vector<bool> stays(seats.size(), false);
  for (const auto& after : wanted.plugins) {
    const auto at =
        std::ranges::find_if(seats, [&](const Seat& seat) { return seat.planned->section.name == after->section.name; });
    if (at == seats.end()) {
      complaints.push_back(after->where + ": '" + after->section.name + "' is new: that" + std::string(restart));
      continue;
    }
    const auto index = static_cast<std::size_t>(at - seats.begin());
    stays[index] = true;
    if (are_equal(*at->planned, *after)) continue;
    if (auto why = fixed_because(*at)) complaints.push_back(*std::move(why));
    complain_of_interfaces(*at, *after, complaints);
    out.push_back({index, after});
  }
  for (std::size_t i = 0; i < seats.size(); ++i)
    if (!stays[i])
      complaints.push_back("'" + seats[i].planned->section.name + "' is no longer there: that" + std::string(restart));
  if (!complaints.empty()) throw Refused(std::move(complaints));
  return out;
}

std::string sentence(const Seat& before, const PlannedPlugin& after) {
  const Description &old = before.description(), &now = after.library.description();
  std::string out = old.id + " " + old.version + " → " + (now.id == old.id ? "" : now.id + " ") + now.version + " (" +
                    after.library.file() + ", built with " + now.built_with + ")";
  const std::vector<std::string> changed = changed_settings(*before.planned, after);
  for (std::size_t i = 0; i < changed.size(); ++i) out += (i == 0 ? "; other: " : ", ") + changed[i];
  return out;
}

}  // namespace cocotalk::host
