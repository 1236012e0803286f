// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/scripttexts.h"

namespace vitrine::scripting {

const std::string_view failText = R"sh(fail() {
    echo "$0: $1" >&2
    exit 1
}
)sh";

const std::string_view recentMountText = R"sh(
# mount(8) knows X-mount.idmap and "=recursive" since util-linux 2.39.
version=$(unshare --version)
version=${version##* }
minor=${version#*.}
[ "${version%%.*}" -gt 2 ] || [ "${minor%%[!0-9]*}" -ge 39 ] ||
    fail "util-linux 2.39 or newer is needed, and here is $version"
)sh";

const std::string_view workplaceText = R"sh(
# A directory for this run. The container's root will appear in it, but only in the container's own mount
# namespace. "ready" and "go" are pipes with names: the first process says that it waits, and is told to go on.
umask 022
work=$(mktemp -d /tmp/by-hand-XXXXXX)
chmod 711 "$work"
new_root=$work/root
mkdir "$new_root"
mkfifo "$work/ready" "$work/go"

# Whatever happens, the host is afterwards as it was before: the last thing made is taken back first.
child=
pid=
undo=
remember() {
    undo="$1
$undo"
}
take_back() {
    case $1 in
        'group '*)
            group=${1#group }
            tries=0
            until rmdir "$group" 2>/dev/null || [ ! -d "$group" ] || [ "$tries" -ge 100 ]; do
                # shellcheck disable=SC2046 # one word for each process
                kill -KILL $(cat "$group/cgroup.procs") 2>/dev/null || sleep 0.05
                tries=$((tries + 1))
            done
            ;;
        'shared '*) rmdir "${1#shared }" 2>/dev/null || : ;;
        '-'*) (echo "${1%% *}" >"${1#* }/cgroup.subtree_control") 2>/dev/null || : ;;
    esac
}
finish() {
    status=$?
    trap - EXIT HUP INT TERM
    [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || :
    [ -z "$child" ] || kill -KILL "$child" 2>/dev/null || :
    [ -z "$child" ] || wait "$child" 2>/dev/null || :
    printf '%s' "$undo" | while IFS= read -r line; do take_back "$line"; done
    rm -f "$work/ready" "$work/go" "$work/filter"
    rmdir "$new_root" "$work"
    exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
)sh";

// The single quotes of the shell: none may be in what they hold.
const std::string_view firstProcessText = R"sh(
# The first process begins with this: it tells its process id as the host counts (this /proc is still the
# host's), waits for the word to go on, and becomes the rest of its words.
first='set -e
read -r pid rest </proc/self/stat
echo "$pid" >&3
read -r go <&4
exec "$@"'

# ... and ends with this: it waits until its root is in place. From there on it uses nothing but what the shell
# has in itself, because the programs of the host are out of reach then. Words: the directory to work in, the
# mask for new files, the environment, "--", the command. (Where sh is bash, SHLVL joins the environment.)
last='set -e
echo ready >&3
read -r go <&4
exec 3>&- 4<&-
[ "$1" = . ] || cd -- "$1"
umask "$2"
shift 2
unset PWD OLDPWD SHLVL _
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
while [ "$1" != -- ]; do
    export "$1"
    shift
done
shift
exec "$@"'
)sh";

const std::string_view groupText = R"sh(
# Makes a control group: the container's own ("group"), or one above it that others may use too ("shared").
make_group() {
    if [ "$1" = shared ]; then
        mkdir "$2" 2>/dev/null || [ -d "$2" ]
    elif [ -d "$2" ]; then
        fail "$2 is there already: is the container running?"
    else
        mkdir "$2"
    fi
    remember "$1 $2"
    # A new group of the old cpuset hierarchy has no processors and no memory: it gets those of the one above.
    for file in cpuset.cpus cpuset.mems; do
        [ ! -f "$2/cgroup.clone_children" ] || [ ! -f "$2/$file" ] || [ -n "$(cat "$2/$file")" ] ||
            cat "${2%/*}/$file" >"$2/$file"
    done
}
# In the unified hierarchy a group hands its controllers down to those below it, one by one.
hand_down() {
    case " $(cat "$1/cgroup.subtree_control") " in *" $2 "*) return 0 ;; esac
    case " $(cat "$1/cgroup.controllers") " in *" $2 "*) ;; *) return 0 ;; esac
    if echo "+$2" >"$1/cgroup.subtree_control"; then remember "-$2 $1"; fi
}
)sh";

const std::string_view findText = R"sh(
# Finds a place in the container's root, as the container would: a symbolic link there counts from the
# container's "/", and never leads out to the host's. Makes it, if it is to be a directory or a file.
find_place='set -eu
root=$1 kind=$2 path=$3 rest=$3 where= links=0
refuse() {
    echo "$path in the container: $1" >&2
    exit 1
}
while [ -n "$rest" ]; do
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    case $part in
        "" | .) continue ;;
        ..) where=${where%/*} && continue ;;
    esac
    if [ ! -L "$root$where/$part" ]; then
        where=$where/$part
        continue
    fi
    [ "$kind" = any ] || case $path in
        /proc | /proc/* | /sys | /sys/* | /dev | /dev/*) refuse "a symbolic link is in the way" ;;
    esac
    links=$((links + 1))
    [ "$links" -le 40 ] || refuse "too many symbolic links"
    target=$(readlink -n -- "$root$where/$part" && echo .)
    rest=${target%.}/$rest
    case $target in /*) where= ;; esac
done
[ "$kind" = any ] || case $where in
    /proc | /proc/* | /sys | /sys/*) [ "$where" = "$path" ] || refuse "a symbolic link leads into $where" ;;
esac
case $kind in
    directory) mkdir -p -- "$root$where" ;;
    file)
        mkdir -p -- "$root${where%/*}"
        [ -e "$root$where" ] || : >"$root$where"
        ;;
esac
[ ! -e "$root$where" ] || printf "%s/" "$root$where"'

# Each leaves the place in $spot; it is empty if there is none.
place() {
    spot=$(inside sh -c "$find_place" sh "$new_root" "$1" "$2")
    spot=${spot%/}
}
# A directory or a file, whichever $1 is.
place_like() {
    if [ -d "$1" ]; then place directory "$2"; else place file "$2"; fi
}
# Puts nothing over a file, and an empty directory over a directory.
hide() {
    place any "$1"
    if inside test -d "$spot"; then
        inside mount -t tmpfs -o ro,nosuid,nodev,noexec -- tmpfs "$spot"
    elif [ -n "$spot" ]; then
        inside mount --bind /dev/null "$spot"
    fi
}
# Puts a read-only view of it over a file or a directory.
protect() {
    place any "$1"
    [ -z "$spot" ] || inside mount --rbind -o ro=recursive -- "$spot" "$spot"
}
)sh";

const std::string_view endText = R"sh(
echo go >&4
exec 3<&- 4>&-
status=0
wait "$child" || status=$?
child=
pid=
[ "$status" = 0 ] || exit "$status"
)sh";

} // namespace vitrine::scripting
