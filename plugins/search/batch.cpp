#include "search/batch.hpp"

#include <algorithm>
#include <map>

namespace cocotalk::search {

std::string checked_name(coco_view name, const char* of_what) {
  if (name.size == 0 || name.size > max_name_bytes)
    throw coco::Error(COCO_INVALID, std::string(of_what) + " has a name of " + std::to_string(name.size) + " bytes, not 1 to 64");
  return std::string(coco::text(name));
}

Batch::Batch(const coco_search_batch& from) : group(checked_name(from.group, "a group")), position(from.position) {
  std::map<std::int64_t, const coco_search_document*> newest;
  for (std::uint64_t i = 0; i < from.n_documents; ++i) newest[from.documents[i]->number] = from.documents[i];
  for (const auto& [number, document] : newest)
    documents.push_back({number, document->time_ms, std::string(coco::text(document->text))});
  std::stable_sort(documents.begin(), documents.end(),
                   [](const Document& a, const Document& b) { return a.time_ms < b.time_ms; });
}

}  // namespace cocotalk::search
