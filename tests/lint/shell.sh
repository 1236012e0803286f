#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs shellcheck over every shell script of the repository: shell.sh REPOSITORY

set -euo pipefail
cd "$1"

mapfile -t scripts < <(find packaging .ci tests -type f \( -name '*.sh' -o -path '.ci/*' \) | sort)
[ "${#scripts[@]}" -gt 0 ] || { echo "no script was found" >&2 && exit 1; }
shellcheck --external-sources --source-path=SCRIPTDIR "${scripts[@]}"
echo "${#scripts[@]} scripts"
