#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The architecture as a test: which part may include which (read from the #include lines) and which may link which.

A header that is included is a link that is made: include lines show also what a static library would resolve by chance.

Usage: linkgraph.py REPOSITORY LINKS, where LINKS is what tests/lint/CMakeLists.txt wrote: "folder target library …" a line.
"""

import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)

# Parts of core to the parts they may include. What is not listed may include nothing but itself and base.
PURE = {"base", "model", "diagnosis", "plan"}
CORE = {
    "base": set(),
    "sys": {"base"},
    "model": {"base"},
    "diagnosis": {"base", "model"},
    "plan": {"base", "model"},
}
# The rest of core stands on these and may use one another (the engine uses all); helper and window are above them.
CORE_REST = {"base", "sys", "model", "diagnosis", "plan", "cgroup", "namespaces", "process", "rootfs", "security", "probe", "image", "network", "init", "engine"}

# The window does not touch the computer, but the check-up must work where there is no helper to ask. So one file may include one header,
# which reads as the user and changes nothing, and one library may link what is behind it. Nothing else.
READER = ("gui/doctor/readcomputer.cpp", "core/probe/computerprobe.h")
READER_LINK = ("gui_doctor", "core_probe")

# Headers that a part without I/O has no use for: POSIX's calls, files and streams. (linux/ declares constants only.)
IO_HEADERS = re.compile(
    r"^(sys/|net/|netinet/|arpa/|dirent\.h|fcntl\.h|poll\.h|pty\.h|sched\.h|signal\.h|spawn\.h|termios\.h|unistd\.h|pwd\.h|grp\.h"
    r"|filesystem|fstream|thread|mutex|future|cstdio|stdio\.h|iostream|gelf\.h|libelf\.h|seccomp\.h)"
)
QT = re.compile(r"^(Q[A-Z]\w*|Qt[A-Z]\w*|q[a-z]+\.h|Qt[A-Z]\w*/.*|PolkitQt.*|polkitqt.*|qtermwidget.*)$")


# Of the helper's folders those that vitrine-monitor is made of.
MONITOR = ("monitor", "runtime")


def files_below(folder):
    return [f for f in sorted(folder.rglob("*")) if f.suffix in {".cpp", ".h"}]


def includes(file):
    return [m.group(2) for m in INCLUDE.finditer(file.read_text(encoding="utf-8"))]


def part_of(header):
    """("core", "sys") for core/sys/file.h, ("helper", "monitor"), ("gui", …), or None for what is not of the project."""
    parts = header.split("/")
    return (parts[0], parts[1] if len(parts) > 2 else "") if parts[0] in {"core", "helper", "gui"} else None


def core_problems(root):
    for file in files_below(root / "core"):
        own = file.relative_to(root / "core").parts[0]
        allowed = CORE.get(own, CORE_REST) | {own}
        for header in includes(file):
            part = part_of(header)
            if QT.match(header):
                yield f"{file}: core has no Qt, but includes {header}"
            elif part and (part[0] != "core" or part[1] not in allowed):
                yield f"{file}: core/{own} may not include {header}"
            elif own in PURE and IO_HEADERS.match(header) and not (own == "base" and header in {"cstdio"}):
                yield f"{file}: core/{own} does no I/O, but includes {header}"


def gui_problems(root):
    for file in files_below(root / "gui"):
        for header in includes(file):
            part = part_of(header)
            pure = part and (part[0] == "gui" or (part[0] == "core" and part[1] in PURE))
            if part and not pure and (file.relative_to(root).as_posix(), header) != READER:
                yield f"{file}: the window may include the pure parts of core only ({', '.join(sorted(PURE))}), not {header}"


def helper_problems(root):
    for file in files_below(root / "helper"):
        in_monitor = file.relative_to(root / "helper").parts[0] in MONITOR
        for header in includes(file):
            part = part_of(header)
            if part and part[0] == "gui":
                yield f"{file}: the helper may not include the window's {header}"
            elif in_monitor and QT.match(header):
                yield f"{file}: the monitor has no Qt, but includes {header}"
            elif in_monitor and part and part[0] == "helper" and part[1] not in MONITOR:
                yield f"{file}: the monitor may not include the helper's {header}"


def reachable(target, links):
    """Every library that a target links, directly or through others."""
    found, waiting = set(), [target]
    while waiting:
        for library in links.get(waiting.pop(), ()):
            if library not in found:
                found.add(library)
                waiting.append(library)
    return found


def link_problems(file):
    links, folders = {}, {}
    for line in file.read_text(encoding="utf-8").splitlines():
        folder, target, *libraries = line.split()
        links[target], folders[target] = libraries, folder
    if not links:
        yield f"{file} names no target"
    reader, read = READER_LINK
    window_links = links | {reader: [library for library in links.get(reader, []) if library != read]}
    for target, folder in folders.items():
        libraries = reachable(target, window_links if folder.startswith("gui") else links)
        top, _, rest = folder.partition("/")
        qt = sorted(lib for lib in libraries if lib.startswith(("Qt6::", "PolkitQt", "qtermwidget")))
        core = {lib for lib in libraries if lib.startswith("core_")}
        if (top == "core" or rest.startswith(MONITOR)) and qt:
            yield f"{target} ({folder}) links {', '.join(qt)}"
        if top == "gui" and not core <= {f"core_{part}" for part in PURE}:
            yield f"{target} ({folder}) links {', '.join(sorted(core))}; the window may link the pure parts of core only ({', '.join(sorted(PURE))})"
        if top == "core" and rest in CORE and not core <= {f"core_{part}" for part in CORE[rest] | {rest}}:
            yield f"{target} ({folder}) links {', '.join(sorted(core))}"


def main():
    root = Path(sys.argv[1])
    found = [*core_problems(root), *gui_problems(root), *helper_problems(root), *link_problems(Path(sys.argv[2]))]
    seen = sum(len(files_below(root / part)) for part in ("core", "helper", "gui"))
    if not seen:
        raise SystemExit(f"no source file below {root}")
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{seen} files, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
