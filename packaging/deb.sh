#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the Debian packages vitrine and vitrine-helper of this tree, without a network: see usage().

set -euo pipefail

here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
repository="$(dirname "$here")"
# shellcheck source=packages.sh
. "$here/packages.sh"


usage() {
    cat <<'END'
packaging/deb.sh [--yes] [--install-needed] [--symbols] [--programs BUILD_FOLDER] [--output FOLDER]

Builds build/deb/vitrine_*.deb (the window) and build/deb/vitrine-helper_*.deb (what makes containers) and has lintian look at them.
A further run compiles only what has changed.

  --install-needed  first installs the packages that building needs
  --programs B      compiles nothing: packs the programs of a finished build folder (the system tests do so with that of preset dev)
  --output F        another folder than build/deb
  --symbols         makes packages with debugging symbols too
  --yes             asks nothing
END
}

# The tree as it is, changes that are not committed included; times stay, so that only what changed is compiled again.
copy_sources() {
    local version
    version="$(sed -nE 's/^project\(vitrine VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)"
    [ "$(dpkg-parsechangelog -l packaging/debian/changelog -S Version)" = "$version" ] ||
        die "packaging/debian/changelog does not begin with version $version of CMakeLists.txt"
    # Built in a copy: dpkg wants debian/ at the top, and the sources are to stay as they are.
    mkdir -p "$copy"
    find "$copy" -mindepth 1 -maxdepth 1 ! -name 'obj-*' -exec rm -rf {} +
    tar --exclude=./build --exclude='./build-*' --exclude=./.git --exclude=__pycache__ -cf - . | tar -C "$copy" -xf -
    cp -a packaging/debian "$copy/debian"
}

build_packages() {
    local build_options
    build_options="terse parallel=$(nproc)"
    [ "$symbols" = yes ] || build_options+=" noautodbgsym"
    rm -f "$output"/*.deb "$output"/*.changes "$output"/*.buildinfo
    # debhelper gives the build a home of its own.
    if command -v ccache >/dev/null && [ -z "${CCACHE_DIR:-}" ]; then
        CCACHE_DIR="$(ccache --get-config cache_dir)"
        export CCACHE_DIR
    fi
    (cd "$copy" && DEB_BUILD_OPTIONS="$build_options" dpkg-buildpackage --build=binary --unsigned-source --unsigned-changes --no-pre-clean)
}

install_needed=no
symbols=no
output="$repository/build/deb"
while [ $# -gt 0 ]; do
    case "$1" in
    --yes) assume_yes=yes ;;
    --install-needed) install_needed=yes ;;
    --symbols) symbols=yes ;;
    --programs) VITRINE_PROGRAMS="$(readlink -e "${2:?--programs needs a build folder}")" && export VITRINE_PROGRAMS && shift ;;
    --output) output="$(readlink -m "${2:?--output needs a folder}")" && shift ;;
    --help) usage && exit ;;
    *) die "unknown option '$1'; --help lists the options" ;;
    esac
    shift
done

copy="$output/vitrine"
cd "$repository"
[ "$install_needed" = no ] || install_packages "${vitrine_build_packages[@]}" "${vitrine_deb_packages[@]}"
copy_sources
build_packages
lintian --no-cfg --fail-on error,warning --info "$output"/*.changes
say "Built:" "$output"/*.deb
