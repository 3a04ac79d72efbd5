// A started storage plugin with the contract's tables, for tests of what only SQLite's storage promises.
#pragma once

#include "settings.hpp"

#include <cocotalk/testing/storage/schema_words.hpp>
#include <cocotalk/testing/storage/words.hpp>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::storage::test {

using namespace testing::storage;

class Store {
 public:
  explicit Store(const std::map<std::string, std::int64_t>& changed_settings = {}) : provider_(provider(changed_settings)) {
    open();
  }

  void open() {
    table_ = provider_->create();
    provider_->start();
    std::string why;
    if (define(table_, example_schema(), &why) != COCO_OK) throw std::runtime_error(why);
  }
  void close() { provider_->stop(); }

  const coco_storage* table() const { return table_; }
  testing::FakeHost& host() { return provider_->host(); }
  std::string file(const std::string& name) { return (host().data_dir() / name).string(); }
  Committed commit(Batch batch) { return Commit(table_, std::move(batch)).get(); }
  std::vector<Row> rows(const std::string& name) { return Read(table_, {{name}}).get().ranges.at(0); }

 private:
  std::unique_ptr<PluginProvider> provider_;
  const coco_storage* table_ = nullptr;
};

inline Batch append_item(std::int64_t room) { return Batch().append("item", {i(room), i(0), null, i(0), null}); }

}  // namespace cocotalk::storage::test
