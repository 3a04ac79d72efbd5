# Writes a C++ file that holds every file of FOLDER as bytes: embedded() of asset.hpp.
file(GLOB_RECURSE names RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT names)
set(arrays "")
set(table "")
set(index 0)
foreach(name ${names})
  file(READ ${FOLDER}/${name} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "constexpr unsigned char file_${index}[] = {${bytes}0};\n")
  string(APPEND table "    {\"${name}\", {reinterpret_cast<const char*>(file_${index}), sizeof file_${index} - 1}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUT} "// Made by embed.cmake.
#include \"ui-web/asset.hpp\"

namespace cocotalk::web {
namespace {
${arrays}
const Embedded files[] = {
${table}};
}  // namespace

std::span<const Embedded> embedded() { return files; }

}  // namespace cocotalk::web
")
