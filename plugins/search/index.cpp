#include "search/index.hpp"

#include <algorithm>
#include <string>

#include "search/layout.hpp"
#include "search/tokenizer.hpp"

namespace cocotalk::search {
namespace {

constexpr int tidied_pages = 64;                 // written by one step of tidy()
constexpr std::int64_t forgotten_at_once = 500;  // documents

Database opened(const std::string& path, std::int64_t cache_bytes) {
  Database database(path, Database::Role::writer, cache_bytes);
  add_tokenizer(database);
  make_tables(database);
  return database;
}

}  // namespace

Index::Index(const std::string& path, std::int64_t cache_bytes)
    : database_(opened(path, cache_bytes)),
      find_group_(database_, "SELECT id FROM grp WHERE name = ?"),
      add_group_(database_, "INSERT INTO grp (name, position) VALUES (?, 0) RETURNING id"),
      set_position_(database_, "UPDATE grp SET position = ? WHERE id = ?"),
      get_position_(database_, "SELECT position FROM grp WHERE name = ?"),
      erase_group_(database_, "DELETE FROM grp WHERE id = ?"),
      find_document_(database_, "SELECT id FROM document WHERE grp = ? AND number = ?"),
      get_document_(database_, "SELECT grp, text FROM document WHERE id = ?"),
      last_document_(database_, "SELECT max(id) FROM document WHERE id BETWEEN ? AND ?"),
      add_document_(database_, "INSERT INTO document (id, grp, number, text) VALUES (?, ?, ?, ?)"),
      set_text_(database_, "UPDATE document SET text = ? WHERE id = ?"),
      erase_document_(database_, "DELETE FROM document WHERE id = ?"),
      some_documents_(database_, "SELECT id FROM document WHERE grp = ? LIMIT ?"),
      add_terms_(database_, "INSERT INTO terms (rowid, grp, text) VALUES (?, ?, ?)"),
      erase_terms_(database_, "INSERT INTO terms (terms, rowid, grp, text) VALUES ('delete', ?, ?, ?)"),
      merge_(database_, "INSERT INTO terms (terms, rank) VALUES ('merge', ?)"),
      changes_(database_, "SELECT total_changes()") {}

void Index::open(std::string_view record) {
  {
    Statement followed(database_, "SELECT name FROM record");
    if (followed.step() && followed.bytes(0) == record) return;
  }
  Writing writing(database_);
  drop_tables(database_);
  create_tables(database_);
  Statement(database_, "INSERT INTO record (name) VALUES (?)").bind(record).run();
  writing.commit();
}

std::vector<std::int64_t> Index::positions(const std::vector<std::string>& groups) {
  std::vector<std::int64_t> out;
  for (const std::string& group : groups) {
    const Use use(get_position_);
    out.push_back(get_position_.bind(Blob{group}).step() ? get_position_.number(0) : 0);
  }
  return out;
}

void Index::add(const std::vector<Batch>& batches) {
  Writing writing(database_);
  // Ascending in time over all groups: FTS5 gathers what comes in the order of the rowids, and writes whenever it does not.
  std::vector<std::pair<std::int64_t, const Document*>> all;
  for (const Batch& batch : batches) {
    const std::int64_t group = made_group(batch.group);
    for (const Document& document : batch.documents) all.emplace_back(group, &document);
    set_position_.bind(batch.position, group).run();
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second->time_ms < b.second->time_ms; });
  for (const auto& [group, document] : all) put(group, *document);
  writing.commit();
}

void Index::forget(std::string_view name) {
  const std::optional<std::int64_t> group = id_of_group(name);
  if (!group) return;
  for (bool is_empty = false; !is_empty;) {
    std::vector<std::int64_t> some;
    some_documents_.bind(*group, forgotten_at_once);
    for (const Use use(some_documents_); some_documents_.step();) some.push_back(some_documents_.number(0));
    std::sort(some.begin(), some.end());
    Writing writing(database_);
    for (const std::int64_t document : some) erase(document);
    is_empty = static_cast<std::int64_t>(some.size()) < forgotten_at_once;
    if (is_empty) erase_group_.bind(*group).run();
    writing.commit();
  }
}

bool Index::tidy() {
  const auto changes = [this] {
    const Use use(changes_);
    changes_.bind().step();
    return changes_.number(0);
  };
  const std::int64_t before = changes();
  merge_.bind(std::int64_t{tidied_pages}).run();
  return changes() - before >= 2;  // as SQLite's manual says: fewer, and there was nothing to merge
}

std::optional<std::int64_t> Index::id_of_group(std::string_view group) {
  const Use use(find_group_);
  if (!find_group_.bind(Blob{group}).step()) return std::nullopt;
  return find_group_.number(0);
}

std::int64_t Index::made_group(std::string_view group) {
  if (const std::optional<std::int64_t> known = id_of_group(group)) return *known;
  const Use use(add_group_);
  add_group_.bind(Blob{group}).step();
  const std::int64_t id = add_group_.number(0);
  add_group_.step();
  return id;
}

void Index::put(std::int64_t group, const Document& document) {
  std::optional<std::int64_t> known;
  {
    const Use use(find_document_);
    if (find_document_.bind(group, document.number).step()) known = find_document_.number(0);
  }
  if (known) erase(*known);
  if (document.text.empty()) return;
  const std::int64_t id = known ? *known : free_id(document.time_ms);
  add_document_.bind(id, group, document.number, std::string_view(document.text)).run();
  add_terms_.bind(id, std::string_view(mark_of(group)), std::string_view(document.text)).run();
}

void Index::erase(std::int64_t document) {
  {
    const Use use(get_document_);
    if (!get_document_.bind(document).step()) return;
    const std::string group = mark_of(get_document_.number(0));
    erase_terms_.bind(document, std::string_view(group), get_document_.bytes(1)).run();
  }
  erase_document_.bind(document).run();
}

// The first free one of the document's second, or of a later one when that second is full.
std::int64_t Index::free_id(std::int64_t time_ms) {
  for (std::int64_t first = first_id_of(time_ms);; first += ids_per_second) {
    const Use use(last_document_);
    last_document_.bind(first, first + ids_per_second - 1).step();
    const std::int64_t last = std::max(first - 1, last_document_.number(0));
    if (last + 1 < first + ids_per_second) return last + 1;
  }
}

}  // namespace cocotalk::search
