// From what was written to what a plugin is created with: flags over environment over file over default.
#pragma once

#include "core/host/configuration.hpp"
#include "core/plugins/settings.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace cocotalk::host {

// Environment variables that begin with COCOTALK_. COCOTALK_LISTEN stands there under its long name, COCOTALK_NET_LISTEN.
using Environment = std::map<std::string, std::string>;
Environment environment_of_process();

// "COCOTALK_SESSION_POLICY_PER_CLASS"; sections without a name: "COCOTALK_DATA".
std::string variable_name(const std::string& section, const std::string& key);

// Every setting of `specs`, in their order, validated. What is wrong is added to `complaints` and left out.
std::vector<plugins::SettingValue> resolve(const Section& section, std::span<const coco_setting_spec> specs,
                                           const Environment& environment, std::vector<std::string>& complaints);

}  // namespace cocotalk::host
