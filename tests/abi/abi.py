#!/usr/bin/env python3
"""The plugin ABI, written down: abi.py compare|renew DESCRIPTION INCLUDE

DESCRIPTION is a stored text with the layout of every struct of INCLUDE/cocotalk/*.h, and every enumerator, constant and scalar type,
as clang sees them. `compare` fails when something published moved, changed or vanished, and when something new is not written down
yet. `renew` writes down what is new, and refuses what breaks. Exit 77: this machine is no x86-64, whose layout is described.
"""
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

# Passed in arrays, so that their size is the distance to the next one: they begin with `size`, and never grow all the same.
IN_ARRAYS = {"coco_setting", "coco_setting_spec", "coco_session"}
# Counts up with every slot that is added.
COUNTS_UP = {"constant COCO_ABI_MINOR"}


def clang(source, include, *options):
    command = ["clang", "-std=c11", "-I", str(include), *options, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout


def describe(include):
    """Lines: "struct NAME SIZE", below it "  OFFSET TYPE NAME" each; "enumerator NAME VALUE"; "constant NAME TEXT"; "type NAME TYPE"."""
    headers = sorted((include / "cocotalk").glob("*.h"))
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "all.c"
        source.write_text("".join(f"#include <cocotalk/{header.name}>\n" for header in headers))
        layouts = clang(source, include, "-fsyntax-only", "-Xclang", "-fdump-record-layouts-complete")
        tree = clang(source, include, "-fsyntax-only", "-Xclang", "-ast-dump")
        macros = clang(source, include, "-dM", "-E")
    lines = []
    for record in layouts.split("*** Dumping AST Record Layout\n")[1:]:
        found = re.match(r" +0 \| (?:struct|union) (coco_\w+)\n", record)
        if found:
            size = re.search(r"\[sizeof=(\d+)", record).group(1)
            slots = re.findall(r"^ +(\d+) \|   (\S.*) (\w+)$", record, re.M)
            lines += [f"struct {found.group(1)} {size}", *(f"  {offset} {kind} {name}" for offset, kind, name in slots)]
    for name, value in re.findall(r"EnumConstantDecl .* (COCO_\w+) 'int'\n.*ConstantExpr.*\n.*value: Int (-?\d+)", tree):
        lines.append(f"enumerator {name} {value}")
    for name, kind in re.findall(r"TypedefDecl .* (coco_\w+) '([^']+)'(?::.*)?$", tree, re.M):
        if not kind.startswith("struct"):
            lines.append(f"type {name} {kind}")
    lines += [f"constant {name} {text}" for name, text in re.findall(r"^#define (COCO_\w+) (.+)$", macros, re.M)]
    return lines


def parse(lines):
    """{("struct", name): (size, [(offset, type, name)])}, and {"enumerator NAME": value} for all that is one word."""
    structs, words = {}, {}
    for line in lines:
        if line.startswith("  "):
            offset, rest = line.split(maxsplit=1)
            slots.append((int(offset), *rest.rsplit(" ", 1)))
        elif line.startswith("struct "):
            _, name, size = line.split()
            slots = []
            structs[name] = (int(size), slots)
        elif line and not line.startswith("#"):
            kind, name, value = line.split(maxsplit=2)
            words[f"{kind} {name}"] = value
    return structs, words


def breaks(stored, present):
    """What an old plugin would trip over, a sentence each."""
    (old_structs, old_words), (structs, words) = parse(stored), parse(present)
    for name, (old_size, old_slots) in old_structs.items():
        if name not in structs:
            yield f"{name} has vanished"
            continue
        size, slots = structs[name]
        for i, old in enumerate(old_slots):
            if i >= len(slots) or slots[i] != old:
                now = "%d: %s %s" % slots[i] if i < len(slots) else "nothing"
                yield f"{name}: the slot at {'%d: %s %s' % old} is now {now}"
                break
        else:
            grows = old_slots[0][1:] == ("uint32_t", "size") and name not in IN_ARRAYS
            if size != old_size and not grows:
                yield f"{name} has grown from {old_size} to {size} bytes, but is passed in arrays or has no size of its own"
            for offset, _, slot in slots[len(old_slots):]:
                if offset < old_size:
                    yield f"{name}: the new slot {slot} lies in what were {old_size} bytes before, so old plugins seem to have it"
    for word, value in old_words.items():
        if word not in words:
            yield f"{word} has vanished"
        elif words[word] != value and word not in COUNTS_UP:
            yield f"{word} was {value} and is {words[word]}"


def main():
    if platform.machine() != "x86_64":
        print(f"the stored description is that of x86-64, and this machine is {platform.machine()}")
        return 77
    what, description, include = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    stored = description.read_text().splitlines() if description.exists() else []
    present = describe(include)
    broken = list(breaks(stored, present))
    for sentence in broken:
        print(sentence)
    if broken:
        print("published slots are never moved, removed or given a new meaning; a break is a new interface id beside the old one")
        return 1
    if what == "renew":
        head = [line for line in stored if line.startswith("#")]
        description.write_text("\n".join([*head, *present]) + "\n")
    elif [line for line in stored if not line.startswith("#")] != present:
        new = [line.strip() for line in present if line not in stored]
        print("not written down yet: " + ("; ".join(new) or "another order") + "\nrun: ninja abi-description")
        return 1
    return 0


sys.exit(main())
