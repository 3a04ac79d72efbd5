// What the machine has left, and when that is too little to take in more (promises.md, limits).
#pragma once

#include <cstdint>
#include <string>

namespace cocotalk {

// In bytes.
struct Supplies {
  std::uint64_t memory_used = 0;   // by this process
  std::uint64_t memory_limit = 0;  // of its control group, or the machine's memory
  std::uint64_t disk_free = 0;     // for the data folder, to who is not root
};

// Throws coco::Error when the system does not say.
Supplies measure_supplies(const std::string& data_dir);

// Why nothing more is to be taken in; empty: there is enough.
std::string shortage_of(const Supplies& supplies, std::int64_t max_memory_percent, std::uint64_t min_free_disk);

}  // namespace cocotalk
