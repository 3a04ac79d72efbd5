// The library under test, as the process of a rule sees it.
#pragma once

#include "core/contract/arguments.hpp"

#include <cocotalk/testing/fakes.hpp>
#include <cocotalk/testing/provider.hpp>
#include <cocotalk/testing/transport_driver.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cocotalk::contract {

// Which library, and the settings its instances get; before the first rule. What is loaded is a private copy, checked as the host
// checks it, in a folder that goes with the calling process.
void choose(const Arguments& arguments);

// Loads it when first asked. Throws plugins::Refusal.
const coco_plugin& subject();
const testing::SettingTexts& subject_settings();
// The kinds of clients that the driver's library plays, or those of this program. Throws std::runtime_error.
std::vector<std::function<std::unique_ptr<testing::TransportDriver>()>> drivers();

// A running instance between fakes, and its table.
template <class Table>
testing::Provider<Table> provider(const char* interface_id) {
  struct Scene {
    testing::Fakes fakes;
    std::optional<testing::Provider<Table>> provider;
  };
  const auto scene = std::make_shared<Scene>();
  scene->provider = testing::provider_of<Table>(subject(), interface_id, subject_settings(), scene->fakes.offers_for(subject()));
  return {scene, scene->provider->get(), scene->provider->plugin()};
}

}  // namespace cocotalk::contract

// The contract of one interface, as a suite of the runner.
#define COCO_SUITE(Name, Suite, Table, interface_id) \
  COCO_CONTRACT(Name, Suite, Table, [] { return ::cocotalk::contract::provider<Table>(interface_id); })
