// What was asked for: the configuration file with the flags laid over it. Nothing is loaded and no value is judged yet.
#pragma once

#include "core/host/json.hpp"

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::host {

// A configuration that is refused, with every reason; each is one sentence with file and line. Exit code 78.
class Refused : public std::runtime_error {
 public:
  explicit Refused(std::vector<std::string> complaints);
  const std::vector<std::string>& complaints() const noexcept { return complaints_; }

 private:
  std::vector<std::string> complaints_;
};

// A setting as somebody wrote it.
struct Given {
  enum class Source { file, flag };
  std::string key;
  Json value;         // a flag's is a string, whatever the setting's type
  std::string where;  // "cocotalk.json:12", "--set net.lanes"
  Source source;
};

// The settings of one plugin, of the log, of the service, or (name empty) of the host.
struct Section {
  std::string name;
  std::string where;
  std::string plugin;  // the name of the library, or a path when it has a '/'; only for plugins
  std::vector<Given> given;
};

struct Configuration {
  std::string file;
  Section host, log, service;
  std::vector<Section> plugins;
};

// Flags: (key, value) as in --set key=value; `spelling` is how the user wrote it, for sentences.
struct Override {
  std::string key, value, spelling;
};

// A configuration's text and the name it goes by in sentences.
struct ConfigurationText {
  std::string file;
  std::string text;
};

// Throws Refused.
ConfigurationText read_configuration_file(const std::filesystem::path& file);

// Reads the shape of a configuration. What is wrong with it is added to `complaints`; what could be read is returned. Throws
// Refused when the text is no JSON.
Configuration parse_configuration(const ConfigurationText& source, const std::vector<Override>& overrides,
                                  std::vector<std::string>& complaints);

}  // namespace cocotalk::host
