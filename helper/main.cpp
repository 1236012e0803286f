// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/probe/hostprobe.h"
#include "core/sys/uniquefd.h"
#include "helper/bus/wiretypes.h"
#include "helper/helper.h"
#include "helper/options.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusError>
#include <QSocketNotifier>

#include <malloc.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace {

using namespace vitrine;
using namespace vitrine::helper;

constexpr const char* connectionName = "vitrine";

int complain(const Error& error) {
    std::fprintf(stderr, "vitrine-helper: %s\n", error.message().c_str());
    if (!error.hint().empty())
        std::fprintf(stderr, "%s\n", error.hint().c_str());
    return 1;
}

/// Descriptors are kept for every watched process and control group; memory for threads that come and go is
/// not.
void prepareProcess() {
    ::umask(077);
    ::mallopt(M_ARENA_MAX, 2);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    std::signal(SIGPIPE, SIG_IGN);
}

/// Blocked before any thread starts, so that SIGTERM and SIGINT arrive as an event of the main loop.
vitrine::sys::UniqueFd blockEndSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return vitrine::sys::UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

QDBusConnection connectToBus(const Options& options) {
    const QString name = QString::fromLatin1(connectionName);
    if (!options.busAddress.isEmpty())
        return QDBusConnection::connectToBus(options.busAddress, name);
    return QDBusConnection::connectToBus(
        options.mode == Mode::System ? QDBusConnection::SystemBus : QDBusConnection::SessionBus, name);
}

/// A bus that goes away does not come back for QtDBus: end, and be activated again. Containers go on.
void endWithBus(QDBusConnection bus, QCoreApplication& application) {
    bus.connect(QString(), QStringLiteral("/org/freedesktop/DBus/Local"),
                QStringLiteral("org.freedesktop.DBus.Local"), QStringLiteral("Disconnected"), &application,
                SLOT(quit()));
}

Result<> checkUser(const Options& options) {
    if (options.mode == Mode::System && ::geteuid() != 0)
        return failure(Error(ErrorKind::NotAuthorized, {}, "vitrine-helper",
                             "serves the system bus and must run as root")
                           .withHint("As a user: vitrine-helper --session makes rootless containers."));
    return {};
}

int serve(const Options& options, QCoreApplication& application) {
    if (auto user = checkUser(options); !user)
        return complain(user.error());
    const auto facts =
        probe::readHostFacts(options.mode == Mode::System ? Privilege::Root : Privilege::Rootless);
    if (!facts)
        return complain(facts.error());
    const QDBusConnection bus = connectToBus(options);
    if (!bus.isConnected())
        return complain(
            Error(ErrorKind::Failed, "connect to", "the bus", bus.lastError().message().toStdString()));
    endWithBus(bus, application);
    Helper parts(options, *facts, bus);
    if (auto begun = parts.begin(); !begun)
        return complain(begun.error());
    const int code = QCoreApplication::exec();
    parts.end();
    return code;
}

} // namespace

int main(int argc, char** argv) {
    prepareProcess();
    const vitrine::sys::UniqueFd endSignals = blockEndSignals();
    QCoreApplication application(argc, argv);
    const CommandLine line = parseCommandLine(QCoreApplication::arguments().mid(1));
    if (!line.options) {
        std::fputs(qUtf8Printable(line.text), line.exitCode == 0 ? stdout : stderr);
        return line.exitCode;
    }
    QSocketNotifier notifier(endSignals.get(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, [] { QCoreApplication::quit(); });
    registerWireTypes();
    return serve(*line.options, application);
}
