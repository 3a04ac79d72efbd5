#include "ui-console/password_file.hpp"

#include <fstream>

#include "ui-console/model.hpp"

namespace cocotalk::console {

std::string read_password_file(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw Refusal(COCO_INVALID, "NO_PASSWORD", "no password can be read from " + path);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace cocotalk::console
