#include "pictures/helper/confinement.hpp"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <initializer_list>

namespace cocotalk::pictures {
#ifdef COCOTALK_UNCONFINED
void limit_resources(std::uint64_t, std::uint64_t) {}
void forbid_calls() {}
#else
namespace {

void require(bool holds) {
  if (!holds) ::_exit(EXIT_FAILURE);
}

void limit(__rlimit_resource what, std::uint64_t most) {
  const rlimit both{most, most};
  require(::setrlimit(what, &both) == 0);
}

}  // namespace

void limit_resources(std::uint64_t memory_bytes, std::uint64_t seconds) {
  require(::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0);
  require(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  limit(RLIMIT_AS, memory_bytes);
  limit(RLIMIT_CPU, seconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, 3);
}

void forbid_calls() {
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  require(filter != nullptr);
  for (const int call : {SCMP_SYS(write), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
                         SCMP_SYS(futex), SCMP_SYS(exit), SCMP_SYS(exit_group)})
    require(seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0);
  require(seccomp_load(filter) == 0);
  seccomp_release(filter);
}
#endif

}  // namespace cocotalk::pictures
