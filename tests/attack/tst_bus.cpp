// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "canary.h"

#include "helper/bus/introspection.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QDomDocument>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <elf.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <random>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// An ordinary user against the helper, while polkit permits everything: what is refused here is refused by
/// the helper itself.
class TestBus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void argumentsOfAllKinds();
    void noArgumentIsAPathOfTheHost();
    void whatIsPrivateLooksLikeWhatIsMissing_data();
    void whatIsPrivateLooksLikeWhatIsMissing();
    void stateAndSocketsAreClosed();
    void hooksAreNeverRun();
    void cleanupTestCase();

private:
    static constexpr uid_t alice = 65534;
    std::unique_ptr<Canary> m_canary;
    QString m_folder = qEnvironmentVariable("VITRINE_TEST_DIR");
};

namespace {

struct Method {
    const char* interface;
    QString name;
    QStringList arguments; ///< types
};

QList<Method> methodsOf(const char* interface) {
    QDomDocument document;
    static_cast<void>(document.setContent(contractXml(QString::fromLatin1(interface))));
    QList<Method> methods;
    const QDomNodeList elements = document.elementsByTagName(QStringLiteral("method"));
    for (int i = 0; i < elements.size(); ++i) {
        Method method{interface, elements.at(i).toElement().attribute(QStringLiteral("name")), {}};
        const QDomNodeList arguments = elements.at(i).toElement().elementsByTagName(QStringLiteral("arg"));
        for (int k = 0; k < arguments.size(); ++k) {
            if (arguments.at(k).toElement().attribute(QStringLiteral("direction")) == QLatin1String("in"))
                method.arguments += arguments.at(k).toElement().attribute(QStringLiteral("type"));
        }
        methods += method;
    }
    return methods;
}

/// Values by chance, the same in every run.
class Chance {
public:
    unsigned below(unsigned count) { return static_cast<unsigned>(m_engine() % count); }

    QString text() {
        static const QStringList texts{
            QString(),
            QStringLiteral("a"),
            QStringLiteral("."),
            QStringLiteral(".."),
            QStringLiteral("-rf"),
            QStringLiteral("../../etc/passwd"),
            QStringLiteral("/etc/shadow"),
            QStringLiteral("x\n[Service]\nExecStart=/bin/sh"),
            QStringLiteral("\x1b]0;x\x07"),
            QStringLiteral("\u202egnp"),
            QStringLiteral("%n%s"),
            QStringLiteral("$(id)"),
            QStringLiteral("@x"),
            QString(4096, u'A'),
            QString(300'000, u'A'),
            QString(1, QChar(u'\0')),
            QStringLiteral("{}"),
            QStringLiteral("[[[["),
            QStringLiteral("empty"),
            QStringLiteral("folder"),
            QStringLiteral("programs"),
            QStringLiteral(R"({"args":["true"],"cwd":"/","env":[],"user":{"uid":4294967295,"gid":0}})"),
            QStringLiteral(
                R"({"args":["true"],"cwd":"/proc/self/fd/7","env":[],"user":{"uid":"0:0 ","gid":"+0"}})"),
            configFor({QStringLiteral("true")})};
        return texts.at(below(static_cast<unsigned>(texts.size())));
    }
    qulonglong number() {
        static constexpr qulonglong numbers[] = {0,      1,          2,          64,          65,   0x7fff,
                                                 0xffff, 0x7fffffff, 0xffffffff, 1ULL << 62U, ~0ULL};
        return numbers[below(std::size(numbers))];
    }
    QDBusUnixFileDescriptor descriptor() {
        static constexpr const char* files[] = {"/dev/null",   "/dev/zero",      "/etc",
                                                "/etc/passwd", "/proc/self/mem", "/proc/self/environ"};
        const int fd = ::open(files[below(std::size(files))], O_RDONLY | O_CLOEXEC);
        const QDBusUnixFileDescriptor given(fd);
        ::close(fd);
        return given;
    }
    QVariant any() {
        static const QStringList types{
            QStringLiteral("s"),  QStringLiteral("i"),  QStringLiteral("b"),  QStringLiteral("as"),
            QStringLiteral("d"),  QStringLiteral("ay"), QStringLiteral("ao"), QStringLiteral("h"),
            QStringLiteral("v"),  QStringLiteral("o"),  QStringLiteral("t"),  QStringLiteral("a{sv}"),
            QStringLiteral("ah"), QStringLiteral("q"),  QStringLiteral("g"),  QStringLiteral("a(sh)")};
        return of(types.at(below(static_cast<unsigned>(types.size()))));
    }
    QVariant of(const QString& type);

private:
    std::mt19937 m_engine{20261122};
};

QVariant Chance::of(const QString& type) {
    if (type == QLatin1String("s"))
        return text();
    if (type == QLatin1String("b"))
        return below(2) == 1;
    if (type == QLatin1String("i"))
        return static_cast<int>(number());
    if (type == QLatin1String("u"))
        return static_cast<uint>(number());
    if (type == QLatin1String("q"))
        return QVariant::fromValue(static_cast<ushort>(number()));
    if (type == QLatin1String("t"))
        return number();
    if (type == QLatin1String("d"))
        return -1e308;
    if (type == QLatin1String("ay"))
        return QByteArray("\0\xff\x1b", 3);
    if (type == QLatin1String("as"))
        return QStringList{text().left(5000), text().left(5000)};
    if (type == QLatin1String("o"))
        return QVariant::fromValue(QDBusObjectPath(QStringLiteral("/x")));
    if (type == QLatin1String("ao"))
        return QVariant::fromValue(QList<QDBusObjectPath>(
            static_cast<int>(below(300)), QDBusObjectPath(QStringLiteral("/org/vitrine/Manager1"))));
    if (type == QLatin1String("g"))
        return QVariant::fromValue(QDBusSignature(QStringLiteral("a{sv}")));
    if (type == QLatin1String("h"))
        return QVariant::fromValue(descriptor());
    if (type == QLatin1String("ah"))
        return QVariant::fromValue(QList<QDBusUnixFileDescriptor>{descriptor()});
    if (type == QLatin1String("a(sh)"))
        return below(2) == 0 ? Client::emptyGiven()
                             : Client::given(text().left(100), descriptor().fileDescriptor());
    if (type == QLatin1String("v"))
        return QVariant::fromValue(QDBusVariant(QVariant::fromValue(QDBusVariant(text().left(100)))));
    static const QStringList keys{QStringLiteral("memoryMax"), QStringLiteral("pidsMax"),
                                  QStringLiteral("cpus"),      QStringLiteral("ioMax"),
                                  QStringLiteral("cpuMax"),    QStringLiteral("unknown")};
    return QVariantMap{{keys.at(static_cast<int>(below(6))), any()},
                       {keys.at(static_cast<int>(below(6))), number()}};
}

} // namespace

void TestBus::initTestCase() {
    m_canary = std::make_unique<Canary>(m_folder.toStdString());
}

/// Requirement 18: nothing that can be sent ends the helper, and it answers everything.
void TestBus::argumentsOfAllKinds() {
    Client client(alice);
    const QString name = QString::fromLatin1(busName);
    const pid_t helper = client.pidOf(name);
    QVERIFY(helper > 1);
    const QString path =
        client.create(QStringLiteral("victim"), configFor({QStringLiteral("sleep"), QStringLiteral("1000")}),
                      QStringLiteral("empty"));
    QVERIFY2(!path.isEmpty(), qPrintable(client.lastMessage));
    QList<Method> methods =
        methodsOf(managerInterface) + methodsOf(containerInterface) + methodsOf(jobInterface);
    QVERIFY(methods.size() > 20);
    Chance chance;
    for (int round = 0; round < 20; ++round) {
        for (const Method& method : methods) {
            if (method.name == QLatin1String("Delete") || method.name == QLatin1String("Stop"))
                continue; // the victim is needed to the end
            QVariantList arguments;
            for (const QString& type : method.arguments)
                arguments += chance.below(10) == 0 ? chance.any() : chance.of(type);
            if (chance.below(20) == 0)
                arguments += chance.any();
            const QString where = std::strcmp(method.interface, managerInterface) == 0
                                      ? QString::fromLatin1(managerPath)
                                      : path;
            const QDBusMessage reply =
                client.call(where, method.interface, qPrintable(method.name), arguments);
            const QString error = reply.errorName();
            QVERIFY2(error != QLatin1String("org.freedesktop.DBus.Error.NoReply"), qPrintable(method.name));
            QVERIFY2(error != QLatin1String("org.freedesktop.DBus.Error.Disconnected"),
                     qPrintable(method.name));
            // What is told back about a wrong argument is short, and draws on no terminal.
            QVERIFY2(reply.errorMessage().size() < 2000, qPrintable(method.name));
            QVERIFY2(!reply.errorMessage().contains(QChar(u'\x1b')), qPrintable(method.name));
        }
    }
    QCOMPARE(client.pidOf(name), helper);
    for (const QDBusObjectPath& made : client.objects().keys())
        QVERIFY2(client.remove(made.path()).success, qPrintable(client.lastMessage));
}

/// Requirement 20: files reach the helper as descriptors.
void TestBus::noArgumentIsAPathOfTheHost() {
    static const QRegularExpression suspicious(QStringLiteral("path|file|dir|folder|source|root$"),
                                               QRegularExpression::CaseInsensitiveOption);
    int seen = 0;
    for (const char* interface : {managerInterface, containerInterface, jobInterface}) {
        QDomDocument document;
        static_cast<void>(document.setContent(contractXml(QString::fromLatin1(interface))));
        const QDomNodeList arguments = document.elementsByTagName(QStringLiteral("arg"));
        for (int i = 0; i < arguments.size(); ++i) {
            const QDomElement argument = arguments.at(i).toElement();
            if (argument.attribute(QStringLiteral("direction")) != QLatin1String("in"))
                continue;
            ++seen;
            const QString type = argument.attribute(QStringLiteral("type"));
            const bool isText =
                type == QLatin1String("s") || type == QLatin1String("as") || type == QLatin1String("ay");
            QVERIFY2(!isText || !argument.attribute(QStringLiteral("name")).contains(suspicious),
                     qPrintable(argument.attribute(QStringLiteral("name"))));
        }
    }
    QVERIFY(seen > 20);
}

namespace {

/// A program for x86_64 whose loader, library and search path are these.
int programAsking(const std::string& loader, const std::string& library, const std::string& directory) {
    const std::string names = std::string(1, '\0') + loader + '\0' + library + '\0' + directory + '\0';
    const std::uint64_t headers = sizeof(Elf64_Ehdr) + 3 * sizeof(Elf64_Phdr);
    const std::uint64_t tableSize = 5 * sizeof(Elf64_Dyn);
    const Elf64_Dyn dynamic[5] = {{DT_NEEDED, {1 + loader.size() + 1}},
                                  {DT_RUNPATH, {1 + loader.size() + 1 + library.size() + 1}},
                                  {DT_STRTAB, {headers + tableSize}},
                                  {DT_STRSZ, {names.size()}},
                                  {DT_NULL, {0}}};
    const std::uint64_t size = headers + tableSize + names.size();
    const Elf64_Phdr segments[3] = {
        {PT_LOAD, PF_R, 0, 0, 0, size, size, 4096},
        {PT_INTERP, PF_R, headers + tableSize + 1, 0, 0, loader.size() + 1, loader.size() + 1, 1},
        {PT_DYNAMIC, PF_R, headers, headers, 0, tableSize, tableSize, 8}};
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_DYN;
    header.e_machine = EM_X86_64;
    header.e_version = EV_CURRENT;
    header.e_phoff = sizeof header;
    header.e_ehsize = sizeof header;
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_phnum = 3;
    const int fd = ::memfd_create("program", MFD_CLOEXEC);
    std::string content(reinterpret_cast<const char*>(&header), sizeof header);
    content.append(reinterpret_cast<const char*>(segments), sizeof segments);
    content.append(reinterpret_cast<const char*>(dynamic), sizeof dynamic);
    content += names;
    return ::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()) ? fd : -1;
}

/// Everything in the reply, as text.
QString textOf(const QDBusMessage& reply) {
    QString text = reply.errorName() + reply.errorMessage();
    const auto rows = qdbus_cast<QList<DependencyRow>>(reply.arguments().value(0));
    for (const DependencyRow& row : rows)
        text += QStringLiteral("%1 %2 %3 %4 %5 %6\n")
                    .arg(row.depth)
                    .arg(row.kind, row.name, row.hostPath, row.rootPath, row.searched.join(u','));
    return text + reply.arguments().value(1).toStringList().join(u',') +
           reply.arguments().value(2).toString();
}

} // namespace

void TestBus::whatIsPrivateLooksLikeWhatIsMissing_data() {
    QTest::addColumn<int>("part");
    QTest::newRow("loader") << 0;
    QTest::newRow("library") << 1;
    QTest::newRow("directory") << 2;
    QTest::newRow("parent of a directory") << 3;
}

/// Requirement 16: a program that names files of root's is a question about what there is.
void TestBus::whatIsPrivateLooksLikeWhatIsMissing() {
    QFETCH(int, part);
    const QString secret = m_folder + QStringLiteral("/secret");
    const QString missing = m_folder + QStringLiteral("/sacred");
    QVERIFY(QDir().mkpath(secret + QStringLiteral("/inner")));
    const QString library = QStringLiteral("/libsecret.so");
    const int real = programAsking("/lib64/ld-linux-x86-64.so.2", "libc.so.6", "/usr/lib");
    QFile copy(secret + library);
    QVERIFY(copy.open(QIODevice::WriteOnly));
    QVERIFY(copy.write(QByteArray(8192, '\0')) > 0);
    QFile source(QStringLiteral("/proc/self/fd/%1").arg(real));
    QVERIFY(source.open(QIODevice::ReadOnly) && copy.seek(0) && copy.write(source.readAll()) > 0);
    copy.close();
    ::close(real);
    QVERIFY(copy.setPermissions(QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther | QFile::ExeOwner));
    QCOMPARE(::chmod(secret.toLocal8Bit(), 0700), 0);
    Client client(alice);
    const auto ask = [&](const QString& place) {
        const std::string where = place.toStdString();
        const int fd = programAsking(part == 0 ? where + "/libsecret.so" : "/lib64/ld-linux-x86-64.so.2",
                                     part == 1 ? where + "/libsecret.so" : "libsecret.so",
                                     part == 2   ? where
                                     : part == 3 ? where + "/inner/.."
                                                 : "/nowhere");
        const QDBusMessage reply =
            client.manager("InspectPrograms", {QStringList(), Client::given(QStringLiteral("question"), fd)});
        ::close(fd);
        return textOf(reply).replace(place, QStringLiteral("PLACE"));
    };
    const QString aboutSecret = ask(secret);
    QVERIFY2(aboutSecret.contains(QStringLiteral("libsecret.so")), qPrintable(aboutSecret));
    QCOMPARE(aboutSecret, ask(missing));
    // For everybody to read it is found: the question was one.
    QCOMPARE(::chmod(secret.toLocal8Bit(), 0755), 0);
    Client another(alice);
    QVERIFY(ask(secret) != aboutSecret);
    QVERIFY(QDir(secret).removeRecursively());
}

/// Requirement 27: set-user-ID files of a root, configurations and sockets are out of others' reach.
void TestBus::stateAndSocketsAreClosed() {
    Client client(alice);
    const QString path =
        client.create(QStringLiteral("closed"), configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    QVERIFY2(!path.isEmpty(), qPrintable(client.lastMessage));
    QVERIFY(client.start(path).success);
    const QString id = path.section(u'/', -1);
    const QByteArray bundle =
        (qEnvironmentVariable("VITRINE_STATE_DIR") + QStringLiteral("/containers/") + id).toLocal8Bit();
    const QByteArray run = (qEnvironmentVariable("VITRINE_RUN_DIR") + u'/' + id).toLocal8Bit();
    const QByteArrayList closed{bundle + "/config.json", bundle + "/rootfs/usr/bin/sleep",
                                bundle + "/vitrine.json", run + "/control"};
    for (const QByteArray& file : closed)
        QVERIFY2(::access(file, F_OK) == 0, file.constData()); // they are there
    const QByteArray folder = m_folder.toLocal8Bit();
    const pid_t child = ::fork();
    if (child == 0) {
        int reached = 0;
        if (::setgroups(0, nullptr) != 0 || ::setresgid(alice, alice, alice) != 0 ||
            ::setresuid(alice, alice, alice) != 0)
            ::_exit(99);
        if (::access(folder.constData(), X_OK) != 0)
            ::_exit(98); // the way is open up to the helper's own folders
        for (const QByteArray& file : closed)
            reached += ::access(file.constData(), F_OK) == 0 ? 1 : 0;
        ::_exit(reached);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    QVERIFY(client.stop(path, 0).success);
    QVERIFY(client.remove(path).success);
}

/// Requirement 44: an OCI runtime runs hooks as root on the host. Here an ordinary user writes the
/// configuration.
void TestBus::hooksAreNeverRun() {
    const QString mark = m_folder + QStringLiteral("/hook-was-run");
    QString config = configFor({QStringLiteral("true")});
    const QString hook = QStringLiteral(R"([{"path": "/usr/bin/touch", "args": ["touch", "%1"]}])").arg(mark);
    QString hooks = QStringLiteral("{");
    for (const char* when :
         {"prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"})
        hooks += (hooks.size() > 1 ? QStringLiteral(", \"") : QStringLiteral("\"")) +
                 QString::fromLatin1(when) + QStringLiteral("\": ") + hook;
    config.insert(config.indexOf(u'{') + 1, QStringLiteral("\"hooks\": ") + hooks + QStringLiteral("},"));
    Client client(alice);
    const QString path = client.create(QStringLiteral("hooks"), config);
    QVERIFY2(!path.isEmpty(), qPrintable(client.lastMessage));
    QVERIFY(client.container(path, "GetConfig")
                .arguments()
                .value(0)
                .toString()
                .contains(QStringLiteral("createRuntime")));
    QVERIFY(client.start(path).success);
    QVERIFY(client.waitForState(path, QStringLiteral("stopped")));
    QVERIFY(client.remove(path).success);
    QVERIFY(!QFile::exists(mark));
}

void TestBus::cleanupTestCase() {
    const std::string harm = m_canary->harm();
    m_canary.reset();
    QVERIFY2(harm.empty(), harm.c_str());
}

QTEST_GUILESS_MAIN(TestBus)
#include "tst_bus.moc"
