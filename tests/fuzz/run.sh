#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/fuzz/run.sh [SECONDS [TARGET…]]: fuzzes every target (or those named, "config") for that long, 60 s each unless said. Needs clang 19
# with its libclang-rt-19-dev. What is found is kept as tests/fuzz/corpus/<target>/crash-<hash>, for the replay to fail with until it is
# mended; what else is new stays below build/fuzz/corpus, and the next run goes on from there.

set -euo pipefail

repository="$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")"
cd "$repository"
seconds="${1:-60}"
shift || true

scratch="$(mktemp -d -p /dev/shm vitrine-fuzz-run-XXXXXX)"
trap 'rm -rf "$scratch"' EXIT
export TMPDIR="$scratch"
export ASAN_OPTIONS="detect_stack_use_after_return=1:strict_string_checks=1:allocator_may_return_null=0"
export UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1"

cmake --preset fuzz >/dev/null
targets=("$@")
if [ "${#targets[@]}" = 0 ]; then
    for file in tests/fuzz/fuzz_*.cpp; do
        name="$(basename "$file" .cpp)"
        targets+=("${name#fuzz_}")
    done
fi
cmake --build --preset fuzz --target "${targets[@]/#/fuzz_}"

failed=0
for target in "${targets[@]}"; do
    kept="tests/fuzz/corpus/$target"
    grown="build/fuzz/corpus/$target"
    mkdir -p "$kept" "$grown"
    options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -artifact_prefix="$kept/" -print_final_stats=1 -verbosity=1)
    [ ! -f "tests/fuzz/dictionaries/$target.dict" ] || options+=(-dict="tests/fuzz/dictionaries/$target.dict")
    log="build/fuzz/$target.log"
    if "build/fuzz/tests/fuzz/fuzz_$target" "${options[@]}" "$grown" "$kept" >"$log" 2>&1; then
        printf '%-12s %s\n' "$target" "$(grep -E '^#[0-9]+[[:space:]]+(DONE|REDUCE|NEW|RELOAD|pulse)' "$log" | tail -n 1)"
    else
        printf '%-12s FAILED, see %s\n' "$target" "$log"
        tail -n 40 "$log"
        failed=1
    fi
done
exit "$failed"
