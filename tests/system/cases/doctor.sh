#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# vitrine --doctor, without a display: what it says of this machine, and of the machine when something of it is broken.

# report FILE CODE USER ARGUMENTS…: what the doctor says goes to the file; true if its exit code is that.
report() {
    local file="$1" expected="$2" user="$3" code=0
    shift 3
    as "$user" "$@" >"$file" 2>&1 || code=$?
    [ "$code" = "$expected" ] || { echo "exit code $code" && cat "$file" && return 1; }
}
says() { check_says "$1" "$2" cat "$RESULTS/$3.txt"; }
at_end systemctl daemon-reload

check "nothing keeps alice from containers" report "$RESULTS/well.txt" 0 alice vitrine --doctor
says "the kernel" '\[OK\] Kernel: Linux [0-9.]+' well
says "control groups" '\[OK\] Control groups: .*cgroup v2' well
says "controllers" '\[OK\] Limits: .*cpu \(v2\), memory \(v2\), pids \(v2\), io \(v2\)' well
says "the helper" '\[OK\] Helper: The helper answers' well
says "polkit" '\[OK\] polkit: polkit [0-9]+' well
says "its actions" '\[OK\] Actions:' well
says "what alice may do" '\[OK\] Permission: You may do everything after a password' well
says "nobody would ask for it" '\[Note\] Password prompt: No program of this session' well
check "with an agent" report "$RESULTS/agent.txt" 0 alice with-agent root vitrine --doctor
says "somebody would" '\[OK\] Password prompt:' agent

at_end loginctl disable-linger alice
loginctl enable-linger alice
uid="$(id -u alice)"
check "alice has a manager" eventually 60 test -e "/sys/fs/cgroup/user.slice/user-$uid.slice/user@$uid.service/init.scope"
check "still nothing is in the way" report "$RESULTS/linger.txt" 0 alice vitrine --doctor
says "what systemd hands her" '\[OK\] Rootless limits: .*memory' linger

at_end sysctl -q kernel.unprivileged_userns_clone=1
sysctl -q kernel.unprivileged_userns_clone=0
check "a restriction of the rootless mode only is a note" report "$RESULTS/clone.txt" 0 alice vitrine --doctor
says "which names the setting" '\[Note\] User namespaces: .*' clone
says "and the command" 'kernel.unprivileged_userns_clone = 1' clone
check "for the rootless mode it is a problem" report "$RESULTS/rootless.txt" 1 alice vitrine --doctor --bus session
says "and called so" '\[Problem\] User namespaces: Only root' rootless
sysctl -q kernel.unprivileged_userns_clone=1

at_end systemctl reset-failed vitrine-helper.service
at_end rm -rf /run/systemd/system/vitrine-helper.service.d
systemctl stop vitrine-helper.service
mkdir -p /run/systemd/system/vitrine-helper.service.d
printf '[Service]\nExecStart=\nExecStart=/bin/false\nRestart=no\n' >/run/systemd/system/vitrine-helper.service.d/case.conf
systemctl daemon-reload
check "a helper that fails" report "$RESULTS/failed.txt" 1 alice vitrine --doctor
says "is a problem" '\[Problem\] Helper: The helper is installed, but does not start' failed
says "of which systemd tells more" 'systemd says about its unit: failed, (exit-code|protocol)' failed
says "and what to do" 'sudo systemctl restart vitrine-helper.service' failed
rm -r /run/systemd/system/vitrine-helper.service.d
systemctl daemon-reload
systemctl reset-failed vitrine-helper.service
# Nobody tells the bus that the unit has failed: it waits for the name, and whoever comes meanwhile waits with it.
check "once mended it starts" eventually 60 client list

at_end systemctl unmask --runtime polkit.service
systemctl mask --runtime --now polkit.service
check "without polkit" report "$RESULTS/polkit.txt" 1 alice vitrine --doctor
says "alice may do nothing" '\[Problem\] polkit: polkit does not answer' polkit
says "and what to do" 'systemctl unmask polkit.service' polkit
says "and the helper is well" '\[OK\] Helper:' polkit
check "which root may" report "$RESULTS/root.txt" 0 root vitrine --doctor
systemctl unmask --runtime polkit.service
check "all is as before" eventually 60 report "$RESULTS/again.txt" 0 alice vitrine --doctor
