#!/usr/bin/env bash
# The rules of this folder find what they are for: each is shown one good tree and one line that breaks it.
set -euo pipefail
rules=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

fresh_tree() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/{core/domain,core/api,plugins/net,plugins/storage,sdk/include/cocotalk}
  printf '#include <cocotalk/net.h>\n#include <vector>\n#include "net/lane.hpp"\n' >"$tree/plugins/net/plugin.cpp"
  printf '#include "core/domain/room.hpp"\nTask<int> f() {\n  if (co_await g(1)) {\n    co_return co_await h("}{", R"({"a":1})");  // {\n  }\n}\n' >"$tree/core/api/room.cpp"
  printf '#include <cocotalk/abi.h>\n' >"$tree/sdk/include/cocotalk/net.h"
}

# refuses RULE FILE TEXT: with TEXT in FILE the rule must fail and name the file.
refuses() {
  fresh_tree
  "$rules/$1.sh" "$tree" >/dev/null || { echo "$1 refuses a good tree"; failed=1; }
  printf '%s\n' "$3" >"$tree/$2"
  local said
  if said=$("$rules/$1.sh" "$tree"); then
    echo "$1 accepts in $2: $3"
    failed=1
  elif [[ $said != *"$2"* ]]; then
    echo "$1 refuses, but does not name $2: $said"
    failed=1
  fi
}

refuses arrows plugins/net/lane.cpp '#include "core/runtime/loop.hpp"'
refuses arrows plugins/net/lane.cpp '#include "storage/writer.hpp"'
refuses arrows plugins/net/lane.cpp '#include <storage/writer.hpp>'
refuses arrows plugins/net/lane.cpp '#  include "plugins/storage/writer.hpp"'
refuses arrows plugins/net/lane.cpp '#include "sdk/include/cocotalk/net.h"'
refuses arrows core/api/gateway.cpp '#include "net/lane.hpp"'
refuses arrows core/domain/room.cpp '#include "core/api/json.hpp"'
refuses arrows sdk/include/cocotalk/files.h '#include "core/domain/room.hpp"'
refuses coroutines core/domain/room.cpp 'Task<void> f() { co_await g(Args{1, 2}); }'
refuses coroutines core/domain/room.cpp 'Task<void> f() { auto x = co_await
  g({1}); }'
refuses coroutines core/domain/room.cpp 'Task<void> f() { auto x = T{1, co_await g()}; }'
refuses coroutines core/domain/room.cpp 'Task<void> f() { co_await later([x] { return x; }); }'
refuses paths core/api/gateway.cpp "const char* where = \"/$(echo home)/somebody/data\";"
refuses paths package-lock.json '{ "resolved": "https://registry.example/ws.tgz" }'

exit "$failed"
