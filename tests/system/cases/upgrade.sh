#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The packages: an upgrade while a container runs, removal, installation again, purge.

debs=(/var/lib/vitrine-packages/*.deb)
helper_deb=(/var/lib/vitrine-packages/vitrine-helper_*.deb)
monitor=/usr/libexec/vitrine-monitor
manager=(busctl --system call org.vitrine.Manager1 /org/vitrine/Manager1 org.vitrine.Manager1)

helper_pid() { systemctl show -P MainPID vitrine-helper.service; }
monitors() { pgrep -f "^$monitor" || true; }
is_running() { [ "$(as alice client property upgraded State)" = running ]; }
version_of() { dpkg-query -W -f '${Version}' "$1"; }
no_group() { [ -z "$(find /sys/fs/cgroup -path '*vitrine*' -type d ! -path '*vitrine-test*')" ]; }
# Files of ours; containers, people's own files and the tests apart.
files_left() { find / -xdev \( -path /var/lib/vitrine-test -o -path /var/lib/vitrine-packages -o -path /var/lib/vitrine -o -path /home -o -path /tmp \) -prune -o -iname '*vitrine*' ! -name '*vitrine-test*' -print; }

# The same package with a higher version.
next_version() {
    local folder=/var/lib/vitrine-test/next
    rm -rf "$folder"
    dpkg-deb --raw-extract "$1" "$folder"
    sed -i 's/^Version: .*/&+next/' "$folder/DEBIAN/control"
    dpkg-deb -Znone --root-owner-group --build "$folder" "$2" >/dev/null
    rm -rf "$folder"
}

polkit_rule 'if (subject.user == "alice" && (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec")) return polkit.Result.YES'
at_end discard alice upgraded
at_end dpkg --install "${debs[@]}"
check_says "both packages are installed and whole" '^$' dpkg --audit
check_says "no file of theirs was changed" '^$' dpkg --verify vitrine vitrine-helper
check_says "installing starts nothing" '^(static|linked)' systemctl is-enabled vitrine-helper.service
check_says "but at the next start of the machine it looks for marked containers" '^enabled$' systemctl is-enabled vitrine-boot.service
check "the window's program finds its libraries" runuser -u alice -- env QT_QPA_PLATFORM=offscreen vitrine --version

note "upgrade"
as alice client create upgraded
as alice client start upgraded
leader="$(as alice client property upgraded Leader)"
old_helper="$(helper_pid)"
old_monitors="$(monitors)"
next_version "${helper_deb[0]}" /var/lib/vitrine-test/next.deb
check "an upgrade while a container runs" dpkg --install /var/lib/vitrine-test/next.deb
check_says "it is the next version" '\+next$' version_of vitrine-helper
check "the old helper is gone" test ! -e "/proc/$old_helper"
check "the first process of the container is not" test -e "/proc/$leader"
check_says "its monitor neither" "^$old_monitors\$" monitors
check "the new helper has found it" is_running
check_says "with the same first process" "^$leader\$" as alice client property upgraded Leader
check_says "and can do things in it" '^hello' as alice client exec upgraded echo hello

note "removal"
helper="$(helper_pid)"
check "removal while it runs" dpkg --remove vitrine vitrine-helper
check "the helper is gone" test ! -e "/proc/$helper"
check "the container's processes are gone" test ! -e "/proc/$leader"
check_says "no monitor is left" '^$' monitors
check "nor a control group of it" eventually 20 no_group
check "nor anything in /run" test ! -e /run/vitrine
check_says "nobody can be called any more" 'Access denied|not activatable|not provided' as alice "${manager[@]}" Permissions
check_says "no unit is left" '^not-found$' systemctl show -P LoadState vitrine-helper.service
check_says "neither the one that looks at boot" '^not-found$' systemctl show -P LoadState vitrine-boot.service
check_says "no action of polkit" '^$' find /usr/share/polkit-1 -name '*vitrine*'

note "again"
check "installation again" dpkg --install "${debs[@]}"
check_says "the container was kept, with its end" '^upgraded stopped$' as alice client list
check "and starts" as alice client start upgraded
as alice client stop upgraded

note "purge"
check_says "a purge leaves people's containers and says so" 'Containers stay in /var/lib/vitrine' dpkg --purge vitrine vitrine-helper
check_says "nothing else is left" '^$' files_left
check "they come back with the packages" dpkg --install "${debs[@]}"
check_says "whole" '^upgraded stopped$' as alice client list
check "alice deletes hers" as alice client delete upgraded
check "purge" dpkg --purge vitrine vitrine-helper
check "now the state goes too" test ! -e /var/lib/vitrine
check_says "and nothing is left" '^$' files_left
