// A search that looks at every text. Words are what blanks separate, and stand wherever the text holds their bytes.
#pragma once

#include <cocotalk/search.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// Provides cocotalk.search/1 while it lives. All functions [any]; answers before they return.
class FakeSearch {
 public:
  const coco_search* table() const noexcept { return &table_; }
  // What all but match() answer from now on; a failure changes nothing.
  void set_status(coco_status status) {
    const std::lock_guard lock(mutex_);
    status_ = status;
  }
  std::size_t documents() const {
    const std::lock_guard lock(mutex_);
    return documents_.size();
  }
  std::string record() const {
    const std::lock_guard lock(mutex_);
    return record_;
  }

  void open(std::string_view record, coco::Completion&& done) {
    with(std::move(done), [&](coco::Completion& answer) {
      if (record != record_) documents_.clear(), positions_.clear();
      record_ = record;
      answer.ok();
    });
  }
  void positions(const coco_view* groups, std::uint64_t n, coco::Completion&& done) {
    with(std::move(done), [&](coco::Completion& answer) {
      std::vector<std::int64_t> out;
      for (std::uint64_t i = 0; i < n; ++i) {
        const auto found = positions_.find(text(groups[i]));
        out.push_back(found == positions_.end() ? 0 : found->second);
      }
      const coco_search_positions result{sizeof result, 0, out.data(), out.size()};
      answer.ok(&result);
    });
  }
  void index(const coco_search_batch* const* batches, std::uint64_t n, coco::Completion&& done) {
    with(std::move(done), [&](coco::Completion& answer) {
      for (std::uint64_t b = 0; b < n; ++b) {
        positions_[text(batches[b]->group)] = batches[b]->position;
        for (std::uint64_t i = 0; i < batches[b]->n_documents; ++i) put(text(batches[b]->group), *batches[b]->documents[i]);
      }
      answer.ok();
    });
  }
  void forget(std::string_view group, coco::Completion&& done) {
    with(std::move(done), [&](coco::Completion& answer) {
      std::erase_if(documents_, [&](const auto& entry) { return entry.first.first == group; });
      positions_.erase(std::string(group));
      answer.ok();
    });
  }
  void query(const coco_search_query& query, coco::Completion&& done) {
    with(std::move(done), [&](coco::Completion& answer) {
      const std::vector<std::string> words = words_of(coco::text(query.words));
      std::vector<std::pair<std::int64_t, const Key*>> found;
      for (const auto& [key, document] : documents_)
        if (document.id < (query.before == 0 ? INT64_MAX : query.before) && is_asked_for(query, key) &&
            has_all(document.text, words))
          found.emplace_back(document.id, &key);
      std::sort(found.rbegin(), found.rend());
      const std::size_t n = std::min<std::size_t>(query.limit, found.size());
      std::vector<coco_search_hit> hits;
      for (std::size_t i = 0; i < n; ++i) hits.push_back({coco::view(found[i].second->first), found[i].second->second});
      const coco_search_hits result{sizeof result, 0, hits.data(), hits.size(), n < found.size() ? found[n - 1].first : 0};
      answer.ok(&result);
    });
  }
  void match(std::string_view words, std::string_view text, coco_search_span* spans, std::uint64_t* n_spans) const {
    std::vector<coco_search_span> out;
    const std::vector<std::string> wanted = words_of(words);
    if (has_all(text, wanted))
      for (const std::string& word : wanted)
        for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size()))
          out.push_back({at, at + word.size()});
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    *n_spans = std::min<std::uint64_t>(*n_spans, out.size());
    std::copy_n(out.begin(), *n_spans, spans);
  }

 private:
  using Key = std::pair<std::string, std::int64_t>;  // group, number
  struct Document {
    std::int64_t time_ms, id;  // ids ascend with the time
    std::string text;
  };

  template <class Run>
  void with(coco::Completion&& done, Run run) {
    const std::lock_guard lock(mutex_);
    if (status_ != COCO_OK) return done.fail(status_, "told to fail");
    try {
      run(done);
    } catch (const coco::Error& error) {
      done.fail(error.code(), error.what());
    }
  }
  void put(const std::string& group, const coco_search_document& document) {
    const Key key(group, document.number);
    const auto known = documents_.find(key);
    const std::int64_t id = known != documents_.end() ? known->second.id : free_id(document.time_ms);
    if (document.text.size == 0)
      documents_.erase(key);
    else
      documents_.insert_or_assign(key, Document{document.time_ms, id, text(document.text)});
  }
  std::int64_t free_id(std::int64_t time_ms) const {
    std::int64_t last = time_ms * 1000;
    for (const auto& [key, document] : documents_)
      if (document.time_ms == time_ms) last = std::max(last, document.id);
    return last + 1;
  }
  static bool is_asked_for(const coco_search_query& query, const Key& key) {
    for (std::uint64_t i = 0; i < query.n_groups; ++i)
      if (coco::text(query.groups[i].name) == key.first) return key.second >= query.groups[i].first;
    return false;
  }
  static std::vector<std::string> words_of(std::string_view words) {
    std::vector<std::string> out;
    bool is_between = true;
    for (const char c : words) {
      if (c != ' ' && is_between) out.emplace_back();
      if (c != ' ') out.back() += c;
      is_between = c == ' ';
    }
    if (out.empty()) throw coco::Error(COCO_INVALID, "there is nothing to look for");
    return out;
  }
  static bool has_all(std::string_view text, const std::vector<std::string>& words) {
    return std::all_of(words.begin(), words.end(),
                       [&](const std::string& word) { return text.find(word) != std::string_view::npos; });
  }
  static std::string text(coco_view view) { return std::string(coco::text(view)); }

  mutable std::mutex mutex_;
  coco_status status_ = COCO_OK;
  std::string record_;
  std::map<std::string, std::int64_t> positions_;
  std::map<Key, Document> documents_;
  const coco_search table_{sizeof table_,
                           0,
                           this,
                           COCO_BIND(coco_search, open, FakeSearch),
                           COCO_BIND(coco_search, positions, FakeSearch),
                           COCO_BIND(coco_search, index, FakeSearch),
                           COCO_BIND(coco_search, forget, FakeSearch),
                           COCO_BIND(coco_search, query, FakeSearch),
                           COCO_BIND(coco_search, match, FakeSearch)};
};

}  // namespace cocotalk::testing
