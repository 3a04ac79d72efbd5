// What an examination of a plugin's file has to say.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::plugins {

enum class Weight {
  refusal,  // a host does not load it
  defect,   // a host loads it, and something will go wrong one day
  remark,   // worth knowing
};

inline std::string_view weight_name(Weight weight) {
  switch (weight) {
    case Weight::refusal: return "refused";
    case Weight::defect: return "defect";
    default: return "remark";
  }
}

struct Finding {
  Weight weight;
  std::string rule;  // "unique-symbols": for programs
  std::string why;   // "cause; remedy"
};
using Findings = std::vector<Finding>;

// Nothing that is more than a remark.
inline bool is_fine(const Findings& findings) {
  return std::ranges::all_of(findings, [](const Finding& finding) { return finding.weight == Weight::remark; });
}

}  // namespace cocotalk::plugins
