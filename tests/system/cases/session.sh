#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# An ordinary user with a manager of her own (systemd --user): rootless containers have limits in the group that was handed to her.

uid="$(id -u alice)"
run="/run/user/$uid"
in_session() { as alice env XDG_RUNTIME_DIR="$run" DBUS_SESSION_BUS_ADDRESS="unix:path=$run/bus" "$@"; }
mine() { in_session vitrine-client --session "$@"; }
serves() { mine list >/dev/null; }
lacks_limits() {
    in_session busctl --user get-property org.vitrine.Manager1 /org/vitrine/Manager1 org.vitrine.Manager1 Unavailable | grep -q '"limits"'
}
limit_is() { check_says "$1" "^$3\$" cat "$payload/$2"; }

at_end systemctl stop "user@$uid.service"
at_end loginctl disable-linger alice
loginctl enable-linger alice
check "alice has a manager and a bus" eventually 60 test -S "$run/bus"
at_end in_session systemctl --user stop helper.service
check "her helper starts" in_session systemd-run --user --collect --unit=helper /usr/libexec/vitrine-helper --session --monitor /usr/libexec/vitrine-monitor
check "and serves" eventually 60 serves
check_fails "it does not say that limits are unavailable" lacks_limits

check "she makes a container" mine create glass
check_says "which cannot start with the machine, and why" 'NotSupported: .*Without root' mine boot glass on
check "limits it" mine limits glass memoryMax=67108864 pidsMax=40
check "and starts it" mine start glass
group="$(mine property glass Cgroup)"
payload="/sys/fs/cgroup/$group"
check_says "it is in her own part of the tree" "^user.slice/user-$uid.slice/user@$uid.service/vitrine.slice/vitrine-[0-9a-f]{32}.service/payload\$" echo "$group"
limit_is "memory.max" memory.max 67108864
limit_is "pids.max" pids.max 40
check "limits change while it runs" mine limits glass pidsMax=41 cpuQuotaUs=20000 cpuPeriodUs=100000
limit_is "pids.max" pids.max 41
limit_is "memory.max" memory.max max
limit_is "cpu.max" cpu.max '20000 100000'
leader="$(mine property glass Leader)"
check "its first process is in that group" grep -qx "$leader" "$payload/cgroup.procs"
check_says "which is alice's" '^alice$' stat -c %U "/proc/$leader"

in_session systemctl --user kill --signal=KILL helper.service
check "another helper starts" in_session systemd-run --user --collect --unit=helper2 /usr/libexec/vitrine-helper --session --monitor /usr/libexec/vitrine-monitor
at_end in_session systemctl --user stop helper2.service
check "and serves" eventually 60 serves
check_says "it has found the container" "^$leader\$" mine property glass Leader
check "it stops" mine stop glass
check "it is deleted" mine delete glass
check "its group is gone" eventually 30 test ! -e "${payload%/payload}"
