// The command `plugin new`.
#include "core/host/places.hpp"
#include "core/host/program.hpp"
#include "core/host/scaffold.hpp"
#include "core/plugins/nearest.hpp"

#include <cocotalk/plugin.hpp>

#include <iostream>

namespace cocotalk::host {

int new_plugin(const Program&, const Invocation& invocation) {
  const std::string& kind = invocation.words[0];
  const std::string& name = invocation.words[1];
  const std::string folder = invocation.words.size() > 2 ? invocation.words[2] : name;
  const std::filesystem::path templates = template_folder_of_program();
  const std::vector<std::string> kinds = template_kinds(templates);
  if (kinds.empty())
    throw coco::Error(COCO_NOT_FOUND, templates.string() + ": there are no templates; install the package cocotalk-dev");
  if (std::ranges::count(kinds, kind) == 0)
    throw UsageError("'" + kind + "' is no kind of plugin; " + plugins::suggestion(kind, kinds));
  if (const std::string complaint = complaint_of_name(name); !complaint.empty()) throw UsageError("'" + name + "' " + complaint);
  make_plugin(templates, kind, name, folder);
  std::cout << folder << ": a plugin of the kind " << kind << "; its README.md says more\n\n"
            << "  cd " << folder << "\n"
            << "  cmake -S . -B build && cmake --build build && ctest --test-dir build\n"
            << "  cocotalk run cocotalk.json\n";
  return exit_done;
}

}  // namespace cocotalk::host
