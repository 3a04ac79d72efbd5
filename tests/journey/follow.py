#!/usr/bin/env python3
"""Follows docs/writing-plugins.md as a newcomer would: follow.py BUILD GUIDE

In an empty folder, with nothing of this tree but the two packages made of BUILD, as an ordinary user. Of the chapter "Fifteen minutes",
in order: `sh` blocks are typed, `text` blocks are lines that what was typed last must have printed ("…" stands for anything),
`diff` blocks are made, `cpp` blocks must stand in one of the folder's files. `cocotalk run` goes on while the rest is typed.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

AN_ORDINARY_USER = 65534
ADDRESS_OF_THE_GUIDE = "http://127.0.0.1:8080"


class Newcomer:
    def __init__(self, work, prefix):
        self.folder = work / "empty"
        self.folder.mkdir()
        self.host, self.address, self.printed = None, ADDRESS_OF_THE_GUIDE, ""
        self.environment = {
            "PATH": f"{prefix}/usr/bin:{os.environ['PATH']}",
            "CMAKE_PREFIX_PATH": f"{prefix}/usr",
            "HOME": str(self.folder),
        }
        self.user = {}
        if os.geteuid() == 0:
            os.chown(self.folder, AN_ORDINARY_USER, AN_ORDINARY_USER)
            self.user = {"user": AN_ORDINARY_USER, "group": AN_ORDINARY_USER, "extra_groups": []}

    def shell(self, text, environment=None, **more):
        where = f"trap 'pwd > {self.folder}/.where' EXIT\n"
        return subprocess.Popen(["bash", "-euc", where + text], cwd=self.cwd(), env=self.environment | (environment or {}), text=True,
                                stdout=subprocess.PIPE, **self.user, **more)

    def cwd(self):
        where = self.folder / ".where"
        return where.read_text().strip() if where.exists() else str(self.folder)

    def sh(self, text):
        text = text.replace(ADDRESS_OF_THE_GUIDE, self.address)
        before, run, after = text.partition("cocotalk run")
        if before:
            typed = self.shell(before, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT)
            self.printed, _ = typed.communicate(timeout=600)
            if typed.returncode != 0:
                raise AssertionError(f"exit code {typed.returncode} of\n{before}\n{self.printed}")
        if run:
            self.host = self.shell("exec " + run + after, {"COCOTALK_NET_LISTEN": "127.0.0.1:0"})
            self.printed = self.host.stdout.readline()
            self.address = self.printed.split()[-1]

    def text(self, block):
        for line in block.splitlines():
            pattern = ".*".join(re.escape(part) for part in line.split("…"))
            if not re.search(rf"^{pattern}$", self.printed, re.M):
                raise AssertionError(f"'{line}' was not printed, but\n{self.printed}")

    def diff(self, block):
        head, _, rest = block.partition("\n")
        path = pathlib.Path(self.cwd()) / head.removeprefix("--- ")
        old = "".join(line[1:] + "\n" for line in rest.splitlines() if line[0] in " -")
        new = "".join(line[1:] + "\n" for line in rest.splitlines() if line[0] in " +")
        if path.read_text().count(old) != 1:
            raise AssertionError(f"{path.name} has this not once, but {path.read_text().count(old)} times:\n{old}")
        path.write_text(path.read_text().replace(old, new))

    def cpp(self, block):
        if not any(block in path.read_text() for path in pathlib.Path(self.cwd()).glob("*.cpp")):
            raise AssertionError(f"no file of {self.cwd()} has\n{block}")

    def leave(self):
        if self.host is None:
            return
        self.host.terminate()
        if self.host.wait(timeout=60) != 0:
            raise AssertionError(f"the host ended with {self.host.returncode}")


def unpacked(build, work):
    subprocess.run(["cpack", "-G", "DEB", "-B", work / "packages"], cwd=build, check=True, stdout=subprocess.DEVNULL)
    prefix = work / "prefix"
    for package in (work / "packages").glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, prefix], check=True)
    return prefix


def main():
    build, guide = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text()
    chapter = guide.split("## Fifteen minutes\n")[1].split("\n## ")[0]
    steps = re.findall(r"^```(sh|text|diff|cpp)\n(.*?)^```$", chapter, re.M | re.S)
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        newcomer = Newcomer(work, unpacked(build, work))
        try:
            for kind, block in steps:
                print(f"---- {kind}\n{block}", flush=True)
                getattr(newcomer, kind)(block)
        finally:
            newcomer.leave()
    missing = {"plugin new", "plugin check", "plugin test", "plugin replace", "cocotalk run", "ctest"} - {word for word in
              ("plugin new", "plugin check", "plugin test", "plugin replace", "cocotalk run", "ctest") if any(word in block for _, block in steps)}
    if missing:
        sys.exit(f"the guide has lost a step: {missing}")


main()
