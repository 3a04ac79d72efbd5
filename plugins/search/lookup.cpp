#include "search/lookup.hpp"

#include <limits>

#include "search/batch.hpp"
#include "search/layout.hpp"
#include "search/tokenizer.hpp"

namespace cocotalk::search {
namespace {

constexpr int looked_at_once = 10'000;              // documents one question looks at; the next goes on
constexpr std::size_t most_groups_asked_for = 256;  // with more the index is asked for all groups, and what is of others left out

Database opened(const std::string& path, std::int64_t cache_bytes) {
  Database database(path, Database::Role::reader, cache_bytes);
  add_tokenizer(database);
  return database;
}

}  // namespace

Question::Question(const coco_search_query& from)
    : words(coco::text(from.words)),
      limit(from.limit),
      before(from.before == 0 ? std::numeric_limits<std::int64_t>::max() : from.before) {
  if (limit == 0) throw coco::Error(COCO_INVALID, "the limit of hits is 0");
  for (std::uint64_t i = 0; i < from.n_groups; ++i)
    groups.emplace(checked_name(from.groups[i].name, "a group"), from.groups[i].first);
}

Lookup::Lookup(const std::string& path, std::int64_t cache_bytes)
    : database_(opened(path, cache_bytes)),
      group_(database_, group_sql),
      document_(database_, document_sql),
      candidates_(database_, candidates_sql) {}

Found Lookup::find(const Question& question) {
  Found found;
  const std::string terms = expression(question);
  if (terms.empty()) return found;
  const Use candidates(candidates_), document(document_);
  candidates_.bind(std::string_view(terms), question.before);
  for (int looked_at = 0; candidates_.step(); ++looked_at) {
    const std::int64_t id = candidates_.number(0);
    if (!document_.bind(id).step()) continue;
    const auto group = question.groups.find(std::string(document_.bytes(0)));
    const std::int64_t number = document_.number(1);
    if (group != question.groups.end() && number >= group->second) found.hits.push_back({group->first, number});
    if (found.hits.size() < question.limit && looked_at < looked_at_once) continue;
    found.next = id;
    break;
  }
  return found;
}

// "회의" AND ("\x01 1" OR "\x01 2"); empty: none of the groups is known.
std::string Lookup::expression(const Question& question) {
  std::string terms;
  for (const std::string& term : question.words.terms()) terms += (terms.empty() ? "" : " AND ") + quoted(term);
  if (question.groups.size() > most_groups_asked_for) return terms;
  std::string groups;
  for (const auto& [name, first] : question.groups) {
    const Use use(group_);
    if (group_.bind(Blob{name}).step()) groups += (groups.empty() ? "" : " OR ") + quoted(mark_of(group_.number(0)));
  }
  return groups.empty() ? std::string() : terms + " AND (" + groups + ")";
}

}  // namespace cocotalk::search
