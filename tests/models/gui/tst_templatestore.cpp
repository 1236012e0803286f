// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "gui/templates/templatestore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <memory>

using namespace vitrine;
using namespace vitrine::gui;

/// The user's templates on the disk.
class TstTemplateStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;

    [[nodiscard]] QString path(const QString& name) const { return m_home->filePath(name); }
    [[nodiscard]] TemplateStore store() const { return TemplateStore(path(QStringLiteral("templates"))); }
    void write(const QString& name, const QByteArray& text) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    static ContainerSpec spec() {
        ContainerSpec made = defaultSpec("bob", {"/bin/echo", "a b"});
        made.hostname = "bob";
        made.uidMappings = made.gidMappings = {{0, 700'000, 65536}};
        made.rootPath = "/somewhere/else";
        made.limits.pidsMax = 7;
        made.life.restart = RestartPolicy::Always;
        return made;
    }

private slots:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void keepsSettingsAndNothingOfTheContainer() {
        ContainerSpec given = *parseConfig(writeConfig(spec()));
        QVERIFY(store().save(QStringLiteral("web"), given));
        const auto read = store().read(QStringLiteral("web"));
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->process.args, given.process.args);
        QCOMPARE(read->limits.pidsMax, given.limits.pidsMax);
        QVERIFY(read->life == given.life);
        QVERIFY(read->uidMappings.empty() && read->gidMappings.empty());
        QVERIFY(read->name != "bob" && read->hostname.empty());
        QCOMPARE(read->rootPath, ContainerSpec().rootPath);
        QFile file(path(QStringLiteral("templates/web.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("bob"));
        struct stat status{};
        QCOMPARE(::stat(qPrintable(path(QStringLiteral("templates"))), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0700U);
    }
    void joinedNamespacesBecomeItsOwnAndNoGroupIsKept() {
        ContainerSpec given = spec();
        given.joinedId = "0123456789abcdef0123456789abcdef";
        given.namespaces[NamespaceKind::Network] = Isolation::Joined;
        given.namespaces[NamespaceKind::User] = Isolation::Joined;
        given.groupId = "fedcba9876543210fedcba9876543210";
        const ContainerSpec made = asTemplate(given);
        QVERIFY(made.joinedId.empty() && made.groupId.empty());
        QVERIFY(made.namespaces.isNew(NamespaceKind::Network) && made.namespaces.isNew(NamespaceKind::User));
    }
    void namesAreThoseOfContainers_data() {
        QTest::addColumn<QString>("name");
        for (const char* bad : {"", ".", "..", "../x", "a/b", ".hidden", "-x", "a b", "\u00e4", "a\nb"})
            QTest::addRow("%s", bad) << QString::fromUtf8(bad);
        QTest::newRow("long") << QString(64, QLatin1Char('x'));
    }
    void namesAreThoseOfContainers() {
        QFETCH(const QString, name);
        QVERIFY(store().save(QStringLiteral("good"), spec()));
        const QString before = QDir(m_home->path()).entryList(QDir::AllEntries | QDir::Hidden).join(u' ');
        for (const auto& result : {store().save(name, spec()), store().rename(QStringLiteral("good"), name),
                                   store().remove(name), store().rename(name, QStringLiteral("other"))}) {
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::InvalidArgument);
            QVERIFY(result.error().message.startsWith(QLatin1String("name: ")));
        }
        QVERIFY(!store().read(name));
        QCOMPARE(store().names(), QStringList{QStringLiteral("good")});
        QCOMPARE(QDir(m_home->path()).entryList(QDir::AllEntries | QDir::Hidden).join(u' '), before);
    }
    void nothingIsWrittenOver() {
        QVERIFY(store().save(QStringLiteral("one"), spec()));
        ContainerSpec other = spec();
        other.limits.pidsMax = 8;
        QVERIFY(store().save(QStringLiteral("two"), other));
        QCOMPARE(store().save(QStringLiteral("one"), other).error().kind, ErrorKind::AlreadyExists);
        QCOMPARE(store().rename(QStringLiteral("two"), QStringLiteral("one")).error().kind,
                 ErrorKind::AlreadyExists);
        QCOMPARE(store().read(QStringLiteral("one"))->limits.pidsMax, spec().limits.pidsMax);
        // Nor through a link that leads nowhere yet.
        QVERIFY(QFile::link(path(QStringLiteral("elsewhere")), path(QStringLiteral("templates/link.json"))));
        QCOMPARE(store().save(QStringLiteral("link"), other).error().kind, ErrorKind::AlreadyExists);
        QVERIFY(!QFile::exists(path(QStringLiteral("elsewhere"))));
    }
    void canBeRenamedAndRemoved() {
        QVERIFY(store().save(QStringLiteral("one"), spec()));
        QVERIFY(store().rename(QStringLiteral("one"), QStringLiteral("two")));
        QCOMPARE(store().names(), QStringList{QStringLiteral("two")});
        QCOMPARE(store().rename(QStringLiteral("one"), QStringLiteral("x")).error().kind,
                 ErrorKind::NotFound);
        QVERIFY(store().remove(QStringLiteral("two")));
        QVERIFY(store().names().isEmpty());
        QVERIFY(!store().remove(QStringLiteral("two")));
    }
    void badFilesAreNamed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        const QByteArray good = QByteArray::fromStdString(writeConfig(asTemplate(spec())));
        QTest::newRow("empty") << QByteArray() << "";
        QTest::newRow("half") << good.left(good.size() / 2) << "";
        QTest::newRow("not JSON") << QByteArray("hello") << "";
        QTest::newRow("no process") << QByteArray(R"({"ociVersion":"1.2.0","root":{"path":"x"}})")
                                    << "$.process";
        QTest::newRow("other type") << QByteArray(good).replace("\"/bin/echo\"", "7") << "$.process.args[0]";
        QTest::newRow("out of range")
            << QByteArray(good).replace("\"limit\": 7", "\"limit\": -7") << "$.linux";
        QTest::newRow("old annotation") << QByteArray(good).replace("\"org.vitrine.restart\": \"always\"",
                                                                    "\"org.vitrine.restart\": \"often\"")
                                        << "org.vitrine.restart";
        QTest::newRow("deep") << QByteArray(1000, '[') << "";
        QTest::newRow("huge") << good + QByteArray(300 * 1024, ' ') << "";
    }
    void badFilesAreNamed() {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, says);
        QVERIFY(store().save(QStringLiteral("good"), spec()));
        write(QStringLiteral("templates/bad.json"), text);
        QCOMPARE(store().names(), (QStringList{QStringLiteral("bad"), QStringLiteral("good")}));
        const auto read = store().read(QStringLiteral("bad"));
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(says), qPrintable(read.error().message));
        QVERIFY(read.error().message.contains(QLatin1String("bad.json")));
        // It is not taken in, either, but can be put away.
        write(QStringLiteral("bad.json"), text);
        QVERIFY(!store().importFrom(path(QStringLiteral("bad.json")), QStringLiteral("imported")));
        QVERIFY(store().remove(QStringLiteral("bad")));
        QCOMPARE(store().names(), QStringList{QStringLiteral("good")});
    }
    void whatIsNoFileIsNotRead() {
        QCOMPARE(::mkfifo(qPrintable(path(QStringLiteral("fifo"))), 0600), 0);
        QCOMPARE(store().importFrom(path(QStringLiteral("fifo")), QStringLiteral("x")).error().kind,
                 ErrorKind::NotFound);
        QCOMPARE(store().importFrom(m_home->path(), QStringLiteral("x")).error().kind, ErrorKind::NotFound);
        QCOMPARE(store().importFrom(path(QStringLiteral("none")), QStringLiteral("x")).error().kind,
                 ErrorKind::NotFound);
        QVERIFY(store().names().isEmpty());
    }
    void goesOutAndInAgain() {
        QVERIFY(store().save(QStringLiteral("one"), spec()));
        const QString file = path(QStringLiteral("config.json"));
        write(QStringLiteral("config.json"), "old"); // whoever chose it was asked
        QVERIFY(store().exportTo(QStringLiteral("one"), file));
        QVERIFY(store().importFrom(file, QStringLiteral("two")));
        QCOMPARE(writeConfig(*store().read(QStringLiteral("one"))),
                 writeConfig(*store().read(QStringLiteral("two"))));
        QVERIFY(!store().exportTo(QStringLiteral("one"), path(QStringLiteral("no/such/place.json"))));
        QVERIFY(!store().exportTo(QStringLiteral("none"), file));
    }
    void hooksStayBehind() {
        QByteArray text = QByteArray::fromStdString(writeConfig(spec()));
        text.insert(1, R"("hooks":{"prestart":[{"path":"/bin/false"}]},)");
        write(QStringLiteral("hooked.json"), text);
        QVERIFY(store().importFrom(path(QStringLiteral("hooked.json")), QStringLiteral("hooked")));
        QFile file(path(QStringLiteral("templates/hooked.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("hooks"));
    }
    void namesAreFound() {
        QCOMPARE(store().freeName(QStringLiteral("bob")), QStringLiteral("bob"));
        QVERIFY(store().save(QStringLiteral("bob"), spec()));
        QCOMPARE(store().freeName(QStringLiteral("bob")), QStringLiteral("bob-2"));
        QCOMPARE(store().freeName(QStringLiteral("my \u00fc file")), QStringLiteral("my---file"));
        QCOMPARE(store().freeName(QStringLiteral("..")), QStringLiteral("template"));
        QVERIFY(store().save(store().freeName(QString(200, QLatin1Char('x'))), spec()));
        QVERIFY(store().save(store().freeName(QString(200, QLatin1Char('x'))), spec()));
    }
    void aFullOrClosedPlaceIsSaid() {
        write(QStringLiteral("templates"), "a file");
        const auto saved = store().save(QStringLiteral("one"), spec());
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, ErrorKind::Failed);
        QVERIFY(saved.error().message.contains(QLatin1String("templates")));
    }
};

QTEST_GUILESS_MAIN(TstTemplateStore)
#include "tst_templatestore.moc"
