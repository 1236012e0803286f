#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The first call of an ordinary user starts the helper through systemd; polkit decides what that user may do; a container lives.

manager=(busctl --system call org.vitrine.Manager1 /org/vitrine/Manager1)
helper_is() { [ "$(systemctl show -P ActiveState vitrine-helper.service)" = "$1" ]; }

systemctl stop vitrine-helper.service
check "nobody runs the helper" helper_is inactive
check_says "the first call of a user starts it and is answered" '"manage" "(auth|no)"' as alice "${manager[@]}" org.vitrine.Manager1 Permissions
check "systemd runs it" helper_is active
check "it is root's process of that unit" test "$(stat -c %U "/proc/$(systemctl show -P MainPID vitrine-helper.service)")" = root
check_says "it sees cgroup v2" '^s "v2"$' as alice busctl --system get-property org.vitrine.Manager1 /org/vitrine/Manager1 org.vitrine.Manager1 CgroupLayout
check_says "nobody but root may own its name" 'not allowed|AccessDenied|denied' as alice busctl --system call org.freedesktop.DBus / org.freedesktop.DBus RequestName su org.vitrine.Manager1 0

check_says "without a session and a rule polkit refuses" 'org\.vitrine\.Error\.NotAuthorized' as alice client create refused
check_says "nothing was made" '^$' as alice client list

polkit_rule 'if (subject.user == "alice" && action.id == "org.vitrine.manage") return polkit.Result.YES'
at_end discard alice glass
check "by an administrator's rule alice makes a container" as alice client create glass
check "and starts it" as alice client start glass
check_says "it runs" '^running$' as alice client property glass State
leader="$(as alice client property glass Leader)"
check_says "its first process is on this machine" '^sleep 100000 *$' tr '\0' ' ' <"/proc/$leader/cmdline"
check_says "which has no rights here" '^[1-9][0-9]{4,}$' stat -c %u "/proc/$leader"
check_says "bob does not see it" '^$' as bob client list
check_says "bob may not make one" 'NotAuthorized' as bob client create other
check "alice stops it" as alice client stop glass
check_says "it is stopped" '^glass stopped$' as alice client list
check "its process is gone" test ! -e "/proc/$leader"
check "alice deletes it" as alice client delete glass
check_says "it is no more" '^$' as alice client list
