// cocotalk-seal FILE: what `cocotalk plugin seal` does, for the build of this tree.
#include "core/plugins/seal.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: cocotalk-seal FILE\n";
    return 64;
  }
  try {
    if (cocotalk::plugins::seal_file(argv[1])) return 0;
    std::cerr << argv[1] << ": has no room for a seal; link it with cocotalk_add_plugin()\n";
  } catch (const std::exception& e) {
    std::cerr << argv[1] << ": " << e.what() << "\n";
  }
  return 1;
}
