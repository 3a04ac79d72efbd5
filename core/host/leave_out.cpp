#include "core/host/leave_out.hpp"

#include <algorithm>

namespace cocotalk::host {
namespace {

using plugins::Candidate;

bool provides(const Candidate& candidate, const std::string& interface_id) {
  return std::ranges::find(candidate.description->provides, interface_id) != candidate.description->provides.end();
}

// The one that stays and cannot do without candidate `i`, with the interface; "'service' needs cocotalk.storage/1". Empty:
// nobody.
std::string who_needs(std::size_t i, std::span<const Candidate> candidates, const std::vector<std::size_t>& gone) {
  const auto stays = [&](std::size_t j) { return j != i && std::ranges::find(gone, j) == gone.end(); };
  for (std::size_t user = 0; user < candidates.size(); ++user)
    for (const plugins::Need& need : candidates[user].description->needs) {
      if (!stays(user) || need.is_optional || !provides(candidates[i], need.interface_id)) continue;
      bool has_another = false;
      for (std::size_t j = 0; j < candidates.size(); ++j)
        has_another = has_another || (stays(j) && provides(candidates[j], need.interface_id));
      if (!has_another) return "'" + candidates[user].description->id + "' needs " + need.interface_id;
    }
  return "";
}

}  // namespace

Spared spare(std::span<const Candidate> candidates, const CrashRecord& record) {
  Spared out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string& id = candidates[i].description->id;
    if (!record.too_many(id, candidates[i].file)) continue;
    const std::string what = "plugin '" + id + "' crashed " + std::to_string(CrashRecord::most) + " times within 10 minutes";
    const std::string way_back =
        "put a mended library in the place of " + candidates[i].file + ", or run 'cocotalk plugin allow " + id + "'";
    const std::string user = who_needs(i, candidates, out.candidates);
    if (!user.empty()) {
      out.warnings.push_back(what + " and is started all the same, as " + user + "; " + way_back);
      continue;
    }
    out.candidates.push_back(i);
    out.left_out.push_back({id, what + " and is left out; " + way_back});
  }
  return out;
}

}  // namespace cocotalk::host
