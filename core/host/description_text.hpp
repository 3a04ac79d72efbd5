// What a plugin says about itself, in words and in JSON.
#pragma once

#include "core/plugins/descriptor.hpp"

#include <string>
#include <vector>

namespace cocotalk::host {

std::vector<std::string> need_texts(const plugins::Description& plugin);  // "cocotalk.mail/1?": an optional one
std::string abi_text(const plugins::Description& plugin);                 // "1.0"
std::string words(const std::vector<std::string>& texts);                 // "a, b"; "nothing"
std::string json_list(const std::vector<std::string>& texts);

}  // namespace cocotalk::host
