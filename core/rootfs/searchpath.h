// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::rootfs {

/// Splits a search list at ':' (and ';', which ld.so(8) accepts too). Empty elements, which mean the working
/// directory, are left out: nothing here has one.
[[nodiscard]] std::vector<std::string> splitList(std::string_view list);

/// What the dynamic string tokens of ld.so(8) stand for.
struct Tokens {
    std::string origin;   ///< $ORIGIN: directory of the object
    std::string lib;      ///< $LIB: "lib64", "lib/x86_64-linux-gnu"
    std::string platform; ///< $PLATFORM: "x86_64"
};

/// Replaces $ORIGIN, ${ORIGIN}, $LIB and $PLATFORM; any other '$' stays.
[[nodiscard]] std::string expandTokens(std::string_view text, const Tokens& tokens);

/// The absolute directories of a DT_RPATH or DT_RUNPATH, expanded; relative ones are left out.
[[nodiscard]] std::vector<std::string> expandDirectories(const std::vector<std::string>& list,
                                                         const Tokens& tokens);

/// "/a/./b//../c" -> "/a/c", by the text alone; "/.." is "/". The result begins with a slash.
[[nodiscard]] std::string cleanPath(std::string_view path);

/// The path after a merge of /usr: "/lib64/x" -> "/usr/lib64/x", for /bin, /sbin, /lib and /lib64. Cleans
/// too.
[[nodiscard]] std::string mergedPath(std::string_view path);

/// The way from a directory to a file: ("/usr/bin", "/usr/lib/x") -> "../lib/x". Both absolute and clean.
[[nodiscard]] std::string relativePath(std::string_view fromDirectory, std::string_view to);

/// "/a/b" -> "/a", "/a" -> "/"; and "b".
[[nodiscard]] std::string directoryOf(std::string_view path);
[[nodiscard]] std::string baseOf(std::string_view path);

} // namespace vitrine::rootfs
