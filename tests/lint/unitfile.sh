#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The installed unit is understood by systemd and stays as hardened as it is: unitfile.sh BUILD_FOLDER

set -euo pipefail

readonly worst_exposure=30 # tenths, of `systemd-analyze security`; a ratchet: only ever lowered
prefix="$(mktemp -d)"
trap 'rm -rf "$prefix"' EXIT

cmake --install "$1" --prefix "$prefix" >/dev/null
unit="$prefix/lib/systemd/system/vitrine-helper.service"
if [ ! -e "$prefix/libexec/vitrine-helper" ]; then
    install -D -m 0755 /bin/true "$prefix/libexec/vitrine-helper" # verify wants the program to exist, whatever it is
fi
# Complaints go to stderr and do not always change the exit code. man(1) pages of systemd are not needed to run it.
complaints="$(systemd-analyze verify --man=no "$unit" 2>&1 | grep -F vitrine-helper || true)"
[ -z "$complaints" ] || { printf '%s\n' "$complaints" >&2 && exit 1; }
systemd-analyze security --offline=true --threshold="$worst_exposure" --no-pager "$unit" | tail -n 1
