// A disk that fails when told to: stands between SQLite and the kernel in this test program.
#pragma once

#include <atomic>

namespace cocotalk::storage::test {

// The errno with which the next writes, or syncs, fail; 0: they work.
extern std::atomic<int> write_errno, sync_errno;

}  // namespace cocotalk::storage::test
