#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file of the project begins with its copyright and licence, and no file speaks of work not done.

Usage: spdx.py REPOSITORY
"""

import re
import sys
from pathlib import Path

FOLDERS = ["core", "helper", "gui", "resources", "packaging", "tests", ".ci"]
LICENSED = {".cpp", ".h", ".ui", ".txt", ".cmake", ".sh", ".py", ".xml", ".conf", ".policy", ".in", ".desktop", ".svg", ".qrc", ".js", ".rules", ""}
HEADER = re.compile(
    r"SPDX-FileCopyrightText: 2026 The Vitrine developers.{0,20}?\n.{0,12}?SPDX-License-Identifier: GPL-3\.0-or-later", re.S
)
# Files whose format (Debian policy, chapter 4) has no comments; debian/copyright is the licence of all of them.
WITHOUT_COMMENTS = {"packaging/debian/changelog", "packaging/debian/copyright", "packaging/debian/source/format"}
# Written apart, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
FIRST_LINES = 6


def problems(file):
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    head = "\n".join(text.splitlines()[:FIRST_LINES])
    if file.suffix in LICENSED and not HEADER.search(head):
        yield f"{file}: the two SPDX lines are not among the first {FIRST_LINES}"
    if found := UNFINISHED.search(text):
        yield f"{file}: {found.group()}"


def main():
    root = Path(sys.argv[1])
    files = [root / "CMakeLists.txt"]
    for folder in FOLDERS:
        files += [f for f in (root / folder).rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    # Test data is data: it carries no header.
    files = [f for f in files if not {"data", "corpus"} & set(f.relative_to(root).parts)]
    files = [f for f in files if str(f.relative_to(root)) not in WITHOUT_COMMENTS]
    found = [p for f in files for p in problems(f)]
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(files)} files, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
