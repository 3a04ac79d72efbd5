#include "core/host/last_words.hpp"

#include "core/plugins/code_ranges.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <optional>
#include <string_view>

// Everything here that a handler calls is async-signal-safe: no allocation, no locks, no stdio.
namespace cocotalk::host {
namespace {

constexpr int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};

std::array<char, 4096> record_path{};
std::atomic<bool> has_begun = false;
std::optional<plugins::CodeRange> own_code;  // what lies there is the program's, and no plugin's
constexpr std::string_view own_name = "cocotalk";

// One line, put together without allocating.
class Line {
 public:
  Line& text(std::string_view more) noexcept {
    const std::size_t n = std::min(more.size(), bytes_.size() - size_);
    std::memcpy(bytes_.data() + size_, more.data(), n);
    size_ += n;
    return *this;
  }
  Line& number(std::uint64_t value, unsigned base) noexcept {
    std::array<char, 20> digits;
    std::size_t at = digits.size();
    do digits[--at] = "0123456789abcdef"[value % base];
    while ((value /= base) != 0);
    return text({digits.data() + at, digits.size() - at});
  }
  void write_to(int descriptor) const noexcept {
    const ssize_t ignored = ::write(descriptor, bytes_.data(), size_);
    static_cast<void>(ignored);
  }

 private:
  std::array<char, 512> bytes_;
  std::size_t size_ = 0;
};

std::string_view name_of(int signal) noexcept {
  switch (signal) {
    case SIGSEGV: return "SIGSEGV";
    case SIGBUS: return "SIGBUS";
    case SIGILL: return "SIGILL";
    case SIGFPE: return "SIGFPE";
    default: return "SIGABRT";
  }
}

struct Registers {
  std::uintptr_t code, stack;
};

Registers registers_of(const void* context) noexcept {
  const mcontext_t& machine = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  return {static_cast<std::uintptr_t>(machine.gregs[REG_RIP]), static_cast<std::uintptr_t>(machine.gregs[REG_RSP])};
#elif defined(__aarch64__)
  return {machine.pc, machine.sp};
#else
#error "name this machine's registers here"
#endif
}

// Reads memory that may not be there.
bool read_word(std::uintptr_t address, std::uintptr_t& out) noexcept {
  iovec into{&out, sizeof out}, from{reinterpret_cast<void*>(address), sizeof out};
  return ::process_vm_readv(::getpid(), &into, 1, &from, 1, 0) == static_cast<ssize_t>(sizeof out);
}

// Whose code it was: that of the instruction, else of the innermost caller that is a plugin or the program, as with abort() and
// memcpy(). Callers are found by looking for addresses of code on the stack, as most code keeps no frame pointers.
plugins::CodeOwner find_culprit(const Registers& at) noexcept {
  constexpr std::size_t most_words = 8192;
  if (const plugins::CodeOwner owner = plugins::owner_of_code(at.code); owner.name != nullptr) return owner;
  std::uintptr_t word = 0;
  for (std::size_t i = 0; i < most_words && read_word(at.stack + i * sizeof word, word); ++i)
    if (const plugins::CodeOwner owner = plugins::owner_of_code(word); owner.name != nullptr) return owner;
  return {nullptr, 0};
}

void write_record(std::string_view plugin, std::string_view signal) noexcept {
  const int record = ::open(record_path.data(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (record < 0) return;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  Line line;
  line.number(static_cast<std::uint64_t>(now.tv_sec), 10)
      .text(" ")
      .text(plugin)
      .text(" ")
      .text(signal)
      .text("\n")
      .write_to(record);
  ::close(record);
}

void say_last_words(int signal, siginfo_t* info, void* context) {
  if (has_begun.exchange(true)) {
    for (;;) ::pause();  // another thread is at it, and ends the process
  }
  const plugins::CodeOwner culprit = find_culprit(registers_of(context));
  const std::string_view name = culprit.name == nullptr ? "" : culprit.name;
  const bool is_plugin = !name.empty() && name != own_name;
  Line line;
  if (is_plugin)
    line.text("plugin '").text(name).text("' crashed (");
  else
    line.text(name.empty() ? "a library crashed (" : "the host itself crashed (");
  line.text(name_of(signal));
  if (signal != SIGABRT) line.text(" at address 0x").number(reinterpret_cast<std::uintptr_t>(info->si_addr), 16);
  if (!name.empty()) line.text(", code +0x").number(culprit.offset, 16);
  line.text(")\n").write_to(STDERR_FILENO);
  if (is_plugin) write_record(name, name_of(signal));
  ::raise(signal);  // with the usual course restored; comes when this returns
}

}  // namespace

void keep_last_words(const std::filesystem::path& record) {
  record.string().copy(record_path.data(), record_path.size() - 1);
  if (!own_code) own_code.emplace(own_name, &has_begun);
  struct sigaction action {};
  action.sa_sigaction = &say_last_words;
  action.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND);
  ::sigfillset(&action.sa_mask);
  for (const int signal : signals) ::sigaction(signal, &action, nullptr);
}

}  // namespace cocotalk::host
