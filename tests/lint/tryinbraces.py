#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""No VITRINE_TRY after another element of a braced initializer: S{text(), VITRINE_TRY(number())}.

When the macro returns, g++ (13 and 14) does not destroy the elements of an aggregate that are already made, so they leak; a local
variable before the braces does not. Arguments of a call are safe: they are temporaries.

Usage: tryinbraces.py REPOSITORY
"""

import re
import sys
from pathlib import Path

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"\((?:.*?)\)"|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[A-Za-z_]\w*|\d[\w\']*|\S', re.S)
# A brace after one of these opens a block, not an initializer.
BLOCK = {")", "else", "do", "try", "const", "noexcept", "override", "final", "mutable", "{", "}", ";", ":"}


def problems(file):
    text = file.read_text(encoding="utf-8")
    stack, previous = [], ";"  # entries: [bracket, is an initializer, commas seen]
    for match in TOKEN.finditer(text):
        token = match.group()
        if token.startswith(("//", "/*")):
            continue
        if token in "({[":
            stack.append([token, token == "{" and previous not in BLOCK, 0])
        elif token in ")}]" and stack:
            stack.pop()
        elif token == "," and stack:
            stack[-1][2] += 1
        elif token == ";" and stack:
            stack[-1][2] = 0
        elif token == "VITRINE_TRY":
            for bracket, initializer, commas in reversed(stack):
                if bracket == "{" and not initializer:
                    break
                if initializer and commas:
                    yield f"{file}:{text.count(chr(10), 0, match.start()) + 1}: VITRINE_TRY after another element of a braced initializer"
                    break
        previous = token


def main():
    root = Path(sys.argv[1])
    files = [f for part in ("core", "helper", "gui") for f in sorted((root / part).rglob("*.cpp")) + sorted((root / part).rglob("*.h"))]
    found = [p for f in files for p in problems(f)]
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(files)} files, {len(found)} problems")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
