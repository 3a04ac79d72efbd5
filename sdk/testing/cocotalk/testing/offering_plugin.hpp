// A plugin that offers commands, and all that is around it: the gateway is the test's, of whatever else it needs there is a fake.
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/testing/fakes.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// A plugin that offers commands, and how it is set.
struct CommandsCase {
  const coco_plugin& plugin;
  SettingTexts settings = {};
};

inline CommandsCase commands_of(const coco_plugin& plugin, SettingTexts settings = {}) { return {plugin, std::move(settings)}; }

struct CommandsCaseFactory {
  const char* name;
  std::function<CommandsCase()> make;
};

inline std::ostream& operator<<(std::ostream& out, const CommandsCaseFactory& factory) { return out << factory.name; }

// What the core says to a plugin that asks it something: no, or yes, at once or when it is let go. All functions [any].
class CoreSays {
 public:
  void no() { set(false); }
  void yes() { set(true); }
  // From now on nothing is answered.
  void nothing() {
    const std::lock_guard lock(mutex_);
    is_silent_ = true;
  }
  // Answers what has waited, and goes on answering.
  void at_last() {
    std::unique_lock lock(mutex_);
    is_silent_ = false;
    std::vector<FakeGateway::Ask> waited = std::exchange(waiting_, {});
    lock.unlock();
    for (FakeGateway::Ask& ask : waited) hear(std::move(ask));
  }
  void hear(FakeGateway::Ask&& ask) {
    std::unique_lock lock(mutex_);
    if (is_silent_) return waiting_.push_back(std::move(ask));
    const bool is_granted = is_yes_;
    const std::string message = "message-" + std::to_string(++n_);
    lock.unlock();
    if (is_granted) return FakeGateway::answer(ask, "{}", 1, message);
    FakeGateway::refuse(ask, COCO_RETRY, "RETRY", "this is a test", 100);
  }

 private:
  void set(bool is_yes) {
    const std::lock_guard lock(mutex_);
    is_yes_ = is_yes;
  }
  std::mutex mutex_;
  bool is_silent_ = false, is_yes_ = false;
  int n_ = 0;
  std::vector<FakeGateway::Ask> waiting_;
};

// Where such plugins live: instances of one, one after the other or side by side.
class CommandsStage {
 public:
  explicit CommandsStage(CommandsCase tested) : tested_(std::move(tested)) {
    gateway.on_ask = [this](FakeGateway::Ask&& ask) { core.hear(std::move(ask)); };
  }
  std::unique_ptr<TestedPlugin> live() {
    Offers offers = fakes_.offers_for(tested_.plugin);
    offers[COCO_GATEWAY] = gateway.table();
    return std::make_unique<TestedPlugin>(tested_.plugin, tested_.settings, offers);
  }
  // What is offered now. Throws std::runtime_error unless it is one table.
  const coco_commands& offered() const {
    if (gateway.offered.size() != 1)
      throw std::runtime_error(std::string(tested_.plugin.id) + " offers " + std::to_string(gateway.offered.size()) +
                               " tables of commands to the gateway, not one");
    return *gateway.offered.front();
  }

  CoreSays core;
  FakeGateway gateway;

 private:
  const CommandsCase tested_;
  const Fakes fakes_;
};

}  // namespace cocotalk::testing
