// Which plugin's code lies at an address: asked by a signal handler, in the middle of anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cocotalk::plugins {

// The code of one loaded library, from its construction to its end. The lists behind it are of fixed size and the process's, as a
// signal handler has nothing else; the 257th library is not known to it.
class CodeRange {
 public:
  // `address`: anything in the library. Keeps the first 63 bytes of the name. [main]
  CodeRange(std::string_view name, const void* address);
  ~CodeRange();
  CodeRange(CodeRange&& other) noexcept;
  CodeRange(const CodeRange&) = delete;
  CodeRange& operator=(const CodeRange&) = delete;

 private:
  std::size_t place_;
};

struct CodeOwner {
  const char* name;      // lives as long as the process
  std::uint64_t offset;  // from the library's beginning
};

// Async-signal-safe. `name` is NULL when the address is no library's.
CodeOwner owner_of_code(std::uintptr_t address) noexcept;

}  // namespace cocotalk::plugins
