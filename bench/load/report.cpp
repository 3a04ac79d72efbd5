#include "load/report.hpp"

#include <cstdio>

namespace cocotalk::load {

std::string Report::json() const {
  std::string out;
  for (const auto& [name, value] : figures_) {
    char number[32];
    std::snprintf(number, sizeof number, "%.6g", value);
    out += (out.empty() ? "{\"" : ",\"") + name + "\":" + number;
  }
  return out.empty() ? "{}" : out + '}';
}

}  // namespace cocotalk::load
