#!/usr/bin/env python3
"""docs/interfaces.md, made from the headers: interfaces.py SDK > docs/interfaces.md. Whatever it says is said there, in a comment."""
import pathlib
import re
import sys

HEAD = """# The interfaces, one by one

*Made from [`sdk/include/cocotalk`](../sdk/include/cocotalk) by `ninja interface-reference`. Do not edit it by hand.*

What every table has in common stands in [Writing a plugin](writing-plugins.md): borrowed views, completions, who frees what. **[any]** thread, **[loop]** the
core's loop, **[lane]** the connection's event loop, **[main]** while nothing else runs. A slot that takes a completion answers by it; all others at once.
"""
# In the order in which somebody would look: what one replaces most often first, then what one uses, then the waist itself.
ORDER = ["session_policy", "auth", "storage", "files", "mail", "push", "search", "pictures", "transport", "commands", "gateway", "http", "net", "bus"]


def sentence(comment):
    """The words of a C comment, on one line."""
    return re.sub(r"\s*\n[\s*]*", " ", comment.strip().removeprefix("/*").removesuffix("*/").strip())


def cell(text):
    return text.replace("|", "\\|")


def slots_of(body):
    """(comment, signature, name) of each function of a table. A comment above several functions belongs to the first."""
    pattern = re.compile(r"(?P<comment>(?:/\*(?:[^*]|\*(?!/))*\*/\s*)*)(?P<result>[\w ]+[ *]+)\(\*(?P<name>\w+)\)\((?P<arguments>[^;]*)\);(?P<after>[^\n]*)")
    for found in pattern.finditer(body):
        comments = re.findall(r"/\*.*?\*/", found["comment"], re.S) + re.findall(r"/\*.*?\*/", found["after"])
        arguments = re.sub(r"^void \*self(, )?", "", re.sub(r"\s+", " ", found["arguments"]))
        yield " ".join(sentence(c) for c in comments), f"{found['result'].strip()} {found['name']}({arguments})"


def tables(text):
    """(name, comment above, body) of every struct, in order."""
    pattern = re.compile(r"(?P<comment>(?:/\*(?:[^*]|\*(?!/))*\*/\n)?)(?:typedef )?struct (?P<name>coco_\w+) \{\n(?P<body>.*?)\n\}", re.S)
    for found in pattern.finditer(text):
        yield found["name"], sentence(found["comment"]) if found["comment"] else "", found["body"]


def is_table(body):
    return re.search(r"^  void \*self;", body, re.M) is not None


def testing_of(sdk, stem):
    names = [f"{stem}_contract.hpp", f"fake_{stem}.hpp"]
    found = [f"[`{name}`](../sdk/testing/cocotalk/testing/{name})" for name in names if (sdk / "testing/cocotalk/testing" / name).exists()]
    return " · ".join(found)


def chapter(sdk, stem):
    text = (sdk / "include/cocotalk" / f"{stem}.h").read_text()
    ids = re.findall(r'^#define (COCO_\w+) "(cocotalk\.[\w-]+/\d+)"', text, re.M)
    intro = sentence(re.match(r"/\*.*?\*/", text, re.S).group(0))
    intro = intro[intro.index(": ") + 2:] if intro.startswith("cocotalk.") else intro
    lines = [f"## `{ids[0][1]}`", "", intro[0].upper() + intro[1:], ""]
    tests = testing_of(sdk, stem)
    lines += [f"`#include <cocotalk/{stem}.h>`" + (f" · {tests}" if tests else ""), ""]
    others = []
    for name, comment, body in tables(text):
        if not is_table(body):
            others.append((name, comment, body))
            continue
        lines += [f"**`{name}`**" + (f": {comment}" if comment else ""), "", "| slot | |", "|---|---|"]
        lines += [f"| `{cell(signature)}` | {cell(what)} |" for what, signature in slots_of(body)]
        lines.append("")
    if others:
        lines += ["<details><summary>What it speaks about: " + ", ".join(f"<code>{name}</code>" for name, _, _ in others) + "</summary>", "", "```c"]
        for name, comment, body in others:
            lines += [f"/* {comment} */"] * bool(comment) + [f"struct {name} {{", body, "};", ""]
        lines += ["```", "", "</details>", ""]
    return lines


def main():
    sdk = pathlib.Path(sys.argv[1])
    present = {path.stem for path in (sdk / "include/cocotalk").glob("*.h")} - {"abi"}
    missing = present.symmetric_difference(ORDER)
    if missing:
        sys.exit(f"interfaces.py: ORDER and the headers differ in {', '.join(sorted(missing))}")
    lines = HEAD.splitlines() + [""]
    for stem in ORDER:
        lines += chapter(sdk, stem)
    waist = (sdk / "include/cocotalk/abi.h").read_text()
    lines += ["## The waist", "", "`#include <cocotalk/abi.h>`: what a plugin exports, and what the host lends it.", ""]
    for name, comment, body in tables(waist):
        if name in ("coco_plugin", "coco_host"):
            lines += [f"**`{name}`**: {comment}", "", "| slot | |", "|---|---|"]
            lines += [f"| `{cell(signature.replace('void *ctx, ', '').replace('(void *ctx)', '()'))}` | {cell(what)} |" for what, signature in slots_of(body)]
            lines.append("")
    print("\n".join(lines).rstrip())


main()
