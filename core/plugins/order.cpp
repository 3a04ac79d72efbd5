#include "core/plugins/order.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cocotalk::plugins {
namespace {

struct Edge {
  std::size_t provider;
  const std::string* interface_id;
};
using Providers = std::map<std::string, std::vector<std::size_t>, std::less<>>;

Providers providers_of(std::span<const Candidate> candidates) {
  Providers out;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for (const std::string& id : candidates[i].description->provides) out[id].push_back(i);
  return out;
}

std::vector<std::vector<Edge>> edges_of(std::span<const Candidate> candidates, const Providers& providers) {
  std::vector<std::vector<Edge>> out(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for (const Need& need : candidates[i].description->needs)
      if (const auto found = providers.find(need.interface_id); found != providers.end())
        for (const std::size_t provider : found->second) out[i].push_back({provider, &need.interface_id});
  return out;
}

void complain_of_ids(std::span<const Candidate> candidates, std::vector<std::string>& complaints) {
  std::map<std::string, const Candidate*> seen;
  for (const Candidate& candidate : candidates) {
    const auto [earlier, is_new] = seen.try_emplace(candidate.description->id, &candidate);
    if (!is_new)
      complaints.push_back(candidate.where + candidate.file + ": has the id '" + candidate.description->id + "' that " +
                           earlier->second->file + " has too; remove one of them from the configuration");
  }
}

void complain_of_rivals(std::span<const Candidate> candidates, const Providers& providers, std::vector<std::string>& complaints) {
  for (const auto& [interface_id, who] : providers)
    if (!may_be_many(interface_id))
      for (std::size_t i = 1; i < who.size(); ++i)
        if (candidates[who[i]].description->id != candidates[who[0]].description->id)
          complaints.push_back(candidates[who[i]].where + candidates[who[i]].file + ": '" + candidates[who[i]].description->id +
                               "' provides " + interface_id + ", and so does '" + candidates[who[0]].description->id +
                               "'; remove one of them from the configuration");
}

void complain_of_rivals_of_the_host(std::span<const Candidate> candidates, std::span<const std::string> host_provides,
                                    std::vector<std::string>& complaints) {
  for (const Candidate& candidate : candidates)
    for (const std::string& id : candidate.description->provides)
      if (std::ranges::find(host_provides, id) != host_provides.end())
        complaints.push_back(candidate.where + candidate.file + ": '" + candidate.description->id + "' provides " + id +
                             ", and so does the host itself; remove it from the configuration");
}

void complain_of_needs(std::span<const Candidate> candidates, const Providers& providers,
                       std::span<const std::string> host_provides, std::vector<std::string>& complaints) {
  for (const Candidate& candidate : candidates)
    for (const Need& need : candidate.description->needs) {
      const bool is_met =
          providers.contains(need.interface_id) || std::ranges::find(host_provides, need.interface_id) != host_provides.end();
      if (!is_met && !need.is_optional)
        complaints.push_back(candidate.where + candidate.file + ": '" + candidate.description->id + "' needs " +
                             need.interface_id +
                             ", which no configured plugin provides; add one that does (`cocotalk plugins` lists them)");
    }
}

// Depth first; a plugin met again while its own needs are followed closes a cycle.
class Walk {
 public:
  Walk(std::span<const Candidate> candidates, const std::vector<std::vector<Edge>>& edges, Order& out)
      : candidates_(candidates), edges_(edges), out_(out), states_(candidates.size(), State::unseen) {}

  void visit(std::size_t at) {
    if (states_[at] == State::done) return;
    states_[at] = State::open;
    for (const Edge& edge : edges_[at]) {
      path_.push_back({at, &edge});
      if (states_[edge.provider] == State::open)
        complain(edge.provider);
      else
        visit(edge.provider);
      path_.pop_back();
    }
    states_[at] = State::done;
    out_.start.push_back(at);
  }

 private:
  enum class State { unseen, open, done };
  struct Step {
    std::size_t from;
    const Edge* edge;
  };
  void complain(std::size_t first) {
    std::string text;
    const auto begin = std::ranges::find(path_, first, &Step::from);
    for (auto step = begin; step != path_.end(); ++step)
      text += (step == begin ? "'" : ", '") + candidates_[step->from].description->id + "' needs " + *step->edge->interface_id +
              " of '" + candidates_[step->edge->provider].description->id + "'";
    out_.complaints.push_back(candidates_[first].where + candidates_[first].file + ": the plugins wait for each other: " + text +
                              "; remove one of them from the configuration");
  }
  const std::span<const Candidate> candidates_;
  const std::vector<std::vector<Edge>>& edges_;
  Order& out_;
  std::vector<State> states_;
  std::vector<Step> path_;
};

}  // namespace

bool may_be_many(std::string_view interface_id) {
  return interface_id == "cocotalk.transport/1" || interface_id == "cocotalk.push/1" || interface_id == "cocotalk.commands/1";
}

Order order(std::span<const Candidate> candidates, std::span<const std::string> host_provides, UnmetNeeds unmet) {
  Order out;
  const Providers providers = providers_of(candidates);
  complain_of_ids(candidates, out.complaints);
  complain_of_rivals(candidates, providers, out.complaints);
  complain_of_rivals_of_the_host(candidates, host_provides, out.complaints);
  if (unmet == UnmetNeeds::refuse) complain_of_needs(candidates, providers, host_provides, out.complaints);
  const auto edges = edges_of(candidates, providers);
  Walk walk(candidates, edges, out);
  for (std::size_t i = 0; i < candidates.size(); ++i) walk.visit(i);
  return out;
}

std::vector<std::size_t> needed_for(std::size_t wanted, std::span<const Candidate> candidates) {
  const Providers providers = providers_of(candidates);
  std::set<std::size_t> kept{wanted};
  std::vector<std::size_t> open{wanted};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const Need& need : candidates[at].description->needs)
      if (const auto found = providers.find(need.interface_id); !need.is_optional && found != providers.end())
        for (const std::size_t provider : found->second)
          if (kept.insert(provider).second) open.push_back(provider);
  }
  return {kept.begin(), kept.end()};
}

}  // namespace cocotalk::plugins
