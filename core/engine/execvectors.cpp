// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/child.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace vitrine::engine {

namespace {

constexpr std::string_view usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::vector<std::string> findCandidates(const std::string& command, const std::vector<std::string>& env) {
    if (command.contains('/'))
        return {command};
    std::string_view path = usualPath;
    for (const std::string& variable : env) {
        if (variable.starts_with("PATH="))
            path = std::string_view(variable).substr(5);
    }
    std::vector<std::string> candidates;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find(':'), path.size());
        // Only absolute directories: an empty one would mean the working directory.
        if (path.starts_with('/'))
            candidates.push_back(std::string(path.substr(0, end)) + '/' + command);
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return candidates;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

ExecVectors::ExecVectors(const step::Execute& step)
    : m_args(step.args)
    , m_env(step.env)
    , m_candidates(findCandidates(step.args.empty() ? std::string() : step.args.front(), step.env))
    , m_argv(pointersTo(m_args))
    , m_envp(pointersTo(m_env)) {
}

Result<> ExecVectors::look() const {
    int errnum = ENOENT;
    for (const std::string& candidate : m_candidates) {
        struct stat status{};
        const bool isThere = ::faccessat(AT_FDCWD, candidate.c_str(), X_OK, AT_EACCESS) == 0;
        if (isThere && ::stat(candidate.c_str(), &status) == 0 && S_ISREG(status.st_mode))
            return {};
        if (isThere)
            errno = EACCES; // as execve(2) says of a directory
        if (errno != ENOENT && errno != ENOTDIR)
            errnum = errno;
    }
    return failure(Error::fromErrno("execute", m_args.empty() ? "" : m_args.front(), errnum));
}

Error ExecVectors::execute() {
    int errnum = ENOENT;
    for (const std::string& candidate : m_candidates) {
        ::execve(candidate.c_str(), m_argv.data(), m_envp.data());
        // As execvp(3): the search goes on where nothing is, and a file without the right to run it is
        // remembered.
        if (errno != ENOENT && errno != ENOTDIR)
            errnum = errno;
        if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
            break;
    }
    return Error::fromErrno("execute", m_args.empty() ? "" : m_args.front(), errnum);
}

} // namespace vitrine::engine
