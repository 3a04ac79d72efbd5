// A plugin's descriptor as it stands in its file, known before any of its code runs.
#pragma once

#include "core/plugins/descriptor.hpp"
#include "core/plugins/elf_library.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace cocotalk::plugins {

// Owns what its description points to.
class WrittenDescriptor {
 public:
  // Throws ElfDamage: there is no symbol, or it is refused by describe(), or its pointers lead nowhere.
  explicit WrittenDescriptor(const ElfLibrary& library);
  WrittenDescriptor(const WrittenDescriptor&) = delete;
  WrittenDescriptor& operator=(const WrittenDescriptor&) = delete;

  const Description& description() const noexcept { return description_; }

 private:
  coco_plugin read_plugin(std::uint64_t address, std::uint64_t size);
  const char* read_text(std::uint64_t pointer_at);
  const char* const* read_texts(std::uint64_t pointer_at);
  void read_settings(coco_plugin& plugin, std::uint64_t pointer_at);

  const ElfLibrary& library_;
  std::deque<std::string> texts_;  // deques: what is in them stays where it is
  std::deque<std::vector<const char*>> text_lists_;
  std::vector<unsigned char> settings_;  // as coco_setting_spec of the plugin's own size
  Description description_;
};

}  // namespace cocotalk::plugins
