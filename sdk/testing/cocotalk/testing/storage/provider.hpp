// A store under contract: how a suite starts, stops and starts again whatever provides cocotalk.storage/1.
#pragma once

#include "cocotalk/testing/fake_host.hpp"
#include "cocotalk/testing/fake_storage.hpp"

#include <cocotalk/storage.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace cocotalk::testing::storage {

// One store. Its data outlives create() … stop(), as often as they are repeated.
class Provider {
 public:
  virtual ~Provider() = default;
  // The table is valid until stop().
  virtual const coco_storage* create() = 0;
  virtual void start() = 0;
  // Returns when the provider says it is drained; after it the table is gone.
  virtual void stop() = 0;
};

using Factory = std::function<std::unique_ptr<Provider>()>;

// Any plugin that provides cocotalk.storage/1, by its exported descriptor.
class PluginProvider : public Provider {
 public:
  PluginProvider(const coco_plugin& plugin, std::vector<coco_setting> settings)
      : plugin_(plugin), settings_(std::move(settings)) {}
  ~PluginProvider() override {
    if (self_ != nullptr) PluginProvider::stop();
  }

  const coco_storage* create() override {
    coco_error error;
    coco::throw_if(plugin_.create(host_.raw(), settings_.data(), settings_.size(), &self_, &error), error);
    return static_cast<const coco_storage*>(plugin_.interface_of(self_, COCO_STORAGE));
  }
  void start() override {
    coco_error error;
    coco::throw_if(plugin_.start(self_, &error), error);
  }
  void stop() override {
    Answer<int> drained;
    plugin_.stop(self_, drained.expect_nothing());
    drained.status();
    plugin_.destroy(std::exchange(self_, nullptr));
  }
  FakeHost& host() { return host_; }

 private:
  const coco_plugin& plugin_;
  const std::vector<coco_setting> settings_;
  FakeHost host_;
  void* self_ = nullptr;
};

// The fake; what is durable is carried from one life to the next.
class FakeProvider : public Provider {
 public:
  const coco_storage* create() override {
    fake_.emplace(durable_);
    return fake_->table();
  }
  void start() override {}
  void stop() override {
    fake_->stop();
    durable_ = fake_->snapshot();
    fake_.reset();
  }

 private:
  FakeStorage::Snapshot durable_;
  std::optional<FakeStorage> fake_;
};

}  // namespace cocotalk::testing::storage
