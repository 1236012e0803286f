# shellcheck shell=bash disable=SC2034 # the lists are used by those who source this
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by run.sh, test.sh and .ci/run: which packages Vitrine needs, and how they come onto this machine.

assume_yes="${assume_yes:-no}" # set to yes by --yes: nothing is asked

# a|b: the first that this release of the distribution has.
readonly vitrine_build_packages=(
    g++-14 cmake ninja-build pkg-config
    qt6-base-dev "qt6-charts-dev|libqt6charts6-dev" "qt6-svg-dev|libqt6svg6-dev" qt6-tools-dev "qt6-l10n-tools|qt6-tools-dev-tools"
    libpolkit-qt6-1-dev nlohmann-json3-dev libseccomp-dev libcap-dev libelf-dev
)
readonly vitrine_run_packages=(
    dbus dbus-daemon polkitd "libqt6svg6|qt6-svg-plugins" fonts-dejavu-core
)
readonly vitrine_window_packages=(qt6-wayland)
readonly vitrine_xvfb_packages=(xvfb xauth)
readonly vitrine_test_packages=(
    dbus-bin xvfb xauth x11-utils clang-format-19 shellcheck desktop-file-utils appstream libxml2-utils binutils python3 systemd
    uidmap procps iproute2 hostname strace crun runc podman conmon e2fsprogs
)
# For packaging/deb.sh.
readonly vitrine_deb_packages=(dpkg-dev debhelper lintian)
# For ctest --preset system.
readonly vitrine_system_packages=(qemu-system-x86 qemu-utils mmdebstrap e2fsprogs cpio xz-utils python3 systemd)
readonly vitrine_ci_packages=(clang-tidy-19 clang-tools-19 ccache mold)
# For tests/fuzz/run.sh.
readonly vitrine_fuzz_packages=(clang-19 libclang-rt-19-dev)

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$(basename "$0"): $*"
    exit 1
}

# Runs a command as root: as it is for root, else through sudo or pkexec. It gets no more than its arguments.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    elif command -v pkexec >/dev/null; then
        pkexec "$@"
    else
        die "this part needs root, and neither sudo nor pkexec is installed; run it as root"
    fi
}

# What apt's sources say: "URI suite" a line, in both formats of sources.list(5). Only entries that are in use.
apt_suites() {
    local file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$file" ] && sed -nE 's/^[[:space:]]*deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+)[[:space:]]+([^[:space:]]+).*/\2 \3/p' "$file"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -f "$file" ] && awk -v RS='' -F '\n' '{
            uris = suites = ""; off = 0
            for (i = 1; i <= NF; i++) {
                if ($i ~ /^[Uu][Rr][Ii][Ss]:/) uris = substr($i, 6)
                if ($i ~ /^[Ss]uites:/) suites = substr($i, 8)
                if (tolower($i) ~ /^enabled:[ \t]*no/) off = 1
            }
            if (!off) { n = split(uris, u, " "); m = split(suites, s, " ")
                for (a = 1; a <= n; a++) for (b = 1; b <= m; b++) print u[a], s[b] }
        }' "$file"
    done
    return 0
}

# debian-12, apt (Debian 13 or Ubuntu 24.04, or later) or other. A Debian 12 that has got packages of Debian 13 may call itself 13
# (base-files): what it is fed from decides.
distribution() {
    local ID="" VERSION_ID=""
    # shellcheck source=/dev/null
    . /etc/os-release
    local major="${VERSION_ID%%.*}"
    if ! command -v apt-get >/dev/null; then
        echo other
    elif [ "$ID" = debian ] && { [ "$major" = 12 ] || apt_suites | grep -q ' bookworm$'; }; then
        echo debian-12
    elif [ "$ID" = debian ] && { [ -z "$major" ] || [ "$major" -ge 13 ]; }; then
        echo apt # without a number: testing and unstable
    elif [ "$ID" = ubuntu ] && [ "$major" -ge 24 ]; then
        echo apt
    else
        echo other
    fi
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Does apt have a package of this name that could be installed?
is_known() { apt-cache policy "$1" 2>/dev/null | grep -E '^  Candidate: ' | grep -qv '(none)'; }

# The packages of the arguments that are not installed, one a line.
missing_packages() {
    local entry name alternatives
    for entry in "$@"; do
        IFS='|' read -ra alternatives <<<"$entry"
        for name in "${alternatives[@]}"; do
            is_installed "$name" && continue 2
        done
        printf '%s\n' "$entry"
    done
}

# a|b to the one that apt has.
choose_package() {
    local name alternatives
    IFS='|' read -ra alternatives <<<"$1"
    for name in "${alternatives[@]}"; do
        is_known "$name" && printf '%s\n' "$name" && return
    done
    die "this system's package sources have no $1, which Vitrine needs"
}

# Debian 12 has neither polkit-qt for Qt 6 nor g++ 13. Asks on a terminal; without one, or with --yes, says so and goes on.
add_debian_13_suite() {
    if apt_suites | grep -q ' trixie$'; then
        return
    fi
    say "This is Debian 12, which has no polkit-qt for Qt 6 and no g++ 13. They can come from Debian 13 (trixie): its package source is added" \
        "with priority 100, so that nothing else is taken from it. The C library and Qt will be newer than Debian 12's."
    if [ "$assume_yes" = no ] && [ -t 0 ]; then
        local answer
        read -r -p "Add the Debian 13 package source? [y/N] " answer
        [[ "$answer" =~ ^[yYjJ] ]] || die "nothing was changed"
    fi
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    mirror="$(apt_suites | sed -nE 's/^([^ ]+) bookworm$/\1/p' | head -n 1)"
    [ -n "$mirror" ] || die "no package source of Debian 12 was found in /etc/apt to take the mirror's address from"
    local source=/etc/apt/sources.list.d/vitrine-trixie.sources preference=/etc/apt/preferences.d/vitrine-trixie
    {
        printf '# Written by packaging/run.sh of Vitrine.\nTypes: deb\nURIs: %s\nSuites: trixie\nComponents: main\n' "$mirror"
        [ ! -f "$keyring" ] || printf 'Signed-By: %s\n' "$keyring"
    } | as_root tee "$source" >/dev/null
    printf '# Written by packaging/run.sh of Vitrine.\nPackage: *\nPin: release n=trixie\nPin-Priority: 100\n' | as_root tee "$preference" >/dev/null
    say "Written: $source and $preference"
}

# QTermWidget for Qt 6 is version 2 or later; before, the name belongs to the one for Qt 5. Vitrine builds without it.
add_terminal_package() {
    is_installed libqtermwidget-dev && return
    local version
    version="$(apt-cache policy libqtermwidget-dev | sed -n 's/^  Candidate: //p')"
    if [ -n "$version" ] && [ "$version" != "(none)" ] && dpkg --compare-versions "$version" ge 2.0; then
        chosen+=(libqtermwidget-dev)
    else
        say "There is no QTermWidget for Qt 6 here: Vitrine is built without its console page."
    fi
}

# Installs the packages of the arguments that are missing, of "other" systems names them all. QTermWidget comes along where it exists.
install_packages() {
    local missing chosen=() entry options=(-y --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)
    local system
    system="$(distribution)"
    if [ "$system" = other ]; then
        command -v g++ >/dev/null && command -v cmake >/dev/null && [ -n "${VITRINE_OTHER_SYSTEM:-}" ] && return
        die "this system is none of Debian 12, Debian 13 and Ubuntu 24.04 or later: install what goes by these names in Debian, then run" \
            "this again with VITRINE_OTHER_SYSTEM=1: $* libqtermwidget-dev"
    fi
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" = 0 ]; then
        return
    fi
    if [ "$system" = debian-12 ]; then
        add_debian_13_suite
        options+=(-t trixie)
        mapfile -t -O "${#missing[@]}" missing < <(printf '%s\n' "$@" | grep qt6) # so that Qt's parts come from one release
    fi
    as_root apt-get -q update >&2
    for entry in "${missing[@]}"; do
        chosen+=("$(choose_package "$entry")")
    done
    add_terminal_package
    say "Installing: ${chosen[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "${options[@]}" install "${chosen[@]}" >&2
}

# Sets CC and CXX to a compiler that knows C++23, unless the environment chose one.
choose_compiler() {
    if [ -z "${CXX:-}" ] && command -v g++-14 >/dev/null; then
        export CC=gcc-14 CXX=g++-14
    fi
}
