#!/usr/bin/env bash
# What abi.py must see: each break is made once to a small header, and so is each change that is none.
set -euo pipefail
abi=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/abi.py
[[ $(uname -m) == x86_64 ]] || { echo "the stored description is that of x86-64"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/cocotalk"
failed=0

header='#include <stdint.h>
#define COCO_THING "cocotalk.thing/1"
#define COCO_ABI_MINOR 0
typedef int32_t coco_kind;
enum { COCO_ONE = 1, COCO_TWO = 2 };
typedef struct coco_pair { int32_t a, b; } coco_pair;
typedef struct coco_session { uint32_t size; coco_kind kind; } coco_session;
typedef struct coco_thing { uint32_t size, reserved; void *self; void (*first)(void *self, coco_kind kind); int32_t (*second)(void *self); } coco_thing;
typedef struct coco_tail { uint32_t size, reserved; int64_t a; uint16_t b; } coco_tail;'

# after CHANGE: what `compare` says when sed has made CHANGE.
after() {
  printf '%s\n' "$header" | sed "$1" >"$work/cocotalk/thing.h"
  "$abi" compare "$work/stored.txt" "$work" && echo fine || true
}
# says CHANGE PART: with CHANGE, `compare` fails and says PART.
says() {
  local said
  said=$(after "$1")
  [[ $said == *"$2"* && $said != *fine ]] || { echo "after '$1' it says: $said"; failed=1; }
}

printf '%s\n' "$header" >"$work/cocotalk/thing.h"
printf '# a line for people\n' >"$work/stored.txt"
"$abi" renew "$work/stored.txt" "$work"
grep -q '^# a line for people$' "$work/stored.txt" || { echo "renewing loses what people wrote"; failed=1; }
[[ $(after '') == fine ]] || { echo "what is as it was is refused"; failed=1; }

# ---- breaks
says 's/void (\*first)(void \*self, coco_kind kind); //' 'coco_thing: the slot at 16: void (*)(void *, coco_kind) first is now 16: int32_t (*)(void *) second'
says 's/int32_t (\*second)(void \*self); //' 'second is now nothing'
says 's/void (\*first)/void (*renamed)/' 'first is now 16'
says 's/int32_t (\*second)(void \*self)/int32_t (*second)(void *self, int32_t more)/' 'second is now 24: int32_t (*)(void *, int32_t) second'
says 's/int32_t a, b/int32_t b, a/' 'coco_pair: the slot at 0: int32_t a is now 0: int32_t b'
says 's/int32_t a, b/int32_t a, b, c/' 'coco_pair has grown from 8 to 12 bytes'
says 's/coco_kind kind; } coco_session/coco_kind kind, more; } coco_session/' 'coco_session has grown from 8 to 12 bytes'
says 's/uint16_t b;/uint16_t b, c;/' 'coco_tail: the new slot c lies in what were 24 bytes'
says 's/^typedef struct coco_pair.*//' 'coco_pair has vanished'
says 's/COCO_TWO = 2/COCO_TWO = 3/' 'enumerator COCO_TWO was 2 and is 3'
says 's/, COCO_TWO = 2//' 'enumerator COCO_TWO has vanished'
says 's|thing/1|thing/2|' 'constant COCO_THING was "cocotalk.thing/1" and is "cocotalk.thing/2"'
says 's/typedef int32_t coco_kind/typedef uint32_t coco_kind/' 'type coco_kind was int32_t and is uint32_t'
"$abi" renew "$work/stored.txt" "$work" >/dev/null && { echo "a break can be written down"; failed=1; }

# ---- what may grow, once it is written down
for growth in 's/int32_t (\*second)(void \*self);/& void (*third)(void *self);/' 's/COCO_TWO = 2/&, COCO_THREE = 3/' 's/ABI_MINOR 0/ABI_MINOR 1/' \
  's/^typedef struct coco_tail/typedef struct coco_new { int32_t a; } coco_new;\n&/'; do
  says "$growth" 'run: ninja abi-description'
  cp "$work/stored.txt" "$work/before.txt"
  "$abi" renew "$work/stored.txt" "$work"
  [[ $(after "$growth") == fine ]] || { echo "what is written down is refused: $growth"; failed=1; }
  mv "$work/before.txt" "$work/stored.txt"
done
exit "$failed"
