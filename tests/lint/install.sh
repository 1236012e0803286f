#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# `cmake --install` respects the prefix, and the files it fills in name the installed programs: install.sh BUILD_FOLDER

set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

fail() {
    echo "$*" >&2
    exit 1
}

cmake --install "$1" --prefix "$folder/plain" >/dev/null
DESTDIR="$folder/package" cmake --install "$1" --prefix /usr >/dev/null

for root in "$folder/plain" "$folder/package/usr"; do
    for file in share/dbus-1/system.d/org.vitrine.Manager1.conf share/dbus-1/system-services/org.vitrine.Manager1.service \
        share/polkit-1/actions/org.vitrine.policy lib/systemd/system/vitrine-helper.service lib/systemd/system/vitrine.slice \
        lib/systemd/system/vitrine-boot.service \
        share/applications/org.vitrine.Vitrine.desktop share/metainfo/org.vitrine.Vitrine.metainfo.xml \
        share/icons/hicolor/scalable/apps/org.vitrine.Vitrine.svg share/man/man1/vitrine.1 share/man/man8/vitrine-helper.8 \
        share/man/man8/vitrine-monitor.8; do
        [ -f "$root/$file" ] || fail "$root/$file was not installed"
    done
done
if grep -rE '@[A-Z_]+@' "$folder" --include='*.service'; then
    fail "a place was not filled in"
fi
grep -qx 'ExecStart=/usr/libexec/vitrine-helper --spawner systemd --monitor /usr/libexec/vitrine-monitor' "$folder/package/usr/lib/systemd/system/vitrine-helper.service" ||
    fail "the packaged unit does not start /usr/libexec/vitrine-helper"
service=share/dbus-1/system-services/org.vitrine.Manager1.service
# With a unit there is no activation past its hardening; without systemd the bus starts the very program.
for line in 'Exec=/bin/false' 'SystemdService=vitrine-helper.service'; do
    grep -qx "$line" "$folder/package/usr/$service" || fail "the packaged activation file does not go through the unit: no $line"
done
if [ ! -d /run/systemd/system ]; then
    grep -qx "Exec=$folder/plain/libexec/vitrine-helper --monitor $folder/plain/libexec/vitrine-monitor" "$folder/plain/$service" || fail "without systemd the bus must start the helper itself"
fi
[ "$(find "$folder/plain" -type f | wc -l)" = "$(find "$folder/package" -type f | wc -l)" ] || fail "the two installs differ"
