#include "core/plugins/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace cocotalk::plugins {
namespace {

// Levenshtein's distance, one row at a time.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known) {
  const std::string* best = nullptr;
  std::size_t fewest = 0;
  for (const std::string& candidate : known) {
    const std::size_t n = edits(word, candidate);
    if (best == nullptr || n < fewest) best = &candidate, fewest = n;
  }
  if (best == nullptr || fewest > std::max<std::size_t>(1, word.size() / 3)) return std::nullopt;
  return *best;
}

std::string suggestion(std::string_view word, std::span<const std::string> known) {
  if (const auto meant = nearest(word, known)) return "did you mean '" + *meant + "'?";
  if (known.empty()) return "there are none";
  std::string out = "known are ";
  for (std::size_t i = 0; i < known.size(); ++i) out += (i == 0 ? "" : ", ") + known[i];
  return out;
}

}  // namespace cocotalk::plugins
