// How a contract suite gets what it tests: a factory for each test, whether a fake, a linked plugin or a library.
#pragma once

#include <cocotalk/testing/misdeeds.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>

namespace cocotalk::testing {

// A table, and with it whatever provides it. Never null.
template <class Table>
class Provider : public std::shared_ptr<const Table> {
 public:
  // `plugin` is what the owner keeps alive; a fake has none.
  template <class Owner>
  Provider(const std::shared_ptr<Owner>& owner, const Table* table, TestedPlugin* plugin = nullptr)
      : std::shared_ptr<const Table>(owner, table), plugin_(plugin) {}
  // For rules about a plugin's life; nullptr for a fake.
  TestedPlugin* plugin() const { return plugin_; }

 private:
  TestedPlugin* plugin_;
};

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

// Part of every contract's fixture: when the provider is gone, nothing was noticed that no plugin may do.
class NoMisdeeds {
 public:
  NoMisdeeds() { Misdeeds::all().take(); }
  NoMisdeeds(const NoMisdeeds&) = delete;
  NoMisdeeds& operator=(const NoMisdeeds&) = delete;
  ~NoMisdeeds() {
    for (const std::string& misdeed : Misdeeds::all().take()) ADD_FAILURE() << misdeed;
  }
};

// The fixture of a contract whose rules begin with a provider of one table. NoMisdeeds comes first, so that it looks last.
template <class Table>
class Contract : public NoMisdeeds, public ::testing::TestWithParam<ProviderFactory<Table>> {
 protected:
  static constexpr const char* a_fake = "a fake has no life to speak of";
  template <class Answers>
  static bool all_answered(Answers& answers) {
    return std::all_of(answers.begin(), answers.end(), [](auto& answer) { return answer.answered(); });
  }
};

// A running instance of a plugin that provides the table.
template <class Table>
Provider<Table> provider_of(const coco_plugin& descriptor, const char* interface_id, const SettingTexts& settings = {},
                            const Offers& offers = {}) {
  const auto plugin = std::make_shared<TestedPlugin>(descriptor, settings, offers);
  const Table* table = plugin->table<Table>(interface_id);
  if (table == nullptr) throw std::runtime_error(std::string(descriptor.id) + " does not provide " + interface_id);
  return Provider<Table>(plugin, table, plugin.get());
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
