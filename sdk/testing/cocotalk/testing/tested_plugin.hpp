// One plugin, created and started as the host does it, alone: nothing else of the host is needed to test it.
#pragma once

#include <cocotalk/plugin.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/test_settings.hpp>

#include <dlfcn.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

// The plugin whose plugin.cpp is linked into the test program.
extern "C" const coco_plugin coco_plugin_abi1;

namespace cocotalk::testing {

// The descriptor of a plugin's built library. The library stays loaded until the process ends. Throws std::runtime_error with the
// loader's words.
inline const coco_plugin& load_plugin(const char* path) {
  void* library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(::dlerror());
  const void* descriptor = ::dlsym(library, COCO_PLUGIN_SYMBOL);
  if (descriptor == nullptr) throw std::runtime_error(std::string(path) + ": no symbol " COCO_PLUGIN_SYMBOL);
  return *static_cast<const coco_plugin*>(descriptor);
}

// What acquire() finds: interface id and table, as in {{COCO_AUTH, fake.table()}}. The tables outlive the plugin.
using Offers = std::map<std::string, const void*>;

// A running instance with a FakeHost of its own; stopped and destroyed with this object. Its descriptor is `coco_plugin_abi1`
// when plugin.cpp is linked into the test, or comes from load_plugin(). The constructor throws coco::Error when the plugin
// refuses its settings or does not start.
class TestedPlugin {
 public:
  explicit TestedPlugin(const coco_plugin& descriptor, const SettingTexts& settings = {}, const Offers& offers = {})
      : descriptor_(descriptor), host_(std::make_unique<FakeHost>(descriptor.id)) {
    for (const auto& [interface_id, table] : offers) host_->offer(interface_id.c_str(), table);
    create(settings);
    start();
  }
  TestedPlugin(const TestedPlugin&) = delete;
  TestedPlugin& operator=(const TestedPlugin&) = delete;
  ~TestedPlugin() {
    if (!stopping_) stop();
    destroy();
  }

  FakeHost& host() noexcept { return *host_; }
  template <class Table>
  const Table* table(const char* interface_id) const {
    return static_cast<const Table*>(descriptor_.interface_of(self_, interface_id));
  }
  // As when another instance has taken its place; `empty` is answered when it has nothing left. The plugin has the slot.
  void retire(Answer<int>& empty) { descriptor_.retire(self_, empty.expect_nothing()); }
  // Asks it to stop; `drained` is answered when it has. Call once.
  void begin_stop(Answer<int>& drained) {
    stopping_ = true;
    descriptor_.stop(self_, drained.expect_nothing());
  }
  // Waits until it has stopped. One that never says so is noted as a misdeed and left alone: its threads may still be at work.
  coco_status stop() {
    Answer<int> drained;
    begin_stop(drained);
    try {
      const coco_status status = drained.status();
      host_->drained();
      return status;
    } catch (const std::runtime_error& e) {
      Misdeeds::all().add(std::string("stop(): ") + e.what());
      never_drained_ = true;
      return COCO_ABORTED;
    }
  }

 private:
  void create(const SettingTexts& texts) {
    const TestSettings settings(descriptor_, texts);
    coco_error error{};
    host_->creating();
    coco::throw_if(descriptor_.create(host_->raw(), settings.data(), settings.size(), &self_, &error), error);
  }
  void start() {
    coco_error error{};
    const coco_status status = descriptor_.start(self_, &error);
    if (status == COCO_OK) return;
    stop();
    destroy();
    throw coco::Error(status, error.text);
  }

  void destroy() {
    if (never_drained_) {
      static_cast<void>(host_.release());
      return;
    }
    descriptor_.destroy(self_);
    host_->destroyed();
  }

  const coco_plugin& descriptor_;
  std::unique_ptr<FakeHost> host_;
  void* self_ = nullptr;
  bool stopping_ = false, never_drained_ = false;
};

}  // namespace cocotalk::testing
