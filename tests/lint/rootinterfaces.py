#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""No code that runs as root uses an interface that follows symbolic links on its own, starts a shell, or looks a program up in PATH.

QDir::removeRecursively, QFile::copy and QSaveFile follow links, some of them even in the last component; std::filesystem::remove_all and
copy resolve every component again by name. core/sys has what is used instead.

Usage: rootinterfaces.py REPOSITORY
"""

import re
import sys
from pathlib import Path

banned = (
    r"\bremoveRecursively\s*\(",
    r"\bQFile::(copy|rename|link|setPermissions|remove)\s*\(",
    r"\bQSaveFile\b",
    r"\bQTemporary(File|Dir)\b",
    r"\bQProcess\b",
    r"\b(fs|filesystem)::(remove_all|copy|copy_file|rename|permissions|create_directories)\s*\(",
    r"(?<![\w.>])(std::|::)?(system|popen|execvp|execlp|execvpe|posix_spawnp|mktemp|tmpnam)\s*\(",
)
BANNED = re.compile("|".join(banned))
COMMENT = re.compile(r"//.*$")


def problems(root):
    files = [f for folder in ("core", "helper") for f in sorted((root / folder).rglob("*")) if f.suffix in {".cpp", ".h"}]
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if found := BANNED.search(COMMENT.sub("", line)):
                yield f"{file.relative_to(root)}:{number}: {found.group().strip()}"
    print(f"{len(files)} files")


if __name__ == "__main__":
    found = list(problems(Path(sys.argv[1])))
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)
