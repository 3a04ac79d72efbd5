// cocotalk.search/1 in a database of its own: ⟨data_dir⟩/search.db.
#pragma once

#include "search/index.hpp"
#include "search/lookup.hpp"
#include "search/turn.hpp"

#include <cocotalk/search.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::search {

// Made and ended by the host. One thread feeds the index, another asks it; the calling thread only copies and checks. An index
// that is damaged or of another layout is made anew: whoever feeds it begins from the positions, which are gone with it. While
// the instance before this one still has the index, what is asked of this one waits.
class Service {
 public:
  static constexpr char id[] = "search", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_SEARCH, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("queue", "256", 1, 100'000, "questions and feedings that may wait, each; more are refused as busy"),
      coco::bytes("cache_bytes", "32 MiB", 1 << 20, std::int64_t{64} << 30, "page cache: half for feeding, half for asking")};

  Service(coco::Host host, const coco::Settings& values);
  void start();
  void stop(coco::Completion&& drained);
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_SEARCH ? &table_ : nullptr; }

  void open(std::string_view record, coco::Completion&& done);
  void positions(const coco_view* groups, std::uint64_t n, coco::Completion&& done);
  void index(const coco_search_batch* const* batches, std::uint64_t n, coco::Completion&& done);
  void forget(std::string_view group, coco::Completion&& done);
  void query(const coco_search_query& query, coco::Completion&& done);
  void match(std::string_view words, std::string_view text, coco_search_span* spans, std::uint64_t* n_spans) const;

 private:
  struct Job {
    std::function<void(coco::Completion&)> run;  // answers
    coco::Completion done;
  };
  using Worker = coco::Worker<Job>;
  void offer(std::optional<Worker>& to, std::function<void(coco::Completion&)> run, coco::Completion&& done);
  void open_files();
  // On one of the threads, before each job.
  void open_in_turn();
  void perform(Job& job);
  void feed(Job& job);

  const coco::Host host_;
  const std::size_t queue_;
  const std::int64_t cache_bytes_;
  std::mutex opening_;  // and ours is the turn then
  Turn turn_;
  std::atomic<bool> is_open_ = false, is_stopping_ = false;
  std::optional<Index> index_;    // the feeding thread's
  std::optional<Lookup> lookup_;  // the asking thread's
  std::int64_t *documents_, *questions_, *busy_;
  std::optional<Worker> feeding_, asking_;

  const coco_search table_{sizeof table_,
                           0,
                           this,
                           COCO_BIND(coco_search, open, Service),
                           COCO_BIND(coco_search, positions, Service),
                           COCO_BIND(coco_search, index, Service),
                           COCO_BIND(coco_search, forget, Service),
                           COCO_BIND(coco_search, query, Service),
                           COCO_BIND(coco_search, match, Service)};
};

}  // namespace cocotalk::search
