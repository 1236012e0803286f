// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitorlink/childprocess.h"

#include "core/sys/pidfd.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <chrono>
#include <memory>
#include <utility>

namespace vitrine::helper {

namespace {

constexpr int inheritedAs = 3;

/// posix_spawn's two objects, destroyed whatever happens.
struct SpawnSetup {
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};

    SpawnSetup() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;
    ~SpawnSetup() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
};

void prepareAttributes(posix_spawnattr_t& attributes) {
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
}

void prepareDescriptors(posix_spawn_file_actions_t& actions, int inherited) {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    // dup2 of a descriptor on itself clears FD_CLOEXEC here (posix_spawn_file_actions_adddup2(3)).
    if (inherited >= 0)
        posix_spawn_file_actions_adddup2(&actions, inherited, inheritedAs);
    posix_spawn_file_actions_addclosefrom_np(&actions, inherited >= 0 ? inheritedAs + 1 : inheritedAs);
}

int exitCodeOf(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// For a child that no descriptor can be had for (the table is full): it may live as long as its container,
/// so it is never waited for.
void askUntilEnded(pid_t child, std::function<void(int)> ended) {
    constexpr auto interval = std::chrono::seconds(1);
    auto* timer = new QTimer(QCoreApplication::instance());
    QObject::connect(timer, &QTimer::timeout, timer, [timer, child, ended = std::move(ended)] {
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == 0)
            return;
        timer->stop();
        timer->deleteLater();
        ended(exitCodeOf(status));
    });
    timer->start(interval);
}

} // namespace

Result<pid_t> spawnDetached(const std::vector<std::string>& arguments, int inherited) {
    SpawnSetup setup;
    prepareAttributes(setup.attributes);
    prepareDescriptors(setup.actions, inherited);
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    std::string path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    char* environment[] = {path.data(), nullptr};
    pid_t child = -1;
    // The mask is part of what a container inherits, and control groups are for everybody to look at;
    // posix_spawn(3) cannot set it. Files of this process are made with explicit modes.
    const mode_t own = ::umask(022);
    const int problem =
        posix_spawn(&child, argv.front(), &setup.actions, &setup.attributes, argv.data(), environment);
    ::umask(own);
    if (problem != 0)
        return failure(Error::fromErrno("run", arguments.front(), problem));
    return child;
}

void whenEnded(pid_t child, std::function<void(int)> ended) {
    // Nobody else reaps it, so the pid cannot have been used again.
    auto pidfd = sys::pidfdOpen(child);
    if (!pidfd)
        return askUntilEnded(child, std::move(ended));
    auto* notifier = new QSocketNotifier(pidfd->get(), QSocketNotifier::Read, QCoreApplication::instance());
    const auto keep = std::make_shared<sys::UniqueFd>(std::move(*pidfd));
    QObject::connect(notifier, &QSocketNotifier::activated, notifier,
                     [notifier, keep, child, ended = std::move(ended)] {
                         notifier->setEnabled(false);
                         notifier->deleteLater();
                         int status = 0;
                         ::waitpid(child, &status, 0);
                         ended(exitCodeOf(status));
                     });
}

} // namespace vitrine::helper
