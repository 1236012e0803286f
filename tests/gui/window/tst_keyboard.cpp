// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/consolepage.h"
#include "gui/console/terminalaccessible.h"
#include "gui/console/terminalkeys.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/windowactions.h"
#include "tests/support/windowfixture.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QListView>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace vitrine::gui;
using vitrine::ContainerState;

namespace {

/// What a screen reader would say of what programs print.
QString& printed() {
    static QString text;
    return text;
}
void collectPrinted(QAccessibleEvent* event) {
    if (event->type() != QAccessible::TextUpdated)
        return;
    const auto* update = static_cast<QAccessibleTextUpdateEvent*>(event);
    printed() += QStringLiteral("%1:").arg(update->changePosition());
    if (!update->textRemoved().isEmpty())
        printed() += QLatin1Char('-') + update->textRemoved();
    printed() += QLatin1Char('+') + update->textInserted();
}

} // namespace

/// The keyboard while the console has the focus: what goes into the container and what the window takes.
class TstKeyboard : public QObject {
    Q_OBJECT
    std::unique_ptr<WindowFixture> m_fixture;
    OwnedFd m_inside; ///< the container's side of its console

    QByteArray m_typed;

    /// All that has come so far.
    const QByteArray& typed() {
        QByteArray data(4096, Qt::Uninitialized);
        const ssize_t size = ::read(m_inside.get(), data.data(), static_cast<std::size_t>(data.size()));
        m_typed += data.first(std::max<ssize_t>(size, 0));
        return m_typed;
    }
    [[nodiscard]] bool isInState(ContainerState state) const {
        const ContainerEntry* entry = m_fixture->containers.findByName(QStringLiteral("bob"));
        return entry && entry->info.state == state && entry->pending == PendingAction::None;
    }
    [[nodiscard]] TerminalView* terminal() const {
        auto* console = static_cast<ConsolePage*>(m_fixture->window->page(QStringLiteral("console")));
        return console->currentTab() ? console->currentTab()->terminal() : nullptr;
    }
    /// Where a key of the keyboard arrives.
    static void press(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    }

private slots:
    void init() {
        std::array<int, 2> ends{};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()), 0);
        m_inside = OwnedFd(ends[1]);
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->service.console = OwnedFd(ends[0]);
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running);
        m_fixture->service.putAll({bob});
        m_fixture->window->show();
        m_fixture->window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_fixture->window.get()));
        m_fixture->window->selectContainer(bob.id);
        m_fixture->window->showPage(QStringLiteral("console"));
        QTRY_VERIFY(terminal() && terminal()->isVisible());
        const auto* console = static_cast<ConsolePage*>(m_fixture->window->page(QStringLiteral("console")));
        QTRY_VERIFY2(console->currentTab()->isAttached(),
                     qPrintable(m_fixture->service.calls.join(QLatin1Char(';'))));
        terminal()->setFocus();
        QTRY_VERIFY(terminal()->isAncestorOf(QApplication::focusWidget()));
        QTest::qWait(20);
        m_fixture->service.calls.clear();
        (void)typed();
        m_typed.clear();
    }
    void lettersWithControlGoIntoTheContainer_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("Ctrl+N") << int(Qt::Key_N) << QByteArray("\x0e");
        QTest::newRow("Ctrl+F") << int(Qt::Key_F) << QByteArray("\x06");
        QTest::newRow("Ctrl+Q") << int(Qt::Key_Q) << QByteArray("\x11");
        QTest::newRow("Ctrl+C") << int(Qt::Key_C) << QByteArray("\x03");
    }
    void lettersWithControlGoIntoTheContainer() {
        QFETCH(const int, key);
        QFETCH(const QByteArray, bytes);
        press(key, Qt::ControlModifier);
        QTRY_COMPARE(typed(), bytes);
        QVERIFY(!m_fixture->child<NewContainerDialog>("newContainerDialog"));
        QVERIFY(m_fixture->window->isVisible());
        QVERIFY(terminal()->isAncestorOf(QApplication::focusWidget()));
    }
    void altWithALetterGoesIntoTheContainer() {
        press(Qt::Key_N, Qt::AltModifier); // also the button "New shell"
        QTRY_COMPARE(typed(), "\x1bn");
        QCOMPARE(m_fixture->service.calls.filter(QStringLiteral("exec")), QStringList());
    }
    void shiftDeleteDeletesNoContainer() {
        press(Qt::Key_Delete, Qt::ShiftModifier);
        QTRY_VERIFY(!typed().isEmpty());
        QVERIFY(!m_fixture->window->findChild<QWidget*>(QStringLiteral("deleteBox")));
    }
    void functionKeysStayWithTheWindow() {
        press(Qt::Key_F6);
        QTRY_VERIFY(isInState(ContainerState::Paused));
        QTRY_VERIFY(m_fixture->window->actionSet()->pause->isEnabled());
        press(Qt::Key_F6);
        QTRY_VERIFY(isInState(ContainerState::Running));
        press(Qt::Key_F5, Qt::ShiftModifier);
        QTRY_VERIFY(isInState(ContainerState::Stopped));
        QCOMPARE(typed(), QByteArray());
    }
    void altWithADigitGoesToAPage() {
        press(Qt::Key_1, Qt::AltModifier);
        QTRY_COMPARE(m_fixture->window->currentPageKey(), QStringLiteral("overview"));
        QCOMPARE(typed(), QByteArray());
    }
    void textIsPasted() {
        QGuiApplication::clipboard()->setText(QStringLiteral("from outside"));
        press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(typed().contains("from outside"));
    }
    void textIsCopied() {
        QGuiApplication::clipboard()->clear();
        QCOMPARE(::write(m_inside.get(), "museum", 6), 6);
        QTRY_VERIFY(terminal()->text().contains(QStringLiteral("museum")));
        // A double click takes the word under it.
        QWidget* screen = QApplication::focusWidget();
        const QPoint first(screen->fontMetrics().horizontalAdvance(QLatin1Char('m')),
                           screen->fontMetrics().height() / 2 + 2);
        QTest::mouseClick(screen, Qt::LeftButton, {}, first);
        QTest::mouseDClick(screen, Qt::LeftButton, {}, first);
        press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("museum"));
        QCOMPARE(typed(), QByteArray());
    }
    void aPageThatIsChosenHasTheKeyboard() {
        press(Qt::Key_2, Qt::AltModifier);
        QTRY_COMPARE(QApplication::focusWidget(), m_fixture->child<QWidget>("processFilter"));
        press(Qt::Key_4, Qt::AltModifier);
        QTRY_VERIFY(terminal()->isAncestorOf(QApplication::focusWidget()));
        auto* bar = m_fixture->child<QTabWidget>("pages")->tabBar();
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(1).center());
        QTRY_COMPARE(QApplication::focusWidget(), m_fixture->child<QWidget>("processFilter"));
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(3).center());
        QTRY_VERIFY(terminal()->isAncestorOf(QApplication::focusWidget()));
    }
    void anotherContainerLeavesTheKeyboardInTheList() {
        const ContainerInfo eve = WindowFixture::container(2, QStringLiteral("eve"), ContainerState::Running);
        m_fixture->service.put(eve);
        auto* list = m_fixture->child<QListView>("containerList");
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setFocus();
        press(Qt::Key_Down);
        QTRY_COMPARE(m_fixture->window->selectedContainer(), eve.id);
        QTRY_VERIFY(terminal() && terminal()->isVisible());
        QCOMPARE(QApplication::focusWidget(), list);
    }
    void theConsoleIsRead() {
        QAccessible::setActive(true);
        QAccessibleInterface* screen = QAccessible::queryAccessibleInterface(QApplication::focusWidget());
        QVERIFY(screen);
        QCOMPARE(screen->role(), QAccessible::Terminal);
        QCOMPARE(screen->text(QAccessible::Name), QStringLiteral("Console of the container"));
        QVERIFY(screen->state().focusable);
        QAccessibleTextInterface* text = screen->textInterface();
        QVERIFY(text);
        QCOMPARE(::write(m_inside.get(), "museum", 6), 6);
        QTRY_VERIFY(text->text(0, -1).contains(QStringLiteral("museum")));
        QCOMPARE(text->text(0, text->characterCount()), text->text(0, -1));
        QCOMPARE(text->cursorPosition(), text->characterCount());
    }
    void onlyWhatIsNewIsTold() {
        QAccessible::setActive(true);
        const auto before = QAccessible::installUpdateHandler(collectPrinted);
        printed().clear();
        QWidget* screen = QApplication::focusWidget();
        TerminalAccessible::reportChange(screen, QStringLiteral("mus"), QStringLiteral("museum\n"));
        QCOMPARE(printed(), QStringLiteral("3:+eum\n"));
        TerminalAccessible::reportChange(screen, QStringLiteral("museum\n"), QStringLiteral("museum\n"));
        QCOMPARE(printed(), QStringLiteral("3:+eum\n"));
        TerminalAccessible::reportChange(screen, QStringLiteral("museum\n"), QStringLiteral("muse"));
        QCOMPARE(printed(), QStringLiteral("3:+eum\n4:-um\n+"));
        QAccessible::installUpdateHandler(before);
    }
    void cleanup() {
        m_fixture.reset();
        m_inside = OwnedFd();
    }
};

QTEST_MAIN(TstKeyboard)
#include "tst_keyboard.moc"
