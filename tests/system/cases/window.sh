#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The window, used by somebody who sits at the machine with a keyboard and hears it read: guest/drive-window. The pictures are results.
# shellcheck source=/dev/null
. /var/lib/vitrine-test/logins.sh

at_end discard alice starter
at_end rm -rf /home/alice/.config/vitrine
systemctl stop getty.target 2>/dev/null || true
systemctl stop vitrine-helper.service
login_at tty7 alice
switch_to 7
check_says "alice sits at the machine" '^yes$' session_says tty7 alice Active
install -d -o alice "$RESULTS/pictures"
in_session tty7 alice XDG_SESSION_ID="$(session_of tty7 alice)" with-desktop drive-window "$RESULTS/pictures" || failed "the window"
