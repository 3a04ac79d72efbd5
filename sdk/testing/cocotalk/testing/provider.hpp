// How a contract suite gets what it tests: a factory for each test, whether a fake, a linked plugin or a library.
#pragma once

#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>

namespace cocotalk::testing {

// A table, and with it whatever provides it. Never null.
template <class Table>
using Provider = std::shared_ptr<const Table>;

// Makes a fresh provider: one for each test of a contract, and sometimes a second beside it.
template <class Table>
struct ProviderFactory {
  const char* name;
  std::function<Provider<Table>()> make;
};

template <class Table>
std::ostream& operator<<(std::ostream& out, const ProviderFactory<Table>& factory) {
  return out << factory.name;
}

// A running instance of a plugin that provides the table.
template <class Table>
Provider<Table> provider_of(const coco_plugin& descriptor, const char* interface_id, const SettingTexts& settings = {}) {
  const auto plugin = std::make_shared<TestedPlugin>(descriptor, settings);
  const Table* table = plugin->table<Table>(interface_id);
  if (table == nullptr) throw std::runtime_error(std::string(descriptor.id) + " does not provide " + interface_id);
  return Provider<Table>(plugin, table);
}

// A fake that has a table().
template <class Table, class Fake>
Provider<Table> provider_of_fake() {
  const auto fake = std::make_shared<Fake>();
  return Provider<Table>(fake, fake->table());
}

}  // namespace cocotalk::testing

// Runs a contract suite against what the function makes; the tests are called Name/Suite.Rule.
#define COCO_CONTRACT(Name, Suite, Table, ...)                                                          \
  namespace cocotalk::testing {                                                                         \
  INSTANTIATE_TEST_SUITE_P(Name, Suite, ::testing::Values(ProviderFactory<Table>{#Name, __VA_ARGS__})); \
  }
