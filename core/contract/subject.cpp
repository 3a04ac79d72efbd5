#include "core/contract/subject.hpp"

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

}  // namespace cocotalk::contract
