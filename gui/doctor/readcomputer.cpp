// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/doctor/readcomputer.h"

#include "core/probe/computerprobe.h"

#include <QPromise>
#include <QThreadPool>

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <memory>

namespace vitrine::gui {

namespace {

/// getpwuid_r(3); empty where the user has no entry.
std::string userName() {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 16384> buffer{};
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return {};
    return found->pw_name;
}

} // namespace

QFuture<diagnosis::ComputerFacts> readComputer() {
    const auto promise = std::make_shared<QPromise<diagnosis::ComputerFacts>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise] {
        promise->addResult(probe::readComputerFacts(::geteuid(), userName()));
        promise->finish();
    });
    return promise->future();
}

} // namespace vitrine::gui
