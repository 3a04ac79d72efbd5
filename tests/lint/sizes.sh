#!/usr/bin/env bash
# Above 300 lines a file has two ideas. Warns, and always exits 0: splitting is a judgement.
#
#   sizes.sh [ROOT]
set -euo pipefail
cd "${1:-.}"

find . \( -name node_modules -o -name "build*" -o -name .git \) -prune -o \
  \( -name "*.h" -o -name "*.hpp" -o -name "*.cpp" -o -name "*.js" \) -print | sed "s,^\./,," | sort | while read -r file; do
  lines=$(wc -l <"$file")
  ((lines <= 300)) || echo "$file: $lines lines; above 300 a file has two ideas"
done
