// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

/// The cost of a start in system calls, which unlike time is the same on every machine: counted by strace(1).
class TestSystemCalls : public QObject {
    Q_OBJECT

    static QList<QByteArray> linesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QList<QByteArray>();
    }

    /// The parent's calls between its two marks; the child's up to the execve that succeeds. Not those of
    /// malloc(3): when it asks for more depends on all that was allocated before.
    void readCalls() {
        for (const QString& name : QDir(m_directory.path()).entryList({"calls.*"}, QDir::Files)) {
            auto lines = linesOf(m_directory.filePath(name));
            lines.removeIf([](const QByteArray& line) { return line.startsWith("brk("); });
            qsizetype begin = -1;
            qsizetype end = -1;
            for (qsizetype index = 0; index < lines.size(); ++index) {
                if (lines[index].contains("/vitrine-test-begin"))
                    begin = index + 1;
                if (lines[index].contains("/vitrine-test-end"))
                    end = index;
                if (lines[index].startsWith("execve(\"/payload\"") && begin < 0) {
                    m_child = lines.mid(0, index + 1);
                    break;
                }
            }
            if (begin >= 0)
                m_parent = lines.mid(begin, end - begin);
        }
    }

private slots:
    void initTestCase() {
        QProcess strace;
        strace.start("strace",
                     {"-ff", "-qq", "-o", m_directory.filePath("calls"), STARTONCE_PATH, QString::number(1)});
        QVERIFY2(strace.waitForFinished(), qPrintable(strace.errorString()));
        QVERIFY2(strace.exitCode() == 0, strace.readAllStandardError().constData());
        readCalls();
        QVERIFY(!m_parent.isEmpty() && !m_child.isEmpty());
    }

    void aStartStaysWithinItsBudget() {
        const auto all = m_parent.size() + m_child.size();
        qInfo("system calls of a start: %lld (host's side %lld, container's side %lld)",
              static_cast<long long>(all), static_cast<long long>(m_parent.size()),
              static_cast<long long>(m_child.size()));
        // A ratchet. 30 drop one capability each from the bounding set, which the kernel has no other way
        // for; 24 are six v1 hierarchies and 14 the cpuset that v1 makes empty, 18 masks and 14 read-only
        // paths that the container must not reach, and 4 so that they are found on the kernel's file systems.
        QVERIFY2(all <= 266, "a start makes more system calls than it did");
    }

    void nobodyWaitsForCgroupProcs() {
        for (const QByteArray& line : m_parent + m_child)
            QVERIFY2(!line.contains("cgroup.procs"), line.constData());
    }

    void thereIsOneCloneAndNoOtherProgram() {
        int clones = 0;
        int programs = 0;
        for (const QByteArray& line : m_parent + m_child) {
            clones += line.startsWith("clone") || line.startsWith("fork") || line.startsWith("vfork") ? 1 : 0;
            programs += line.startsWith("execve") ? 1 : 0;
        }
        QCOMPARE(clones, 1);
        QCOMPARE(programs, 1);
    }

    /// What the window shows of a step is what was done: nothing is named that was not called.
    void everyStepNamesTheCallsThatItMakes() {
        QProcess describing;
        describing.start(STARTONCE_PATH, {"describe"});
        QVERIFY2(describing.waitForFinished(), qPrintable(describing.errorString()));
        QCOMPARE(describing.exitCode(), 0);
        const QMap<QString, int> made = callsIn(withoutCovers(m_parent + m_child));
        QMap<QString, int> named;
        for (const QByteArray& line : describing.readAllStandardOutput().split('\n')) {
            // What is covered is only known where it is done, and what is not there is passed over.
            if (line.contains("or an empty file system for a directory"))
                continue;
            for (const QString& call : callsNamedIn(line)) {
                QVERIFY2(made.contains(call),
                         (call.toUtf8() + " was not called, but is said in: " + line).constData());
                ++named[call];
            }
        }
        for (const char* call :
             {"mount", "pivot_root", "umount2", "clone3", "sethostname", "symlink", "execve"})
            QVERIFY2(named[call] == made[call], call);
    }

private:
    /// The C functions whose system call has another name on this machine.
    static QString usualName(const QString& call) {
        static const QMap<QString, QString> names{{"openat", "open"},
                                                  {"mkdirat", "mkdir"},
                                                  {"mknodat", "mknod"},
                                                  {"symlinkat", "symlink"},
                                                  {"prlimit64", "prlimit"}};
        return names.value(call, call);
    }

    /// Without what covers a path or the console: bound from a descriptor, or empty and read-only.
    static QList<QByteArray> withoutCovers(QList<QByteArray> lines) {
        lines.removeIf([](const QByteArray& line) {
            return line.startsWith("mount(\"/proc/self/fd/") ||
                   (line.startsWith("mount(\"tmpfs\"") && line.contains("MS_RDONLY"));
        });
        return lines;
    }

    static QMap<QString, int> callsIn(const QList<QByteArray>& lines) {
        QMap<QString, int> calls;
        for (const QByteArray& line : lines)
            ++calls[usualName(QString::fromLatin1(line.left(line.indexOf('('))))];
        return calls;
    }

    /// "a(b(\"c(\"))" -> a, b
    static QStringList callsNamedIn(const QByteArray& text) {
        static const QRegularExpression string("\"(?:[^\"\\\\]|\\\\.)*\"");
        static const QRegularExpression call(R"(([a-z_0-9]+)\()");
        QStringList names;
        for (const auto& match : call.globalMatch(QString::fromUtf8(text).remove(string)))
            names.append(match.captured(1));
        return names;
    }

    QTemporaryDir m_directory;
    QList<QByteArray> m_parent;
    QList<QByteArray> m_child;
};

QTEST_APPLESS_MAIN(TestSystemCalls)
#include "tst_systemcalls.moc"
