// Schemas for the storage contract, owned.
#pragma once

#include "cocotalk/testing/storage/words.hpp"

#include <deque>
#include <string>
#include <vector>

namespace cocotalk::testing::storage {

struct ColumnWord {
  std::string name{};
  coco_type type = COCO_INTEGER;
  bool nullable = false;
  Value default_value{};
};
struct IndexWord {
  std::string name{};
  std::vector<std::string> columns{};
  bool unique = false, sparse = false;
};
struct TableWord {
  std::string name{};
  std::vector<ColumnWord> columns{};
  std::vector<std::string> key{};
  std::vector<IndexWord> indexes{};
};
struct SchemaWord {
  std::string owner{};
  std::uint32_t version = 1;
  std::vector<TableWord> tables{};
};

// Defines `schema`; the reason of a refusal goes to `why`.
inline coco_status define(const coco_storage* storage, const SchemaWord& schema, std::string* why = nullptr) {
  std::deque<std::vector<const char*>> names;
  const auto list = [&](const std::vector<std::string>& words) {
    std::vector<const char*>& out = names.emplace_back();
    for (const std::string& word : words) out.push_back(word.c_str());
    out.push_back(nullptr);
    return out.data();
  };
  std::deque<std::vector<coco_column>> columns;
  std::deque<std::vector<coco_index>> indexes;
  std::vector<coco_table> tables;
  for (const TableWord& table : schema.tables) {
    auto& cs = columns.emplace_back();
    for (const ColumnWord& c : table.columns)
      cs.push_back({c.name.c_str(), c.type, c.nullable, memory::view_of(c.default_value)});
    auto& is = indexes.emplace_back();
    for (const IndexWord& index : table.indexes)
      is.push_back({index.name.c_str(), list(index.columns), index.unique, index.sparse});
    tables.push_back({table.name.c_str(), cs.data(), cs.size(), list(table.key), is.data(), is.size()});
  }
  const coco_schema raw{sizeof(coco_schema), schema.version, schema.owner.c_str(), tables.data(), tables.size()};
  coco_error error{};
  const coco_status status = storage->define(storage->self, &raw, &error);
  if (why != nullptr) *why = error.text;
  return status;
}

// The tables most rules are told with: items of rooms, a head per room that counts, and words with bytes.
inline SchemaWord example_schema() {
  return {"core",
          1,
          {{"item",
            {{"room", COCO_INTEGER},
             {"seq", COCO_INTEGER},
             {"name", COCO_TEXT, true},
             {"weight", COCO_INTEGER},
             {"data", COCO_BLOB, true}},
            {"room", "seq"},
            {{"by_name", {"name"}, true, true},
             {"by_weight", {"weight"}},
             {"by_room_name", {"room", "name"}, true},
             {"named", {"room", "name"}, true, true}}},
           {"head", {{"room", COCO_INTEGER}, {"n", COCO_INTEGER}, {"top", COCO_INTEGER}}, {"room"}},
           {"word", {{"word", COCO_TEXT}, {"data", COCO_BLOB, true}}, {"word"}}}};
}

}  // namespace cocotalk::testing::storage
