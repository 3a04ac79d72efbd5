#include "search/tokenizer.hpp"

#include <exception>
#include <string_view>

#include "search/terms.hpp"

namespace cocotalk::search {
namespace {

using Take = int (*)(void*, int, const char*, int, int, int);

int take_whole(Take take, void* ctx, std::string_view text) {
  return text.empty() ? SQLITE_OK : take(ctx, 0, text.data(), static_cast<int>(text.size()), 0, static_cast<int>(text.size()));
}

// Positions are not kept (detail=none), so they are not told. Terms of a query come one by one and as they are.
int tokenize(Fts5Tokenizer*, void* ctx, int why, const char* data, int size, Take take) {
  const std::string_view text(data == nullptr ? "" : data, static_cast<std::size_t>(size));
  if ((why & FTS5_TOKENIZE_QUERY) != 0 || text.starts_with(mark)) return take_whole(take, ctx, text);
  int status = SQLITE_OK;
  try {
    each_term(text, [&](std::string_view term) {
      if (status == SQLITE_OK) status = take_whole(take, ctx, term);
    });
  } catch (const std::exception&) {
    return SQLITE_NOMEM;
  }
  return status;
}

int create(void*, const char**, int, Fts5Tokenizer** out) {
  static char stateless;
  *out = reinterpret_cast<Fts5Tokenizer*>(&stateless);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

fts5_api& fts5_of(const Database& database) {
  fts5_api* api = nullptr;
  Statement ask(database, "SELECT fts5(?)");
  ask.bind_pointer(1, &api, "fts5_api_ptr");
  ask.run();
  if (api == nullptr) throw DatabaseError(SQLITE_ERROR, "this SQLite has no full-text search (FTS5)");
  return *api;
}

}  // namespace

void add_tokenizer(const Database& database) {
  fts5_api& api = fts5_of(database);
  fts5_tokenizer tokenizer{&create, &destroy, &tokenize};
  if (api.xCreateTokenizer(&api, tokenizer_name, nullptr, &tokenizer, nullptr) != SQLITE_OK)
    throw DatabaseError(SQLITE_ERROR, "the tokenizer cannot be registered");
}

std::string quoted(const std::string& term) {
  std::string out = "\"";
  for (const char c : term) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

}  // namespace cocotalk::search
