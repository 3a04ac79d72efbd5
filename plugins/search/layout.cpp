#include "search/layout.hpp"

#include "search/index.hpp"
#include "search/tokenizer.hpp"

namespace cocotalk::search {

std::string mark_of(std::int64_t group) { return mark + std::to_string(group); }

// The terms are made of documents' texts and not kept beside them (content=''); of a term only who has it is kept (detail=none).
void create_tables(Database& database) {
  database.execute("CREATE TABLE record (name TEXT NOT NULL)");
  database.execute("CREATE TABLE grp (id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, position INTEGER NOT NULL)");
  database.execute(
      "CREATE TABLE document (id INTEGER PRIMARY KEY, grp INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, "
      "UNIQUE (grp, number))");
  database.execute("CREATE VIRTUAL TABLE terms USING fts5 (grp, text, content='', columnsize=0, detail=none, tokenize='" +
                   std::string(tokenizer_name) + "')");
  database.execute("PRAGMA user_version = " + std::to_string(layout_version));
}

void drop_tables(Database& database) {
  for (const char* const table : {"record", "grp", "document", "terms"}) database.execute(std::string("DROP TABLE ") + table);
}

void make_tables(Database& database) {
  std::int64_t layout = 0, tables = 0;
  {
    Statement version(database, "PRAGMA user_version"), count(database, "SELECT count(*) FROM sqlite_master");
    if (version.step()) layout = version.number(0);
    if (count.step()) tables = count.number(0);
  }
  if (layout == layout_version) return;
  if (tables != 0) throw DatabaseError(SQLITE_NOTADB, "the index has another layout (" + std::to_string(layout) + ")");
  Writing writing(database);
  create_tables(database);
  writing.commit();
}

}  // namespace cocotalk::search
