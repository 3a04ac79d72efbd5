#!/usr/bin/env bash
# Every header of the SDK compiles alone, as plugins include it: headers.sh SDK. The C headers as C11 too. With COCOTALK_PRESSURE=long
# also those of sdk/testing with libc++ (g++ compiles them in every test).
set -euo pipefail
cd "$1/include"
warnings=(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
failed=0

# alone HEADER FOLDER COMPILER…: a file with this header and nothing else.
alone() {
  local header=$1 folder=$2
  shift 2
  echo "#include <$header>" | "$@" "${warnings[@]}" -fsyntax-only -I"$folder" -I. - || { echo "$header: not alone with $*"; failed=1; }
}

for header in cocotalk/*.h; do
  alone "$header" . gcc -x c -std=c11
  alone "$header" . clang -x c -std=c11
done
for header in cocotalk/*; do
  alone "$header" . g++ -x c++ -std=c++20
  alone "$header" . clang++ -x c++ -std=c++20
  alone "$header" . clang++ -x c++ -std=c++20 -stdlib=libc++
done
if [[ ${COCOTALK_PRESSURE-} == long ]]; then
  for header in $(cd ../testing && find cocotalk -name '*.hpp'); do
    alone "$header" ../testing clang++ -x c++ -std=c++20 -stdlib=libc++
  done
fi
exit "$failed"
