#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the machine of the system tests, as root: image.sh FOLDER
# Into the new FOLDER come root.ext4 (Debian 13 with the packages of guest/packages.txt; users alice and bob, password = name; the agent
# through which vm.py gives commands), vmlinuz and initrd. vm.py calls this when what goes in has changed.
#
# Environment: VITRINE_DEBIAN_MIRROR, if packages are to come from elsewhere than deb.debian.org.

set -euo pipefail

here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
folder="${1:?image.sh FOLDER}"
readonly disk_size=4G # sparse
readonly mirror="${VITRINE_DEBIAN_MIRROR:-http://deb.debian.org/debian}"
# The kernel's modules that the root disk needs; those they depend on are found.
readonly modules=(virtio_pci virtio_blk ext4)

[ "$(id -u)" = 0 ] || { echo "image.sh makes files of other users, and so needs root" >&2 && exit 1; }
mkdir "$folder"
tree="$folder/tree"
trap 'rm -rf --one-file-system "$tree" "$folder/initrd.d"' EXIT

packages() { sed -E '/^(#|$)/d' "$here/guest/packages.txt" | paste -sd ,; }

# Debian's packages, unpacked and configured: the slow part, kept in a file of its own until the list changes.
unpack_debian() {
    local archive
    archive="$(dirname "$folder")/debian-$(sha256sum "$here/guest/packages.txt" | cut -c 1-16).tar"
    if [ ! -f "$archive" ]; then
        rm -f "$(dirname "$folder")"/debian-*.tar
        bootstrap "$archive.new"
        mv "$archive.new" "$archive"
    fi
    mkdir "$tree"
    tar -C "$tree" --numeric-owner --xattrs --xattrs-include='*' -xf "$archive"
}

bootstrap() {
    # The documentation's files would be a third of all files; the copyright files go with them, because nobody is given this image.
    # In a pid namespace: start-stop-daemon(8), which polkitd's scripts use, would else find the polkitd of this machine by its path.
    unshare --pid --fork --kill-child --mount-proc mmdebstrap --mode=root --variant=essential --include="$(packages)" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --aptopt='Acquire::Languages "none"' \
        --format=tar trixie "$1" "$mirror"
}

add_users() {
    local user
    for user in alice bob; do
        chroot "$tree" useradd --create-home --shell /bin/bash "$user"
        printf '%s:%s\n' "$user" "$user" | chroot "$tree" chpasswd
    done
    printf 'root:root\n' | chroot "$tree" chpasswd
    chroot "$tree" groupadd students
}

configure() {
    # What is installed from here on is installed as everywhere, with its documentation.
    rm -f "$tree/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
    echo vitrine-test >"$tree/etc/hostname"
    printf '127.0.0.1 localhost vitrine-test\n::1 localhost\n' >"$tree/etc/hosts"
    printf '/dev/vda / ext4 rw 0 1\n' >"$tree/etc/fstab"
    : >"$tree/etc/machine-id" # a fresh one at each first boot
    install -m 0755 "$here/guest/agent.py" "$tree/usr/local/sbin/vitrine-test-agent"
    install -m 0644 "$here/guest/vitrine-test-agent.service" "$tree/etc/systemd/system/"
    systemctl --root="$tree" enable vitrine-test-agent.service
    # Not part of any test, and slow where every instruction is emulated. (The profiles that a case needs it loads itself.)
    systemctl --root="$tree" mask getty@tty1.service serial-getty@ttyS0.service e2scrub_reap.service apt-daily.timer \
        apparmor.service apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer systemd-pcrphase.service ldconfig.service
}

make_initrd() {
    local root="$folder/initrd.d" release module file
    release="$(basename "$(ls -d "$tree"/usr/lib/modules/*)")"
    mkdir -p "$root"/{bin,dev,proc,sys,root,modules}
    cp "$tree/usr/bin/busybox" "$root/bin/"
    install -m 0755 "$here/guest/init" "$root/init"
    for module in "${modules[@]}"; do
        chroot "$tree" modprobe --set-version "$release" --show-depends "$module"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while read -r file; do
        unpack_module "$tree$file" >"$root/modules/$(basename "${file%.xz}")"
        basename "${file%.xz}" >>"$root/modules/order"
    done
    (cd "$root" && find . | LC_ALL=C sort | cpio --quiet -o -H newc --owner=0:0) | gzip -1 >"$folder/initrd"
    cp "$tree/boot/vmlinuz-$release" "$folder/vmlinuz"
}

unpack_module() {
    case "$1" in
    *.xz) xz -dc "$1" ;;
    *) cat "$1" ;;
    esac
}

unpack_debian
add_users
configure
make_initrd
mke2fs -q -t ext4 -L vitrine-test -E root_owner=0:0 -d "$tree" "$folder/root.ext4" "$disk_size"
