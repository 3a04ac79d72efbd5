// A store under contract: how a suite starts, stops and starts again whatever provides cocotalk.storage/1.
#pragma once

#include "cocotalk/testing/fake_host.hpp"
#include "cocotalk/testing/fake_storage.hpp"
#include "cocotalk/testing/test_settings.hpp"
#include "cocotalk/testing/tested_plugin.hpp"

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
  // Returns when the provider says it is drained. The table is still there.
  virtual void drain() = 0;
  // Drains it, unless that was done; after it the table is gone.
  virtual void stop() = 0;
  // Does what it stored outlive a kill -9?
  virtual bool survives_its_process() const { return true; }
  // What a second instance says to its start while this one has the store open.
  virtual coco_status second_instance() = 0;
};

using Factory = std::function<std::unique_ptr<Provider>()>;

// Any plugin that provides cocotalk.storage/1, by its exported descriptor.
class PluginProvider : public Provider {
 public:
  PluginProvider(const coco_plugin& plugin, std::vector<coco_setting> settings)
      : plugin_(plugin), settings_(std::move(settings)) {}
  // With settings as they would stand in the configuration, and with fakes for what it needs.
  PluginProvider(const coco_plugin& plugin, const SettingTexts& texts, const Offers& offers = {})
      : plugin_(plugin), texts_(std::make_unique<TestSettings>(plugin, texts)) {
    for (const auto& [interface_id, table] : offers) host_.offer(interface_id.c_str(), table);
  }
  ~PluginProvider() override { end(); }

  const coco_storage* create() override {
    host_.creating();
    coco_error error;
    const coco_setting* const settings = texts_ ? texts_->data() : settings_.data();
    coco::throw_if(plugin_.create(host_.raw(), settings, texts_ ? texts_->size() : settings_.size(), &self_, &error), error);
    return static_cast<const coco_storage*>(plugin_.interface_of(self_, COCO_STORAGE));
  }
  void start() override {
    coco_error error;
    coco::throw_if(plugin_.start(self_, &error), error);
  }
  void drain() override {
    Answer<int> drained;
    plugin_.stop(self_, drained.expect_nothing());
    drained.status();
    host_.drained();
    is_drained_ = true;
  }
  void stop() override {
    if (!std::exchange(is_drained_, false)) PluginProvider::drain();
    is_drained_ = false;
    plugin_.destroy(std::exchange(self_, nullptr));
    host_.destroyed();
  }
  coco_status second_instance() override {
    void* second = nullptr;
    coco_error error{};
    const coco_setting* const settings = texts_ ? texts_->data() : settings_.data();
    coco_status status = plugin_.create(host_.raw(), settings, texts_ ? texts_->size() : settings_.size(), &second, &error);
    if (status != COCO_OK) return status;
    status = plugin_.start(second, &error);
    Answer<int> drained;
    plugin_.stop(second, drained.expect_nothing());
    drained.status();
    plugin_.destroy(second);
    return status;
  }
  FakeHost& host() { return host_; }

 protected:
  // Stops what is still running.
  void end() {
    if (self_ != nullptr) PluginProvider::stop();
  }

 private:
  const coco_plugin& plugin_;
  const std::vector<coco_setting> settings_;
  const std::unique_ptr<TestSettings> texts_;
  FakeHost host_;
  void* self_ = nullptr;
  bool is_drained_ = false;
};

// The fake; what is durable is carried from one life to the next.
class FakeProvider : public Provider {
 public:
  const coco_storage* create() override {
    fake_.emplace(durable_);
    return fake_->table();
  }
  void start() override {}
  void drain() override { fake_->stop(); }
  bool survives_its_process() const override { return false; }
  coco_status second_instance() override { return COCO_UNAVAILABLE; }
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
