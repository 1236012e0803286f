#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/attack/requirements.txt is true: requirements are numbered without a gap, each names tests, and every function named is there.

Usage: attacks.py REPOSITORY
"""

import re
import sys
from pathlib import Path

REQUIREMENT = re.compile(r"^(\d+): (.+)$")
TESTS = re.compile(r"^    ([\w./-]+): ([\w ]+)$")


def problems(root):
    number, tests = 0, 1
    for line in (root / "tests/attack/requirements.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if found := REQUIREMENT.match(line):
            if tests == 0:
                yield f"requirement {number} names no test"
            if int(found.group(1)) != number + 1:
                yield f"requirement {found.group(1)} follows requirement {number}"
            number, tests = int(found.group(1)), 0
        elif found := TESTS.match(line):
            file = root / found.group(1)
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            for name in found.group(2).split():
                tests += 1
                if not re.search(rf"\b{name}\b *[(=]", text):
                    yield f"requirement {number}: {found.group(1)} has no {name}"
        else:
            yield f"this is neither a requirement nor a test: {line}"
    if number == 0 or tests == 0:
        yield f"requirement {number} names no test"
    print(f"{number} requirements")


if __name__ == "__main__":
    found = list(problems(Path(sys.argv[1])))
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)
