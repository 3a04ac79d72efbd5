#!/usr/bin/env bash
# The benchmarks of `./dev bench`, one after the other: ratios and figures per CPU-second, because machines differ. Arguments are those of
# the speed table; with any of them the table is all there is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ulimit -n "$(ulimit -Hn)"  # the servers take what they are given

if (($# == 0)); then
  echo "--- a plugin's call beside a virtual call"
  build/bin/waist-bench --benchmark_min_time=0.5 2>/dev/null | grep -v '^-'
  echo "--- durable posts: the storage beside the same statements on the raw SQLite handle"
  build/bin/storage-bench
  echo "--- a database of a million messages"
  node bench/large/large.js
  echo "--- slow and hostile clients"
  node bench/pressure/pressure.js
  echo "--- plugins replaced under talk"
  node bench/replace/replace.js
  echo "--- the speed table, without peers"
fi
exec node bench/table/bench.js "$@"
