// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What somebody has of the window who does not see it, or has no mouse: names, ways by the keyboard, and
// being told of errors.

#include "gui/agent/passworddialog.h"
#include "gui/views/errorbar.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/scriptdialog.h"
#include "gui/volumes/attachdialog.h"
#include "gui/volumes/volumesform.h"
#include "tests/support/windowfixture.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::ErrorKind;

namespace {

QString nameOf(QWidget* widget) {
    const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
    return interface ? interface->text(QAccessible::Name) : QString();
}

bool isAnyOf(const QWidget* widget, std::initializer_list<const char*> kinds) {
    return std::ranges::any_of(kinds, [widget](const char* kind) { return widget->inherits(kind); });
}

/// A part of another control, which speaks and takes the keyboard for it.
bool isPart(const QWidget* widget) {
    for (const QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
        if (isAnyOf(parent, {"QAbstractSpinBox", "QComboBox", "QLineEdit", "QTabBar", "QAbstractItemView",
                             "QTermWidget"}))
            return true;
    return isAnyOf(widget, {"QScrollBar", "QHeaderView", "QMenu", "QToolBarExtension"});
}

bool isControl(const QWidget* widget) {
    return isAnyOf(widget, {"QAbstractButton", "QLineEdit", "QAbstractSpinBox", "QComboBox",
                            "QAbstractSlider", "QAbstractItemView", "QPlainTextEdit", "QTabBar"}) &&
           !isPart(widget);
}

QString described(const QWidget* widget) {
    QStringList path;
    for (const QWidget* at = widget; at; at = at->parentWidget())
        path.prepend(
            QStringLiteral("%1 “%2”").arg(QLatin1String(at->metaObject()->className()), at->objectName()));
    return path.join(QStringLiteral(" / "));
}

/// By Tab, or by the shortcut of its action.
bool isReachedByKeyboard(const QWidget* widget) {
    if ((widget->focusPolicy() & Qt::TabFocus) != 0 || widget->focusProxy())
        return true;
    if (const auto* button = qobject_cast<const QToolButton*>(widget); button && button->defaultAction())
        return !button->defaultAction()->shortcut().isEmpty();
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    return (button && !button->shortcut().isEmpty()) ||
           widget->objectName() == QLatin1String("menuButton"); // F10
}

/// A name of its own would be read instead of the text; an elided one's is the whole text.
bool isRead(const QLabel* label) {
    return label->text().isEmpty() || label->accessibleName().isEmpty() ||
           label->inherits("vitrine::gui::ElidedLabel");
}

/// On Linux the name of a combo box is what is chosen in it: a label of its own or a description says the
/// rest.
bool isExplained(QWidget* widget) {
    const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
    return !interface->relations(QAccessible::Label).isEmpty() ||
           !interface->text(QAccessible::Description).isEmpty();
}

/// What is wrong with the widgets that are seen in `root`, one line each.
QString problemsOf(QWidget* root) {
    QStringList problems;
    for (QWidget* widget : root->findChildren<QWidget*>()) {
        const bool takesTab = (widget->focusPolicy() & Qt::TabFocus) != 0 && !widget->focusProxy();
        if (widget->window() != root->window() || !widget->isVisible() || isPart(widget))
            continue;
        if ((isControl(widget) || takesTab) && nameOf(widget).isEmpty())
            problems << QStringLiteral("no name: ") + described(widget);
        if (qobject_cast<QTabWidget*>(widget) && nameOf(widget).isEmpty())
            problems << QStringLiteral("no name: ") + described(widget);
        if (qobject_cast<QComboBox*>(widget) && !isExplained(widget))
            problems << QStringLiteral("nothing says what is chosen: ") + described(widget);
        if (const auto* label = qobject_cast<QLabel*>(widget); label && !isRead(label))
            problems << QStringLiteral("its text is not read: ") + described(widget);
        if (isControl(widget) && !isReachedByKeyboard(widget))
            problems << QStringLiteral("no way by keyboard: ") + described(widget);
    }
    return problems.join(QLatin1Char('\n'));
}

/// What screen readers are told.
struct Told {
    QAccessible::Event event;
    QString objectName;
    QString message;
};
std::vector<Told>& told() {
    static std::vector<Told> events;
    return events;
}
void listen(QAccessibleEvent* event) {
    QString message;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    if (event->type() == QAccessible::Announcement)
        message = static_cast<QAccessibleAnnouncementEvent*>(event)->message();
#endif
    told().push_back({event->type(), event->object() ? event->object()->objectName() : QString(), message});
}

} // namespace

class TstAccessibility : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QApplication::setOrganizationName(QStringLiteral("vitrine-test"));
        QAccessible::setActive(true);
    }

    void everyControlHasANameAndAWayByKeyboard() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        for (const PageEntry& entry : allPages()) {
            fixture.window->showPage(entry.key);
            QCoreApplication::processEvents();
            QVERIFY(fixture.window->page(entry.key)->isVisible());
            const QString problems = problemsOf(fixture.window.get());
            QVERIFY2(problems.isEmpty(), qPrintable(problems));
        }
    }
    void dialogsToo() {
        WindowFixture fixture;
        fixture.service.putAll({});
        NewContainerDialog dialog(fixture.context);
        dialog.show();
        QString problems;
        for (const char* kind : {"root_starter", "root_programs", "root_folder", "root_empty"}) {
            dialog.findChild<QAbstractButton*>(QLatin1String(kind))->click();
            problems = problemsOf(&dialog);
            QVERIFY2(problems.isEmpty(), qPrintable(problems));
        }
        auto* tabs = dialog.findChild<QTabWidget*>(QStringLiteral("newTabs"));
        for (int i = 0; i < tabs->count(); ++i) {
            tabs->setCurrentIndex(i);
            problems = problemsOf(&dialog);
            QVERIFY2(problems.isEmpty(), qPrintable(problems));
        }
        auto* volumes = dialog.findChild<VolumesForm*>(QStringLiteral("volumesForm"));
        tabs->setCurrentWidget(volumes->parentWidget()->parentWidget());
        volumes->addMemory();
        problems = problemsOf(&dialog);
        volumes->addDirectory(QStringLiteral("/tmp"));
        problems += problemsOf(&dialog);
        QVERIFY2(problems.isEmpty(), qPrintable(problems));
        AttachDialog attach(WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running));
        attach.setDirectory(QStringLiteral("/tmp"));
        attach.show();
        problems = problemsOf(&attach);
        QVERIFY2(problems.isEmpty(), qPrintable(problems));
        ScriptDialog script(fixture.context,
                            WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped));
        script.show();
        problems = problemsOf(&script);
        QVERIFY2(problems.isEmpty(), qPrintable(problems));
        fixture.window->show();
        for (const Availability trouble : {Availability::NotInstalled, Availability::StartFailed}) {
            fixture.service.setStatus(trouble, QStringLiteral("details"));
            problems = problemsOf(fixture.window.get());
            QVERIFY2(problems.isEmpty(), qPrintable(problems));
        }
    }
    void valuesAreRead() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        fixture.window->showPage(QStringLiteral("overview"));
        const QWidget* page = fixture.window->page(QStringLiteral("overview"));
        QLabel* value = nullptr;
        const auto isValue = [&value](QLabel* label) {
            value = label;
            return label->text() == QStringLiteral("/bin/bash");
        };
        QTRY_VERIFY(std::ranges::any_of(page->findChildren<QLabel*>(), isValue));
        QCOMPARE(nameOf(value), QStringLiteral("/bin/bash"));
        const auto relations = QAccessible::queryAccessibleInterface(value)->relations(QAccessible::Label);
        QVERIFY(std::ranges::any_of(relations, [](const auto& relation) {
            return relation.first->text(QAccessible::Name) == QStringLiteral("Command");
        }));
    }
    void anErrorThatIsOverIsClosed() {
        WindowFixture fixture;
        fixture.window->show();
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped);
        fixture.service.putAll({bob});
        const auto* bar = fixture.child<ErrorBar>("errorBar");
        fixture.actions.reportFailure({}, QStringLiteral("start eve"),
                                      {ErrorKind::Busy, QStringLiteral("it is busy"), {}, {}});
        fixture.actions.start(bob.id);
        QTRY_COMPARE(fixture.containers.find(bob.id)->info.state, ContainerState::Running);
        QVERIFY(bar->isVisible()); // what was refused to eve has not changed
        fixture.actions.stop(bob.id);
        QTRY_COMPARE(fixture.containers.find(bob.id)->info.state, ContainerState::Stopped);
        fixture.service.nextError =
            ServiceError{ErrorKind::Dismissed, QStringLiteral("the prompt was closed"), {}, {}};
        fixture.actions.start(bob.id);
        QTRY_VERIFY(bar->message().contains(QStringLiteral("the prompt was closed")));
        fixture.actions.start(bob.id);
        QTRY_COMPARE(fixture.containers.find(bob.id)->info.state, ContainerState::Running);
        QTRY_VERIFY(!bar->isVisible());
    }
    void aPasswordIsAskedForWithTheKeyboardInTheField() {
        PasswordDialog dialog(QStringLiteral("To start bob"), QStringLiteral("org.vitrine.manage"),
                              {QStringLiteral("root")});
        dialog.show();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        const QString problems = problemsOf(&dialog);
        QVERIFY2(problems.isEmpty(), qPrintable(problems));
        auto* field = dialog.findChild<QLineEdit*>(QStringLiteral("passwordAnswer"));
        dialog.ask(QStringLiteral("Password:"), PasswordDialog::Echo::Hidden);
        dialog.findChild<QPushButton*>(QStringLiteral("passwordAllow"))->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        // While it is looked at, another key does not dismiss it.
        QVERIFY(field->isReadOnly());
        QCOMPARE(QApplication::focusWidget(), field);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(dialog.isVisible());
        told().clear();
        const auto before = QAccessible::installUpdateHandler(listen);
        dialog.setProblem(QStringLiteral("not right"));
        QAccessible::installUpdateHandler(before);
        QVERIFY(
            std::ranges::any_of(told(), [](const Told& event) { return event.event == QAccessible::Alert; }));
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
        QVERIFY(std::ranges::any_of(
            told(), [](const Told& event) { return event.message == QStringLiteral("not right"); }));
#endif
    }
    void errorsAreSpoken() {
        WindowFixture fixture;
        fixture.window->show();
        told().clear();
        const auto before = QAccessible::installUpdateHandler(listen);
        fixture.actions.reportFailure({}, QStringLiteral("start bob"),
                                      {ErrorKind::NotAuthorized,
                                       QStringLiteral("you may not do this"),
                                       QStringLiteral("Ask an administrator."),
                                       {}});
        QAccessible::installUpdateHandler(before);
        const auto isAlert = [](const Told& event) {
            return event.event == QAccessible::Alert && event.objectName == QLatin1String("errorBar");
        };
        QCOMPARE(std::ranges::count_if(told(), isAlert), 1);
        auto* bar = fixture.child<ErrorBar>("errorBar");
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(bar);
        QCOMPARE(spoken->text(QAccessible::Name), QStringLiteral("Error"));
        QCOMPARE(spoken->text(QAccessible::Description),
                 QStringLiteral("Could not start bob: you may not do this."));
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
        QVERIFY(std::ranges::any_of(told(), [](const Told& event) {
            return event.message ==
                   QStringLiteral("Could not start bob: you may not do this. Ask an administrator.");
        }));
#endif
        // It does not take the keyboard from what is being done.
        QVERIFY(!bar->isAncestorOf(QApplication::focusWidget()));
    }
};

QTEST_MAIN(TstAccessibility)
#include "tst_accessibility.moc"
