// When a plugin crashes, the process ends; but it says whose code it was, and writes it down for the next start.
#pragma once

#include <filesystem>

namespace cocotalk::host {

// From now on, and until the process ends: SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT write one line to standard error, "plugin
// 'x' crashed (SIGSEGV at address 0x0, code +0x1234)", and a line to `record` (core/host/crash_record.hpp); then the signal takes
// its usual course. [main], before there are plugins; the thread needs a SignalStack.
void keep_last_words(const std::filesystem::path& record);

}  // namespace cocotalk::host
