// The figures of one run, in order, as one line of JSON.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::load {

class Report {
 public:
  void put(std::string_view name, double value) { figures_.emplace_back(name, value); }
  std::string json() const;

 private:
  std::vector<std::pair<std::string, double>> figures_;
};

}  // namespace cocotalk::load
