#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# vitrine-monitor links no Qt and no other desktop library: it has one thread and starts in a millisecond. A static program needs
# none at all. monitorlibraries.sh PROGRAM

set -euo pipefail

needed="$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')"
[ -n "$needed" ] || exit 0
if foreign="$(grep -vE '^(libc|libm|libstdc\+\+|libgcc_s|libseccomp|libcap|libelf|libasan|libubsan|ld-linux.*)\.so\.' <<<"$needed")"; then
    printf 'the monitor links: %s\n' "$foreign" >&2
    exit 1
fi
