#include "core/domain/finder.hpp"

#include <array>

#include "core/domain/lease.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::domain {
namespace {

using runtime::Awaiting;
using runtime::Nothing;
using runtime::Task;

constexpr std::size_t most_spans = 16;

void copy_positions(std::vector<std::int64_t>& to, const coco_search_positions& from) {
  to.assign(from.positions, from.positions + from.n_positions);
}

void copy_hits(Hits& to, const coco_search_hits& from) {
  for (std::uint64_t i = 0; i < from.n_hits; ++i)
    to.numbers.emplace_back(RoomId::from_blob(coco::text(from.hits[i].group)), from.hits[i].number);
  to.next = from.next;
}

// The same feedings as borrowed views.
class RawFeedings {
 public:
  explicit RawFeedings(const std::vector<Feeding>& from) : documents_(from.size()), pointers_(from.size()) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      for (const Feeding::Text& text : from[i].texts)
        documents_[i].push_back({sizeof(coco_search_document), 0, text.number, text.time_ms, coco::view(text.text)});
      for (const coco_search_document& document : documents_[i]) pointers_[i].push_back(&document);
      batches_.push_back({sizeof(coco_search_batch), 0, coco::view(from[i].room.blob()), from[i].position, pointers_[i].data(),
                          pointers_[i].size()});
    }
    for (const coco_search_batch& batch : batches_) batch_pointers_.push_back(&batch);
  }
  const coco_search_batch* const* data() const { return batch_pointers_.data(); }

 private:
  std::vector<std::vector<coco_search_document>> documents_;
  std::vector<std::vector<const coco_search_document*>> pointers_;
  std::vector<coco_search_batch> batches_;
  std::vector<const coco_search_batch*> batch_pointers_;
};

}  // namespace

coco::Lease<coco_search> Finder::lease() const { return lease_on<coco_search>(host_, COCO_SEARCH); }

Task<void> Finder::open(std::string record) {
  const coco::Lease<coco_search> search = lease();
  Awaiting<Nothing, Nothing> answer(executor_, nullptr);
  search->open(search->self, coco::view(record), answer.completion());
  co_await answer;
  answer.throw_if_failed();
}

Task<std::vector<std::int64_t>> Finder::positions(std::vector<RoomId> rooms) {
  const coco::Lease<coco_search> search = lease();
  std::vector<coco_view> names;
  for (const RoomId& room : rooms) names.push_back(coco::view(room.blob()));
  Awaiting<std::vector<std::int64_t>, coco_search_positions> answer(executor_, &copy_positions);
  search->positions(search->self, names.data(), names.size(), answer.completion());
  co_await answer;
  answer.throw_if_failed();
  co_return std::move(answer.kept());
}

Task<void> Finder::index(std::vector<Feeding> feedings) {
  const coco::Lease<coco_search> search = lease();
  const RawFeedings raw(feedings);
  Awaiting<Nothing, Nothing> answer(executor_, nullptr);
  search->index(search->self, raw.data(), feedings.size(), answer.completion());
  co_await answer;
  answer.throw_if_failed();
}

Task<void> Finder::forget(RoomId room) {
  const coco::Lease<coco_search> search = lease();
  Awaiting<Nothing, Nothing> answer(executor_, nullptr);
  search->forget(search->self, coco::view(room.blob()), answer.completion());
  co_await answer;
  answer.throw_if_failed();
}

Task<Hits> Finder::query(std::string words, std::vector<std::pair<RoomId, std::int64_t>> rooms, std::uint32_t limit,
                         std::int64_t before) {
  const coco::Lease<coco_search> search = lease();
  std::vector<coco_search_group> groups;
  for (const auto& [room, first] : rooms) groups.push_back({coco::view(room.blob()), first});
  coco_search_query query{};
  query.size = sizeof query;
  query.limit = limit;
  query.words = coco::view(words);
  query.groups = groups.data();
  query.n_groups = groups.size();
  query.before = before;
  Awaiting<Hits, coco_search_hits> answer(executor_, &copy_hits);
  search->query(search->self, &query, answer.completion());
  co_await answer;
  if (answer.status() == COCO_INVALID) throw bad_request("'words': " + answer.why());
  answer.throw_if_failed();
  co_return std::move(answer.kept());
}

std::optional<Spans> Finder::match(std::string_view words, std::string_view text) const {
  const coco::Lease<coco_search> search = lease();
  std::array<coco_search_span, most_spans> spans;
  std::uint64_t n = spans.size();
  coco_error error{};
  const coco_status status = search->match(search->self, coco::view(words), coco::view(text), spans.data(), &n, &error);
  if (status == COCO_INVALID) throw bad_request("'words': " + std::string(error.text));
  coco::throw_if(status, error);
  if (n == 0) return std::nullopt;
  Spans out;
  for (std::uint64_t i = 0; i < n; ++i)
    out.emplace_back(static_cast<std::size_t>(spans[i].begin), static_cast<std::size_t>(spans[i].end));
  return out;
}

}  // namespace cocotalk::domain
