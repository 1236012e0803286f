#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every C++ file is as clang-format would leave it: format.sh REPOSITORY

set -euo pipefail
cd "$1"

mapfile -t sources < <(find core helper gui tests -type f \( -name '*.cpp' -o -name '*.h' \) | sort)
[ "${#sources[@]}" -gt 0 ] || { echo "no source file was found" >&2 && exit 1; }
clang-format-19 --dry-run -Werror "${sources[@]}"
echo "${#sources[@]} files"
