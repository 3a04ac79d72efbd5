#include "core/host/signal_stack.hpp"

#include <dlfcn.h>
#include <pthread.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <new>

namespace cocotalk::host {
namespace {

constexpr std::size_t signal_stack_bytes = 64u << 10;

}  // namespace

SignalStack::SignalStack() : memory_(std::make_unique_for_overwrite<char[]>(signal_stack_bytes)) {
  stack_t stack{};
  stack.ss_sp = memory_.get();
  stack.ss_size = signal_stack_bytes;
  ::sigaltstack(&stack, nullptr);
}

SignalStack::~SignalStack() {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
}

}  // namespace cocotalk::host

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COCOTALK_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COCOTALK_SANITIZED
#endif
#endif

#ifndef COCOTALK_SANITIZED

namespace {

using Routine = void* (*)(void*);
using Create = int (*)(pthread_t*, const pthread_attr_t*, Routine, void*);

struct Beginning {
  Routine routine;
  void* argument;
};

// pthread_exit() and cancellation unwind, so the stack is taken back then, too.
void* run_with_signal_stack(void* given) {
  const Beginning beginning = *static_cast<Beginning*>(given);
  delete static_cast<Beginning*>(given);
  const cocotalk::host::SignalStack stack;
  return beginning.routine(beginning.argument);
}

}  // namespace

// The program's own functions come before those of the C library, also for the libraries that it loads.
extern "C" __attribute__((visibility("default"))) int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                                                                     Routine routine, void* argument) {
  static const auto create = reinterpret_cast<Create>(::dlsym(RTLD_NEXT, "pthread_create"));
  auto* const beginning = new (std::nothrow) Beginning{routine, argument};
  if (beginning == nullptr) return EAGAIN;
  const int failure = create(thread, attributes, &run_with_signal_stack, beginning);
  if (failure != 0) delete beginning;
  return failure;
}

#endif
