#!/usr/bin/env bash
# The benchmarks of `./dev bench`, one after the other: ratios and figures per CPU-second, because machines differ.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

echo "--- a plugin's call beside a virtual call"
build/bin/waist-bench --benchmark_min_time=0.5 2>/dev/null | grep -v '^-'
echo "--- durable posts: the storage beside the same statements on the raw SQLite handle"
build/bin/storage-bench
echo "--- the whole host"
build/bin/host-bench build/bin/cocotalk 2> >(grep -v ' info ' >&2)  # the hosts' starts and stops are no news
