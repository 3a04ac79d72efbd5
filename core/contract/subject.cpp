#include "core/contract/subject.hpp"

#include "core/contract/driver.hpp"
#include "core/plugins/library.hpp"

#include <optional>

namespace cocotalk::contract {
namespace {

struct Chosen {
  Arguments arguments;
  plugins::CopyFolder copies;
  std::optional<plugins::Library> library;
};

std::unique_ptr<Chosen>& chosen() {
  static std::unique_ptr<Chosen> one;
  return one;
}

}  // namespace

void choose(const Arguments& arguments) {
  chosen() = std::make_unique<Chosen>();
  chosen()->arguments = arguments;
}

const coco_plugin& subject() {
  std::optional<plugins::Library>& library = chosen()->library;
  if (!library) {
    library.emplace(plugins::Library::load(chosen()->arguments.file, chosen()->copies));
    // Whoever listens gets a free port, unless another is asked for.
    for (const coco_setting_spec& spec : library->description().settings)
      if (spec.name == std::string_view("listen")) chosen()->arguments.settings.try_emplace("listen", "127.0.0.1:0");
  }
  return library->plugin();
}

const testing::SettingTexts& subject_settings() { return subject(), chosen()->arguments.settings; }

std::vector<std::function<std::unique_ptr<testing::TransportDriver>()>> drivers() {
  if (chosen()->arguments.driver.empty())
    return {[] { return std::make_unique<testing::StompDriver>(); }, [] { return std::make_unique<testing::SseDriver>(); },
            [] { return std::make_unique<testing::LineDriver>(); }};
  return {[&table = load_driver(chosen()->arguments.driver)] { return std::make_unique<LibraryDriver>(table); }};
}

}  // namespace cocotalk::contract
