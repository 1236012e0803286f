// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "gui/console/consolepage.h"
#include "gui/console/enterdialog.h"
#include "tests/models/pages/pagefixture.h"
#include "tests/support/cputimer.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <array>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::ErrorKind;

namespace {

std::pair<OwnedFd, OwnedFd> socketPair() {
    std::array<int, 2> fds{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0)
        qFatal("socketpair");
    return {OwnedFd(fds[0]), OwnedFd(fds[1])};
}

/// Master and slave of a real pty.
std::pair<OwnedFd, OwnedFd> ptyPair() {
    OwnedFd master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    std::array<char, 64> name{};
    if (::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0 ||
        ::ptsname_r(master.get(), name.data(), name.size()) != 0)
        qFatal("pty");
    OwnedFd slave(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    return {std::move(master), std::move(slave)};
}

QByteArray readNow(int fd) {
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
    QByteArray data(1 << 20, Qt::Uninitialized);
    const ssize_t size = ::read(fd, data.data(), static_cast<std::size_t>(data.size()));
    data.truncate(std::max<ssize_t>(size, 0));
    return data;
}

const auto config =
    QStringLiteral(R"({"ociVersion":"1.2.0","process":{"terminal":true,"args":["/bin/busybox","sh"],
"env":["PATH=/bin"],"cwd":"/","user":{"uid":0,"gid":0}},"root":{"path":"rootfs"},"hostname":"bob","linux":{"namespaces":[
{"type":"pid"},{"type":"mount"},{"type":"uts"},{"type":"ipc"},{"type":"network"}]}})");

} // namespace

class TstConsole : public QObject {
    Q_OBJECT

    static EnterDialog* openDialog(ConsolePage& page) {
        QAction* enter = page.findChild<QAction*>("console-enter");
        if (!QTest::qWaitFor([&] { return enter->isEnabled(); }))
            return nullptr;
        enter->trigger();
        EnterDialog* dialog = nullptr;
        static_cast<void>(
            QTest::qWaitFor([&] { return (dialog = page.findChild<EnterDialog*>()) != nullptr; }));
        return dialog;
    }

private slots:
    void relayMovesBytesBothWays() {
        auto [here, there] = socketPair();
        ConsoleRelay relay(std::move(here));
        QSignalSpy received(&relay, &ConsoleRelay::received);
        QCOMPARE(::write(there.get(), "hello", 5), 5);
        QTRY_COMPARE(received.count(), 1);
        QCOMPARE(received[0][0].toByteArray(), "hello");
        QVERIFY(relay.write("typed"));
        QCOMPARE(readNow(there.get()), "typed");
    }
    void relayDeliversAllBeforeItEnds() {
        auto [here, there] = socketPair();
        ConsoleRelay relay(std::move(here));
        QByteArray got;
        connect(&relay, &ConsoleRelay::received, this, [&](const QByteArray& data) { got += data; });
        QSignalSpy ended(&relay, &ConsoleRelay::ended);
        const QByteArray sent(150'000, 'x');
        QCOMPARE(::write(there.get(), sent.constData(), static_cast<std::size_t>(sent.size())), sent.size());
        there = OwnedFd();
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(got, sent);
        QVERIFY(!relay.isOpen());
        QVERIFY(!relay.write("more"));
    }
    void relayNeverBlocksAndIsBounded() {
        auto [here, there] = socketPair();
        ConsoleRelay relay(std::move(here));
        const QByteArray piece(64 * 1024, 'y');
        qsizetype taken = 0;
        while (relay.write(piece))
            taken += piece.size();
        QVERIFY(relay.queued() > 0 && relay.queued() <= ConsoleRelay::maximumQueue);
        qsizetype read = 0;
        QTRY_VERIFY((read += readNow(there.get()).size()) == taken);
        QCOMPARE(relay.queued(), 0);
    }
    void relayEndsQuietlyWhenNobodyReads() {
        auto [here, there] = socketPair();
        ConsoleRelay relay(std::move(here));
        QSignalSpy ended(&relay, &ConsoleRelay::ended);
        there = OwnedFd();
        relay.write("x"); // would be SIGPIPE
        QTRY_COMPARE(ended.count(), 1);
    }
    void relayHoldsOutputBack() {
        auto [here, there] = socketPair();
        ConsoleRelay relay(std::move(here));
        QSignalSpy received(&relay, &ConsoleRelay::received);
        relay.setReading(ConsoleRelay::Reading::Held);
        QCOMPARE(::write(there.get(), "a", 1), 1);
        QTest::qWait(50);
        QCOMPARE(received.count(), 0);
        relay.setReading(ConsoleRelay::Reading::On);
        QTRY_COMPARE(received.count(), 1);
    }
    void ptyIsResizedAndEnds() {
        auto [master, slave] = ptyPair();
        ConsoleRelay relay(std::move(master));
        QSignalSpy ended(&relay, &ConsoleRelay::ended);
        relay.resize(33, 111);
        winsize size{};
        QCOMPARE(::ioctl(slave.get(), TIOCGWINSZ, &size), 0);
        QCOMPARE(size.ws_row, 33);
        QCOMPARE(size.ws_col, 111);
        relay.resize(0, 99'999);
        ::ioctl(slave.get(), TIOCGWINSZ, &size);
        QCOMPARE(size.ws_row, 1);
        QCOMPARE(size.ws_col, 1000);
        slave = OwnedFd();
        QTRY_COMPARE(ended.count(), 1); // EIO
    }

    void stoppedContainersHaveNoConsole() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) { info.state = ContainerState::Stopped; });
        ConsolePage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        auto* empty = page.findChild<QLabel*>("console-empty");
        QTRY_VERIFY(empty->isVisible() && empty->text().contains("not running"));
        QVERIFY(!page.findChild<QToolButton*>("console-new")->isEnabled());
        QCOMPARE(fixture.count("attach"), 0);
    }
    void refusalsAreShownAndCanBeTriedAgain() {
        PageFixture fixture;
        fixture.service.nextError =
            ServiceError{ErrorKind::Dismissed, QStringLiteral("the prompt was closed"), {}, {}};
        ConsolePage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QTRY_VERIFY(page.currentTab() && page.currentTab()->notice().contains("the prompt was closed"));
        auto* again = page.currentTab()->findChild<QPushButton*>("console-again");
        QVERIFY(again->isVisible());
        auto [here, there] = socketPair();
        fixture.service.console = std::move(here);
        fixture.change([](ContainerInfo& info) { info.name = QStringLiteral("other"); });
        QTest::qWait(20);
        QCOMPARE(fixture.count("attach"), 1); // not by itself
        QTest::mouseClick(again, Qt::LeftButton);
        QTRY_VERIFY(page.currentTab()->isAttached());
        QCOMPARE(page.currentTab()->notice(), "");
    }
    void lookingAtThePageAsksForNoPassword() {
        PageFixture fixture;
        fixture.service.nextError =
            ServiceError{ErrorKind::NotAuthorized, QStringLiteral("a password would be needed"), {}, {}};
        QSignalSpy failed(&fixture.actions, &ContainerActions::failed);
        ConsolePage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QTRY_VERIFY(page.currentTab() && page.currentTab()->notice().contains("needs a password"));
        QCOMPARE(fixture.service.calls.filter("attach"),
                 QStringList{QStringLiteral("attach %1 without a prompt").arg(fixture.id)});
        QCOMPARE(failed.count(), 0);
        auto* connectButton = page.currentTab()->findChild<QPushButton*>("console-again");
        QVERIFY(connectButton->isVisible());
        QCOMPARE(connectButton->text(), "&Connect");
        auto [here, there] = socketPair();
        fixture.service.console = std::move(here);
        connectButton->setFocus();
        QTest::keyClick(connectButton, Qt::Key_Space);
        QTRY_VERIFY(page.currentTab()->isAttached());
        QCOMPARE(fixture.service.calls.filter("attach").last(), QStringLiteral("attach ") + fixture.id);
    }
    void aRefusalThatWasAskedForIsReported() {
        PageFixture fixture;
        const ServiceError refused{ErrorKind::NotAuthorized, QStringLiteral("the rules forbid it"), {}, {}};
        fixture.service.nextError = refused;
        QSignalSpy failed(&fixture.actions, &ContainerActions::failed);
        ConsolePage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QTRY_VERIFY(page.currentTab() && page.currentTab()->notice().contains("needs a password"));
        fixture.service.nextError = refused;
        QTest::mouseClick(page.currentTab()->findChild<QPushButton*>("console-again"), Qt::LeftButton);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(page.currentTab()->notice().contains("the rules forbid it"));
    }
#ifdef VITRINE_HAVE_QTERMWIDGET
    void mainConsoleShowsAndTypes() {
        PageFixture fixture;
        auto [here, there] = socketPair();
        fixture.service.console = std::move(here);
        ConsolePage page(fixture.context());
        page.resize(800, 500);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_VERIFY(page.currentTab() && page.currentTab()->isAttached());
        QCOMPARE(::write(there.get(), "welcome inside\r\n$ ", 18), 18);
        TerminalView* terminal = page.currentTab()->terminal();
        QTRY_VERIFY2(terminal->text().contains("welcome inside"), qPrintable(terminal->text()));
        terminal->type(QStringLiteral("ls\r"));
        QByteArray typed;
        QTRY_COMPARE((typed += readNow(there.get())), "ls\r");
        QTRY_VERIFY(fixture.count("resize") > 0);
        page.resize(1000, 700);
        const auto before = fixture.service.calls.filter("resize ").size();
        QTRY_VERIFY(fixture.service.calls.filter("resize ").size() > before);
        QGuiApplication::clipboard()->setText("pwd");
        terminal->paste();
        typed.clear();
        QTRY_VERIFY((typed += readNow(there.get())).contains("pwd"));
        fixture.change([](ContainerInfo& info) { info.state = ContainerState::Stopped; });
        there = OwnedFd();
        QTRY_VERIFY(page.currentTab()->notice().contains("not running any more"));
    }
    void floodsDoNotFreeze() {
        PageFixture fixture;
        auto [here, there] = socketPair();
        fixture.service.console = std::move(here);
        ConsolePage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QTRY_VERIFY(page.currentTab() && page.currentTab()->isAttached());
        ::fcntl(there.get(), F_SETFL, O_NONBLOCK);
        const QByteArray line("the quick brown fox jumps over the lazy dog\r\n");
        qsizetype left = qsizetype{2} << 20;
        CpuTimer turn;
        double longest = 0;
        while (left > 0) {
            const ssize_t written =
                ::write(there.get(), line.constData(), static_cast<std::size_t>(line.size()));
            if (written > 0) {
                left -= written;
                continue;
            }
            turn.start();
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
            longest = std::max(longest, turn.elapsed());
        }
        QVERIFY2(longest < 1000.0 * sanitizerSlowdown, qPrintable(QString::number(longest)));
        ::fcntl(there.get(), F_SETFL, 0);
        QCOMPARE(::write(there.get(), "the end", 7), 7);
        QTRY_VERIFY_WITH_TIMEOUT(page.currentTab()->terminal()->text().contains("the end"), 20'000);
    }
    void furtherShellsAreTabs() {
        PageFixture fixture;
        fixture.service.lastConfig = config;
        fixture.service.missingShells = {QStringLiteral("/bin/bash")};
        auto [master, slave] = ptyPair();
        fixture.service.shells.push_back(std::move(master));
        ConsolePage page(fixture.context());
        page.resize(800, 500);
        page.setContainer(fixture.id);
        page.show();
        QTRY_VERIFY(page.findChild<QToolButton*>("console-new")->isEnabled());
        QTest::mouseClick(page.findChild<QToolButton*>("console-new"), Qt::LeftButton);
        QTRY_VERIFY(page.currentTab()->isAttached());
        QCOMPARE(fixture.count("exec"), 2); // bash is not there, sh is
        const QStringList execs = fixture.service.calls.filter("exec ");
        QVERIFY(execs[0].contains("/bin/bash") && execs[1].contains("/bin/sh") &&
                execs[1].contains("\"PATH=/bin\""));
        auto* tabs = page.findChild<QTabWidget*>("console-tabs");
        QCOMPARE(tabs->count(), 2);
        winsize size{};
        const auto sized = [&] {
            ::ioctl(slave.get(), TIOCGWINSZ, &size);
            return size.ws_row == page.currentTab()->rows() && size.ws_col == page.currentTab()->columns();
        };
        QTRY_VERIFY(sized() && size.ws_col > 20);
        slave = OwnedFd();
        QTRY_VERIFY(page.currentTab()->notice().contains("has ended"));
        emit tabs->tabCloseRequested(1);
        QTRY_COMPARE(tabs->count(), 1);
        emit tabs->tabCloseRequested(0);
        QTest::qWait(20);
        QCOMPARE(tabs->count(), 1);
    }
    void enteringIsByChoice() {
        PageFixture fixture;
        fixture.service.lastConfig = config;
        auto [master, slave] = ptyPair();
        fixture.service.shells.push_back(std::move(master));
        ConsolePage page(fixture.context());
        page.resize(800, 500);
        page.setContainer(fixture.id);
        page.show();
        EnterDialog* dialog = openDialog(page);
        QVERIFY(dialog != nullptr);
        dialog->findChild<QLineEdit*>("enterCommand")->setText("ls -l \"my files\"");
        dialog->findChild<QSpinBox*>("enterUser")->setValue(1000);
        dialog->findChild<QLineEdit*>("enterDirectory")->setText("/tmp");
        auto* environment = dialog->findChild<QPlainTextEdit*>("enterEnvironment");
        QCOMPARE(environment->toPlainText(), "PATH=/bin"); // the container's, and nothing of this computer's
        environment->appendPlainText("LANG=C");
        QTest::mouseClick(dialog->findChild<QPushButton*>("enterOk"), Qt::LeftButton);
        QTRY_VERIFY(page.currentTab()->isAttached());
        const QStringList execs = fixture.service.calls.filter("exec ");
        QCOMPARE(execs.size(), 1);
        const auto process = vitrine::parseProcess(execs[0].section(' ', 2).toStdString());
        QVERIFY(process.has_value());
        QCOMPARE(process->args, (std::vector<std::string>{"ls", "-l", "my files"}));
        QCOMPARE(process->env, (std::vector<std::string>{"PATH=/bin", "LANG=C"}));
        QCOMPARE(process->cwd, std::string("/tmp"));
        QCOMPARE(process->user.uid, 1000U);
        QCOMPARE(process->terminal, vitrine::Terminal::Yes);
        QCOMPARE(fixture.count("enter"), 0);
        auto* tabs = page.findChild<QTabWidget*>("console-tabs");
        QCOMPARE(tabs->tabText(1), "ls");
    }
    void namespacesThatAreLeftOutAreSaid() {
        PageFixture fixture;
        fixture.service.lastConfig = config;
        auto [master, slave] = ptyPair();
        fixture.service.shells.push_back(std::move(master));
        ConsolePage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        EnterDialog* dialog = openDialog(page);
        QVERIFY(dialog != nullptr);
        auto* byHand = dialog->findChild<QPlainTextEdit*>("enterByHand");
        auto* warning = dialog->findChild<QLabel*>("enterWarning");
        QVERIFY(
            byHand->toPlainText().contains("nsenter --target 4312 --pid --mount --net --uts --ipc --setuid"));
        QCOMPARE(warning->text(), "");
        auto* network = dialog->findChild<QCheckBox*>("enter_net");
        QVERIFY(network->isEnabled() && network->isChecked());
        const auto* users = dialog->findChild<QCheckBox*>("enter_user");
        QVERIFY(!users->isEnabled() && !users->isChecked()); // the container has none of its own
        QVERIFY(users->accessibleDescription().contains("none of its own"));
        network->click();
        QVERIFY(network->accessibleDescription().contains("this computer's network"));
        QVERIFY(warning->text().contains("administrator"));
        QVERIFY(byHand->toPlainText().contains("--target 4312 --pid --mount --uts --ipc --setuid"));
        QTest::mouseClick(dialog->findChild<QPushButton*>("enterCopy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), byHand->toPlainText());
        QTest::mouseClick(dialog->findChild<QPushButton*>("enterOk"), Qt::LeftButton);
        QTRY_VERIFY(page.currentTab()->isAttached());
        QCOMPARE(fixture.count("exec"), 0);
        const QString call = fixture.service.calls.filter("enter ").value(0);
        QCOMPARE(call.section(' ', 2, 2), "pid,mnt,uts,ipc");
        QVERIFY(call.contains("/bin/sh")); // no command: a shell, and one that is nearly everywhere
        QVERIFY(page.findChild<QTabWidget*>("console-tabs")->tabText(1).startsWith(QStringLiteral("⚠")));
    }
    void withoutATerminalBothOutputsAreShown() {
        PageFixture fixture;
        fixture.service.lastConfig = config;
        std::array<std::pair<OwnedFd, OwnedFd>, 3> streams{socketPair(), socketPair(), socketPair()};
        for (auto& [here, there] : streams)
            fixture.service.outputs.push_back(std::move(here));
        ConsolePage page(fixture.context());
        page.resize(800, 500);
        page.setContainer(fixture.id);
        page.show();
        EnterDialog* dialog = openDialog(page);
        QVERIFY(dialog != nullptr);
        dialog->findChild<QLineEdit*>("enterCommand")->setText("make");
        dialog->findChild<QCheckBox*>("enterTerminal")->setChecked(false);
        QTest::mouseClick(dialog->findChild<QPushButton*>("enterOk"), Qt::LeftButton);
        QTRY_VERIFY(page.currentTab()->isAttached());
        QVERIFY(fixture.service.calls.filter("exec ").value(0).contains("\"terminal\": false"));
        char byte = 0;
        QTRY_COMPARE(::recv(streams[0].second.get(), &byte, 1, MSG_DONTWAIT), 0); // its input has ended
        QCOMPARE(::write(streams[1].second.get(), "one\ntwo\n", 8), 8);
        QCOMPARE(::write(streams[2].second.get(), "an error\n", 9), 9);
        TerminalView* terminal = page.currentTab()->terminal();
        QTRY_VERIFY(terminal->text().contains("one") && terminal->text().contains("an error"));
        QVERIFY(!terminal->text().contains("   two")); // each line from the first column
        streams[1].second = OwnedFd();
        QTest::qWait(20);
        QCOMPARE(page.currentTab()->notice(), ""); // errors can still come
        streams[2].second = OwnedFd();
        QTRY_VERIFY(page.currentTab()->notice().contains("has ended"));
    }
    void whatCannotBeIsNotAskedFor() {
        PageFixture fixture;
        fixture.service.lastConfig = config;
        ConsolePage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        EnterDialog* dialog = openDialog(page);
        QVERIFY(dialog != nullptr);
        auto* enter = dialog->findChild<QPushButton*>("enterOk");
        auto* state = dialog->findChild<QLabel*>("enterState");
        auto* environment = dialog->findChild<QPlainTextEdit*>("enterEnvironment");
        QVERIFY(enter->isEnabled());
        environment->setPlainText("=x");
        QVERIFY(!enter->isEnabled() && state->text().contains("=x"));
        environment->setPlainText("");
        QVERIFY(enter->isEnabled());
        dialog->findChild<QLineEdit*>("enterDirectory")->setText("tmp");
        QVERIFY(!enter->isEnabled());
    }
    void noShellIsSaid() {
        PageFixture fixture;
        fixture.service.lastConfig = config;
        fixture.service.missingShells = {QStringLiteral("/bin/")};
        ConsolePage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        page.openShell();
        QTRY_VERIFY(page.currentTab()->notice().contains("is not there"));
        QCOMPARE(fixture.count("exec"), 3);
    }
#endif
};

QTEST_MAIN(TstConsole)
#include "tst_consolepage.moc"
