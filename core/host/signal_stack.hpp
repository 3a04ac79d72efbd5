// Stacks for the handler of signals: without one, a thread whose own stack has overflowed ends without a word.
#pragma once

#include <memory>

namespace cocotalk::host {

// That of the thread that makes it and ends it. In the program every thread has one, whoever starts it, plugins and libraries
// too: it puts itself before pthread_create() of the C library. Not beside a sanitizer, which does the same for its own sake. A
// thread that is made without the C library has none.
class SignalStack {
 public:
  SignalStack();
  ~SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;

 private:
  const std::unique_ptr<char[]> memory_;
};

}  // namespace cocotalk::host
