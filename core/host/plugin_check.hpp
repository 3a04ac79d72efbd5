// `cocotalk plugin check`: everything that can be said about a plugin's file.
#pragma once

#include "core/host/probe.hpp"
#include "core/plugins/descriptor.hpp"
#include "core/plugins/finding.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cocotalk::host {

struct CheckedPlugin {
  std::string file;
  // As it stands in the file. Without settings: their texts are gone. Nothing when it could not be read.
  std::optional<plugins::Description> description;
  bool was_probed = false;
  plugins::Findings findings;
};

// The interfaces somebody provides, and where that was looked up, for the sentence: "the plugin folder /usr/lib/…".
struct Offered {
  std::set<std::string, std::less<>> interfaces;
  std::string where;
};

// Reads the file `wanted` names, and runs none of its code; then, if nothing spoke against it, probes it.
enum class Probing { no, yes };
CheckedPlugin check_plugin_file(const Probe& wanted, const Offered& offered, Probing probing);

std::string text_of(const CheckedPlugin& plugin);
std::string json_of(const CheckedPlugin& plugin);

}  // namespace cocotalk::host
