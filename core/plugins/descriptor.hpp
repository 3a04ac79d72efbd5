// What a plugin says about itself, checked and copied out of its library.
#pragma once

#include <cocotalk/abi.h>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace cocotalk::plugins {

struct Need {
  std::string interface_id;
  bool is_optional;
};

// The strings of `settings` still live in the library; everything else is copied.
struct Description {
  std::string id, version, built_with;
  std::uint16_t abi_major = 0, abi_minor = 0;
  std::vector<std::string> provides;
  std::vector<Need> needs;
  std::vector<coco_setting_spec> settings;
};

// What is wrong with a descriptor, as "cause; remedy".
struct BadDescriptor {
  std::string why;
};

// Checks in the order magic, ABI, size, functions, strings, settings, and looks at nothing that a failed step makes doubtful.
std::variant<Description, BadDescriptor> describe(const coco_plugin& plugin);

}  // namespace cocotalk::plugins
