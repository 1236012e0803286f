#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# polkit with real logins: the classroom's rule, active and inactive sessions, passwords typed to a real agent.

manager=(busctl --system call org.vitrine.Manager1 /org/vitrine/Manager1 org.vitrine.Manager1)

# shellcheck source=/dev/null
. /var/lib/vitrine-test/logins.sh

at_end discard alice sat
systemctl stop getty.target 2>/dev/null || true
login_at tty7 alice
login_at tty8 bob
switch_to 7
check_says "alice sits at the machine" '^yes$' session_says tty7 alice Active
check_says "bob does not" '^no$' session_says tty8 bob Active

note "without a rule: an administrator's password"
check_says "alice would be asked" '"manage" "auth"' in_session tty7 alice "${manager[@]}" Permissions
check_says "nobody asks where no agent is" 'NotAuthorized' in_session tty7 alice client --interactive create sat
check_says "a wrong password is refused" 'NotAuthorized: .*password was wrong' in_session tty7 alice with-agent wrong client --interactive create sat
check_says "a prompt that is closed is no wrong password" 'Dismissed: .*prompt was closed' in_session tty7 alice with-agent --dismiss client --interactive create sat
check_says "nothing was made" '^$' in_session tty7 alice client list
in_session tty7 alice with-agent root client --interactive create sat , start sat , stop sat 0 >"$RESULTS/keep" 2>&1 || true
check_says "the prompt names the container" 'required to manage the container .*sat' cat "$RESULTS/keep"
check_says "the right password makes it" '^sat stopped' in_session tty7 alice client list
check_says "and is asked for once, by this program" '^1$' grep -c 'AUTHENTICATION COMPLETE' "$RESULTS/keep"
check_says "another program has to ask again" 'NotAuthorized' in_session tty7 alice client start sat

note "two at a time"
in_session tty8 bob with-agent --nobody client --interactive create other >"$RESULTS/open" 2>&1 &
prompt=$!
check "bob is asked for a password" eventually 60 grep -q 'Password:' "$RESULTS/open"
check_says "meanwhile alice is asked for hers" 'required to manage the container .*sat' in_session tty7 alice with-agent root client --interactive start sat , stop sat 0
check_says "and looks at her own" '^sat stopped$' in_session tty7 alice client list
check "bob's prompt is still open" kill -0 "$prompt"
check_says "nothing of his was made" '^$' in_session tty8 bob client list
pkill -u bob pkttyagent
wait "$prompt" || true
check_says "its end is told as that" 'Dismissed|NotAuthorized' cat "$RESULTS/open"

note "the classroom"
usermod --append --groups students alice
at_end gpasswd --delete alice students
install -m 0644 /usr/share/doc/vitrine-helper/examples/classroom.rules /etc/polkit-1/rules.d/10-case.rules
at_end remove_polkit_rule
restart_polkit
check "a student at the machine starts a container" in_session tty7 alice client start sat
check_says "and looks into it" '^hello' in_session tty7 alice client exec sat echo hello
check_says "but not at others'" '"manage-others" "auth"' in_session tty7 alice "${manager[@]}" Permissions
check_says "nor widens it" '"widen" "auth"' in_session tty7 alice "${manager[@]}" Permissions
check_says "nor gives it a folder of the machine" '"host-directory" "auth"' in_session tty7 alice "${manager[@]}" Permissions
check_says "who is no student may not" 'NotAuthorized' in_session tty8 bob client create other
switch_to 8
check_says "alice's session is inactive" '^no$' session_says tty7 alice Active
check_says "so she may not" 'NotAuthorized' in_session tty7 alice client stop sat
check_says "bob does not see hers" '^$' in_session tty8 bob client list
login_remotely alice
check_says "from elsewhere alice has a session too" '^yes$' session_says pts/ alice Remote
check_says "which is active" '^yes$' session_says pts/ alice Active
check_says "but she does not sit here, and may not" 'NotAuthorized' in_session pts/ alice client stop sat
check_says "what is hers she sees" '^sat running$' in_session pts/ alice client list
switch_to 7
check "back again she may" in_session tty7 alice client stop sat
check "and delete it" in_session tty7 alice client delete sat
