// A password that is kept in a file.
#pragma once

#include <string>

namespace cocotalk::console {

// Its first line. Throws Refusal when there is none.
std::string read_password_file(const std::string& path);

}  // namespace cocotalk::console
