#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what the tests need, builds with the preset dev, runs all tests. Root's rights are used for installing and for the tests, which
# make containers.

set -euo pipefail

here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
repository="$(dirname "$here")"
# shellcheck source=packages.sh
. "$here/packages.sh"

usage() {
    cat <<'END'
packaging/test.sh [--yes] [--preset dev|asan] [-- CTEST OPTION…]

Installs what the tests need, builds with the preset (dev), and runs all tests with ctest.

  --yes       ask nothing
  --preset P  another preset of CMakePresets.json that has tests
  -- …        further options of ctest, such as -L unit
END
}

assume_yes=no
preset=dev
ctest_options=()
while [ $# -gt 0 ]; do
    case "$1" in
    --yes) assume_yes=yes ;;
    --preset) preset="${2:?--preset needs a name}" && shift ;;
    --help) usage && exit ;;
    --) shift && ctest_options=("$@") && break ;;
    *) die "unknown option '$1'; --help lists the options" ;;
    esac
    shift
done

install_packages "${vitrine_build_packages[@]}" "${vitrine_run_packages[@]}" "${vitrine_test_packages[@]}"
choose_compiler

cd "$repository"
# Made once and as a whole, several sources are compiled as one, in less than half the time. Who works in a build folder has made it
# before, file by file: it stays as it is.
whole=()
if [ "$preset" = dev ] && ! [ -e build/dev/CMakeCache.txt ]; then whole=(-DCMAKE_UNITY_BUILD=ON -DCMAKE_CXX_FLAGS_DEBUG=-g1); fi
cmake --preset "$preset" "${whole[@]}" >&2
cmake --build --preset "$preset"
# Absolute, because neither sudo nor pkexec keeps the folder; --preset is read from the current one.
as_root env -C "$repository" ctest --preset "$preset" --parallel "$(nproc)" "${ctest_options[@]}"
