#include "search/service.hpp"

#include "search/batch.hpp"

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace cocotalk::search {
namespace {

constexpr int tidied_at_once = 8;  // steps after each feeding

void remove_files(const std::string& path) {
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    std::filesystem::remove(path + suffix, ignored);
  }
}

void answer(coco::Completion& done, const Found& found) {
  std::vector<coco_search_hit> hits;
  for (const Found::Hit& hit : found.hits) hits.push_back({coco::view(hit.group), hit.number});
  const coco_search_hits result{sizeof result, 0, hits.data(), hits.size(), found.next};
  done.ok(&result);
}

}  // namespace

Service::Service(coco::Host host, const coco::Settings& values)
    : host_(host),
      queue_(static_cast<std::size_t>(values.number("queue"))),
      cache_bytes_(values.number("cache_bytes")),
      turn_(host.data_dir() + "/search.lock"),
      documents_(host.counter("documents", "documents indexed or erased")),
      questions_(host.counter("questions", "questions answered ok")),
      busy_(host.counter("busy_refusals", "requests refused because a queue was full")) {}

void Service::start() {
  if (turn_.take()) open_files();
  feeding_.emplace(queue_, [this](Job& job) { feed(job); });
  asking_.emplace(queue_, [this](Job& job) { perform(job); });
}

void Service::stop(coco::Completion&& drained) {
  is_stopping_ = true;
  if (asking_) asking_->close();
  if (feeding_) feeding_->close();
  lookup_.reset();
  index_.reset();
  turn_.give();
  drained.ok();
}

void Service::open_files() {
  const std::string path = host_.data_dir() + "/search.db";
  for (bool is_second_try = false;; is_second_try = true) {
    try {
      index_.emplace(path, cache_bytes_ / 2);
      lookup_.emplace(path, cache_bytes_ / 2);
      is_open_ = true;
      return;
    } catch (const DatabaseError& error) {
      if (!error.is_damage() || is_second_try)
        throw coco::Error(COCO_INVALID, "the search index '" + path + "' cannot be opened: " + error.what());
      host_.warn("the search index is made anew: " + std::string(error.what()));
    }
    lookup_.reset();
    index_.reset();
    remove_files(path);
  }
}

void Service::open_in_turn() {
  if (is_open_) return;
  const std::lock_guard lock(opening_);
  if (is_open_) return;
  if (!turn_.wait([this] { return is_stopping_.load(); })) throw coco::Error(COCO_ABORTED, "search is stopping");
  open_files();
}

void Service::offer(std::optional<Worker>& to, std::function<void(coco::Completion&)> run, coco::Completion&& done) {
  if (!to) throw coco::Error(COCO_UNAVAILABLE, "search has not started");
  Job job{std::move(run), std::move(done)};
  if (to->offer(job)) return;
  coco::add(busy_);
  job.done.fail(COCO_BUSY, "too much waits to be searched");
}

void Service::perform(Job& job) {
  try {
    open_in_turn();
    job.run(job.done);
  } catch (const coco::Error& error) {
    job.done.fail(error.code(), error.what());
  }
}

// A merge that fails is tried again with the next feeding.
void Service::feed(Job& job) {
  perform(job);
  if (!is_open_) return;
  try {
    for (int steps = 0; steps < tidied_at_once && index_->tidy(); ++steps) {
    }
  } catch (const DatabaseError& error) {
    host_.debug("the search index was not tidied: " + std::string(error.what()));
  }
}

void Service::open(std::string_view record, coco::Completion&& done) {
  std::string name = checked_name(coco::view(record), "a record");
  offer(
      feeding_,
      [this, name = std::move(name)](coco::Completion& answered) {
        index_->open(name);
        answered.ok();
      },
      std::move(done));
}

void Service::positions(const coco_view* groups, std::uint64_t n, coco::Completion&& done) {
  std::vector<std::string> names;
  for (std::uint64_t i = 0; i < n; ++i) names.push_back(checked_name(groups[i], "a group"));
  offer(
      feeding_,
      [this, names = std::move(names)](coco::Completion& answered) {
        const std::vector<std::int64_t> positions = index_->positions(names);
        const coco_search_positions result{sizeof result, 0, positions.data(), positions.size()};
        answered.ok(&result);
      },
      std::move(done));
}

void Service::index(const coco_search_batch* const* batches, std::uint64_t n, coco::Completion&& done) {
  std::vector<Batch> owned;
  std::size_t n_documents = 0;
  for (std::uint64_t i = 0; i < n; ++i) n_documents += owned.emplace_back(*batches[i]).documents.size();
  offer(
      feeding_,
      [this, owned = std::move(owned), n_documents](coco::Completion& answered) {
        index_->add(owned);
        coco::add(documents_, static_cast<std::int64_t>(n_documents));
        answered.ok();
      },
      std::move(done));
}

void Service::forget(std::string_view group, coco::Completion&& done) {
  std::string name = checked_name(coco::view(group), "a group");
  offer(
      feeding_,
      [this, name = std::move(name)](coco::Completion& answered) {
        index_->forget(name);
        answered.ok();
      },
      std::move(done));
}

void Service::query(const coco_search_query& query, coco::Completion&& done) {
  auto question = std::make_shared<const Question>(query);
  offer(
      asking_,
      [this, question = std::move(question)](coco::Completion& answered) {
        const Found found = lookup_->find(*question);
        coco::add(questions_);
        answer(answered, found);
      },
      std::move(done));
}

void Service::match(std::string_view words, std::string_view text, coco_search_span* spans, std::uint64_t* n_spans) const {
  const std::vector<coco_search_span> found = Query(words).spans_in(text, static_cast<std::size_t>(*n_spans));
  std::copy(found.begin(), found.end(), spans);
  *n_spans = found.size();
}

}  // namespace cocotalk::search
