// The bytes of a plugin's file, if only those may write it who may be trusted with the host.
#pragma once

#include <stdexcept>
#include <string>

namespace cocotalk::plugins {

// A plugin that is refused: one sentence with file, cause and remedy.
class Refusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  Refusal(const std::string& file, const std::string& why) : std::runtime_error(file + ": " + why), why_(why) {}
  // Without the file.
  std::string why() const { return why_.empty() ? what() : why_; }

 private:
  std::string why_;
};

// Reads a regular file of at most 1 GiB, once: what is checked is what is loaded. Throws Refusal when it cannot be read, or when
// everybody on this machine may change it or put another in its place.
std::string read_plugin_file(const std::string& file);

}  // namespace cocotalk::plugins
