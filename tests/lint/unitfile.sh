#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The installed units are understood by systemd, the helper's is as closed as it was found to work, and starts no container itself:
# unitfile.sh BUILD_FOLDER

set -euo pipefail

# What systemd-analyze counts (0.0 closed, 10.0 open) may get lower, not higher.
readonly exposure_limit=2.4
readonly boot_exposure_limit=0.7
prefix="$(mktemp -d)"
trap 'rm -rf "$prefix"' EXIT

fail() {
    echo "$*" >&2
    exit 1
}

# check_exposure UNIT LIMIT
check_exposure() {
    local exposure
    exposure="$(systemd-analyze security --offline=true --no-pager "$1" | sed -nE 's/.*Overall exposure level for [^:]*: ([0-9.]+) .*/\1/p')"
    [ -n "$exposure" ] || fail "systemd-analyze names no exposure level of $1"
    awk -v is="$exposure" -v limit="$2" 'BEGIN { exit !(is <= limit) }' || fail "exposure level $exposure, more than $2: systemd-analyze security --offline=true $1"
}

cmake --install "$1" --prefix "$prefix" >/dev/null
unit="$prefix/lib/systemd/system/vitrine-helper.service"
if [ ! -e "$prefix/libexec/vitrine-helper" ]; then
    install -D -m 0755 /bin/true "$prefix/libexec/vitrine-helper" # verify wants the program to exist, whatever it is
fi
boot="$prefix/lib/systemd/system/vitrine-boot.service"
for file in "$unit" "$boot" "$prefix/lib/systemd/system/vitrine.slice"; do
    # Complaints go to stderr and do not always change the exit code. man(1) pages of systemd are not needed to run it.
    complaints="$(systemd-analyze verify --man=no "$file" 2>&1 | grep -F vitrine || true)"
    [ -z "$complaints" ] || fail "$complaints"
done

# Its children would inherit the sandbox, so it must have none: the monitors are systemd's.
grep -q '^ExecStart=[^ ]*/vitrine-helper --spawner systemd ' "$unit" || fail "the sandboxed helper must not start monitors itself: --spawner systemd"
# Limits are changed while containers run; folders of users are looked at where they are.
if grep -nE '^(ProtectControlGroups|ProtectHome|PrivateTmp|ProtectProc)=' "$unit" >&2; then
    fail "the helper cannot do its work with this"
fi
check_exposure "$unit" "$exposure_limit"
check_exposure "$boot" "$boot_exposure_limit"
# No container is marked: nothing is started (systemd.unit(5), conditions).
grep -q '^ConditionPathExistsGlob=/var/lib/vitrine/containers/\*/at-boot$' "$boot" || fail "vitrine-boot.service must look for a mark first"
