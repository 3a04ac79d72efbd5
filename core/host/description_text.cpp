#include "core/host/description_text.hpp"

#include "core/runtime/json_text.hpp"

namespace cocotalk::host {

std::vector<std::string> need_texts(const plugins::Description& plugin) {
  std::vector<std::string> out;
  for (const plugins::Need& need : plugin.needs) out.push_back(need.interface_id + (need.is_optional ? "?" : ""));
  return out;
}

std::string abi_text(const plugins::Description& plugin) {
  return std::to_string(plugin.abi_major) + "." + std::to_string(plugin.abi_minor);
}

std::string words(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out.empty() ? "nothing" : out;
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ",") + runtime::json_text(text);
  return "[" + out + "]";
}

}  // namespace cocotalk::host
