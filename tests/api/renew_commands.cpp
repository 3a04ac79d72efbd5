// Prints docs/commands.md with its tables made anew: renew_commands docs/commands.md
#include "core/api/command_reference.hpp"

#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: renew_commands FILE\n", 64;
  std::ifstream in(argv[1], std::ios::binary);
  const std::string document{std::istreambuf_iterator<char>(in), {}};
  try {
    std::cout << cocotalk::api::with_command_tables(document);
  } catch (const std::exception& e) {
    std::cerr << argv[1] << ": " << e.what() << "\n";
    return 1;
  }
}
