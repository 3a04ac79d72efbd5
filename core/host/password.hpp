// A password from a person or a pipe; never from the command line, which everybody on the machine can read.
#pragma once

#include <string>

namespace cocotalk::host {

// On a terminal: asks twice, without showing it. Else: the first line of standard input. Throws coco::Error.
std::string read_password();

}  // namespace cocotalk::host
