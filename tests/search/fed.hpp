// An index in a fresh folder, and what is fed to it.
#pragma once

#include "search/index.hpp"
#include "search/lookup.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::search {

struct Doc {
  std::int64_t number, time_ms;
  std::string text;
};

inline Batch batch_of(const std::string& group, std::int64_t position, const std::vector<Doc>& docs) {
  std::vector<coco_search_document> documents;
  for (const Doc& doc : docs)
    documents.push_back({sizeof(coco_search_document), 0, doc.number, doc.time_ms, coco::view(doc.text)});
  std::vector<const coco_search_document*> pointers;
  for (const coco_search_document& document : documents) pointers.push_back(&document);
  return Batch({sizeof(coco_search_batch), 0, coco::view(group), position, pointers.data(), pointers.size()});
}

inline Question question_of(const std::string& words, const std::vector<std::string>& groups, std::uint32_t limit = 100,
                            std::int64_t before = 0) {
  std::vector<coco_search_group> raw;
  for (const std::string& group : groups) raw.push_back({coco::view(group), 1});
  return Question({sizeof(coco_search_query), limit, coco::view(words), raw.data(), raw.size(), before});
}

class Fed {
 public:
  Fed() : index(path(), 1 << 20), lookup(path(), 1 << 20) { index.open("record"); }
  void add(const std::string& group, std::int64_t position, const std::vector<Doc>& docs) {
    const std::vector<Batch> one(1, batch_of(group, position, docs));
    index.add(one);
  }
  std::vector<std::int64_t> numbers(const std::string& words, const std::vector<std::string>& groups) {
    std::vector<std::int64_t> out;
    for (const Found::Hit& hit : lookup.find(question_of(words, groups)).hits) out.push_back(hit.number);
    return out;
  }
  std::string path() const { return folder.path() / "search.db"; }

  testing::TemporaryFolder folder;
  Index index;
  Lookup lookup;
};

}  // namespace cocotalk::search
