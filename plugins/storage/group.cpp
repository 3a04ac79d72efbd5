#include "storage/group.hpp"

#include <optional>

namespace cocotalk::storage {

namespace {

// nothing when a transaction failed and left traces, which only a rollback of all removes.
std::optional<std::vector<Outcome>> run_plain(Connection& connection, std::span<const Transaction* const> group) {
  Open open(connection, connection.begin_immediate);
  std::vector<Outcome> outcomes;
  outcomes.reserve(group.size());
  for (const Transaction* transaction : group) {
    outcomes.push_back(apply(connection, *transaction));
    if (outcomes.back().left_traces) return {};
  }
  open.commit();
  return outcomes;
}

std::vector<Outcome> run_with_savepoints(Connection& connection, std::span<const Transaction* const> group) {
  Open open(connection, connection.begin_immediate);
  std::vector<Outcome> outcomes;
  outcomes.reserve(group.size());
  for (const Transaction* transaction : group) {
    connection.savepoint.run();
    outcomes.push_back(apply(connection, *transaction));
    if (outcomes.back().left_traces) connection.rollback_to.run();
    connection.release.run();
  }
  open.commit();
  return outcomes;
}

}  // namespace

// A savepoint costs a third of a post, and is hardly ever needed: well-formed transactions check first and write then, so
// that a conflict leaves nothing to undo. When one does, the group is run again with savepoints.
std::vector<Outcome> commit_group(Connection& connection, std::span<const Transaction* const> group) {
  if (auto outcomes = run_plain(connection, group)) return std::move(*outcomes);
  return run_with_savepoints(connection, group);
}

}  // namespace cocotalk::storage
