// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What comes over the bus is another program's word: each decoder gets what the contract says, then other
// types, too few arguments and missing keys. The values travel through a real D-Bus connection.

#include "gui/service/dbusdecode.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMetaType>
#include <QDBusServer>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <tuple>

/// A D-Bus structure of any types.
template <typename... Fields>
struct Struct {
    std::tuple<Fields...> fields;
    Struct() = default;
    explicit(false) Struct(Fields... values)
        : fields(std::move(values)...) {}
};
template <typename... Fields>
QDBusArgument& operator<<(QDBusArgument& argument, const Struct<Fields...>& value) {
    argument.beginStructure();
    std::apply([&](const auto&... field) { (argument << ... << field); }, value.fields);
    argument.endStructure();
    return argument;
}
template <typename... Fields>
const QDBusArgument& operator>>(const QDBusArgument& argument, Struct<Fields...>& value) {
    argument.beginStructure();
    std::apply([&](auto&... field) { (argument >> ... >> field); }, value.fields);
    argument.endStructure();
    return argument;
}

using namespace vitrine::gui;
using vitrine::allNamespaceKinds;
using vitrine::ContainerState;
using vitrine::Isolation;
using vitrine::NamespaceKind;
using vitrine::StepState;

namespace {

using SampleRow = Struct<QDBusObjectPath, qlonglong, qlonglong, qlonglong, qlonglong, qlonglong, qlonglong,
                         qlonglong, qlonglong>;
using ProcessTuple = Struct<int, qulonglong, int, QList<int>, uint, qlonglong, uchar, uint, qulonglong,
                            qulonglong, QString, QString, QList<qulonglong>>;
using KeyTuple = Struct<int, qulonglong>;
using PlanRow = Struct<QString, QString, QString, QString, QString, QString, QString>;
using TraceRow = Struct<QString, QString, QString, QString, QString, QString, QString, QString, int, QString,
                        qulonglong, qulonglong>;
using ProgramRow = Struct<QString, QString, qulonglong>;
using DependencyTuple = Struct<uint, QString, QString, QString, QString, QStringList>;
using LimitRow = Struct<QString, QString, QString>;
using DiskTuple = Struct<uint, uint, qulonglong, qulonglong, qulonglong, qulonglong>;
using DiskRow = Struct<uint, uint, QString, qulonglong>;
using ReasonRow = Struct<QString, QString>;
using Counters = QMap<QString, qulonglong>;
using Percentages = QMap<QString, double>;
using Texts = QMap<QString, QString>;

template <typename... Types>
void registerAll() {
    (qDBusRegisterMetaType<Types>(), ...);
}

template <typename T>
QVariant variant(const T& value) {
    return QVariant::fromValue(value);
}

const auto id = QStringLiteral("0123456789abcdef0123456789abcdef");

QVariant container() {
    return variant(QDBusObjectPath(wire::pathOf(id)));
}

/// Two ends of one connection in this program.
class Wire : public QObject {
    Q_OBJECT
public:
    Wire() {
        connect(&m_server, &QDBusServer::newConnection, this, [this](const QDBusConnection& connection) {
            m_here = std::make_unique<QDBusConnection>(connection);
        });
        m_there = std::make_unique<QDBusConnection>(
            QDBusConnection::connectToPeer(m_server.address(), QStringLiteral("there")));
        m_there->connect({}, path(), interface(), QStringLiteral("Value"), this, SLOT(receive(QDBusMessage)));
    }
    ~Wire() override { QDBusConnection::disconnectFromPeer(QStringLiteral("there")); }

    [[nodiscard]] bool isReady() const { return m_here && m_here->isConnected() && m_there->isConnected(); }
    /// The message as it arrives.
    QDBusMessage carry(const QVariantList& arguments) {
        m_received.reset();
        QDBusMessage message = QDBusMessage::createSignal(path(), interface(), QStringLiteral("Value"));
        message.setArguments(arguments);
        if (!m_here->send(message))
            return {};
        (void)QTest::qWaitFor([this] { return m_received.has_value(); });
        return m_received.value_or(QDBusMessage());
    }
    QVariant carryOne(const QVariant& value) { return carry({value}).arguments().value(0); }
    /// As the value of a property: in a variant.
    QVariantMap carryMap(const QVariantMap& map) { return qdbus_cast<QVariantMap>(carryOne(map)); }

private slots:
    void receive(const QDBusMessage& message) { m_received = message; }

private:
    static QString path() { return QStringLiteral("/test"); }
    static QString interface() { return QStringLiteral("org.vitrine.Test"); }

    QDBusServer m_server;
    std::unique_ptr<QDBusConnection> m_here;
    std::unique_ptr<QDBusConnection> m_there;
    std::optional<QDBusMessage> m_received;
};

SampleRow sampleRow(const QString& path) {
    return {QDBusObjectPath(path), 1, 2, 3, 4, 5, 6, -1, 8};
}

ProcessTuple processRow(const QList<qulonglong>& namespaces) {
    return {4312,
            99,
            1,
            {4312, 1},
            100'000,
            -1,
            'S',
            3,
            5'000,
            4'096,
            QStringLiteral("bash"),
            QStringLiteral("/bin/bash"),
            namespaces};
}

} // namespace

class TstDbusDecode : public QObject {
    Q_OBJECT
    std::unique_ptr<Wire> m_wire;

    /// None of these is what any decoder takes but the one that it is for.
    [[nodiscard]] static QVariantList otherValues() {
        return {QStringLiteral("text"),
                42,
                true,
                QStringList{QStringLiteral("a")},
                variant(QDBusObjectPath(QStringLiteral("/"))),
                variant(QList<ReasonRow>{{QStringLiteral("a"), QStringLiteral("b")}}),
                variant(QMap<QString, QVariant>{{QStringLiteral("a"), 1}}),
                variant(SampleRow(sampleRow(QStringLiteral("/"))))}; // one, not a list of them
    }
    template <typename Decode>
    void refusesOthers(Decode decode) {
        QVERIFY(!decode(QVariant()));
        for (const QVariant& other : otherValues()) {
            const QVariant arrived = m_wire->carryOne(other);
            QVERIFY(arrived.isValid());
            QVERIFY2(!decode(arrived), other.typeName());
        }
    }

private slots:
    void initTestCase() {
        wire::registerTypes();
        wire::registerTypes();
        registerAll<DiskTuple, QList<DiskTuple>, DiskRow, QList<DiskRow>, SampleRow, QList<SampleRow>,
                    ProcessTuple, QList<ProcessTuple>, KeyTuple, QList<KeyTuple>, PlanRow, QList<PlanRow>,
                    TraceRow, QList<TraceRow>, ProgramRow, QList<ProgramRow>, DependencyTuple,
                    QList<DependencyTuple>, LimitRow, QList<LimitRow>, ReasonRow, QList<ReasonRow>, Counters,
                    Percentages, Texts, wire::Interfaces, QMap<QDBusObjectPath, wire::Interfaces>,
                    QList<QDBusUnixFileDescriptor>, QList<qulonglong>>();
        m_wire = std::make_unique<Wire>();
        QTRY_VERIFY(m_wire->isReady());
    }
    void cleanupTestCase() { m_wire.reset(); }

    void pathsAreTakenApart() {
        QCOMPARE(wire::idOf(wire::pathOf(id)), id);
        QCOMPARE(wire::idOf(QStringLiteral("/org/vitrine/Manager1/jobs/a/b")), QString());
        QCOMPARE(wire::idOf({}), QString());
        QVERIFY(wire::isJobPath(QStringLiteral("/org/vitrine/Manager1/jobs/a/b")));
        QVERIFY(!wire::isJobPath(wire::pathOf(id)));
    }

    void statistics() {
        const auto read = [this](const QVariantList& arguments) {
            return wire::statistics(m_wire->carry(arguments));
        };
        const auto rows =
            read({variant(QList<SampleRow>{sampleRow(wire::pathOf(id)), sampleRow(QStringLiteral("/x"))})});
        QVERIFY(rows);
        QCOMPARE(rows->size(), 2U);
        QCOMPARE(rows->front().container, id);
        QCOMPARE(rows->front().sample, (Sample{1, 2, 3, 4, 5, 6, -1, 8}));
        QCOMPARE(rows->back().container, QString()); // nobody's
        QVERIFY(read({variant(QList<SampleRow>())})->empty());
        QVERIFY(!read({}));
        QVERIFY(!read({variant(QList<KeyTuple>{{1, 2}})}));
        refusesOthers([](const QVariant& value) {
            QDBusMessage message =
                QDBusMessage::createSignal(QStringLiteral("/a"), QStringLiteral("a.b"), QStringLiteral("c"));
            message.setArguments({value});
            return wire::statistics(message);
        });
    }
    void detailedWithMissingAndUnknownKeys() {
        const Counters counters{{counterName(Counter::AnonBytes), 7}, {QStringLiteral("newer"), 9}};
        const Percentages percentages{{pressureName(Pressure::CpuSome), 12.5}};
        const auto read = [this](const QVariantList& arguments) {
            return wire::detailed(m_wire->carry(arguments));
        };
        const auto found = read({container(), 5LL, variant(counters), variant(percentages)});
        QVERIFY(found);
        QCOMPARE(found->first, id);
        QCOMPARE(found->second.timeNs, 5);
        QCOMPARE(found->second[Counter::AnonBytes], 7);
        QCOMPARE(found->second[Counter::FileBytes], -1);
        QCOMPARE(found->second[Pressure::CpuSome], 12.5);
        QCOMPARE(found->second[Pressure::IoFull], -1.0);
        QVERIFY(!read({}));
        QVERIFY(!read({container(), 5LL, variant(counters)}));
        QVERIFY(!read({container(), 5LL, variant(percentages), variant(counters)}));
        QVERIFY(!read({wire::pathOf(id), 5LL, variant(counters), variant(percentages)}));
        QVERIFY(!read({container(), 5U, variant(counters), variant(percentages)}));
    }
    void processes() {
        const auto read = [this](const QVariantList& arguments) {
            return wire::processes(m_wire->carry(arguments));
        };
        const QList<qulonglong> all{1, 2, 3, 4, 5, 6, 7, 8};
        const QList<qulonglong> tooMany{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        const auto update = read({container(), 5LL, true,
                                  variant(QList<ProcessTuple>{processRow(all), processRow({11}),
                                                              processRow(tooMany), processRow({})}),
                                  variant(QList<KeyTuple>{{7, 70}})});
        QVERIFY(update);
        QCOMPARE(update->container, id);
        QVERIFY(update->reset);
        QCOMPARE(update->rows.size(), 4U);
        const ProcessRow& row = update->rows.front();
        QCOMPARE(row.key, (ProcessKey{4312, 99}));
        QCOMPARE(row.nestedPids, (std::vector<std::int32_t>{4312, 1}));
        QCOMPARE(row.uidInside, -1);
        QCOMPARE(row.state, 'S');
        QCOMPARE(row.threads, 3U);
        QCOMPARE(row.residentBytes, 4'096U);
        QCOMPARE(row.commandLine, QStringLiteral("/bin/bash"));
        QCOMPARE(row.namespaces.back(), 8U);
        QCOMPARE(update->rows.at(1).namespaces.front(), 11U);
        QCOMPARE(update->rows.at(1).namespaces.back(), 0U);
        QCOMPARE(update->rows.at(2).namespaces, row.namespaces);
        QCOMPARE(update->rows.at(3).namespaces.front(), 0U);
        QCOMPARE(update->gone, std::vector<ProcessKey>{(ProcessKey{7, 70})});
        QVERIFY(!read({}));
        QVERIFY(!read({container(), 5LL, true, variant(QList<ProcessTuple>())}));
        QVERIFY(!read({container(), 5LL, 1, variant(QList<ProcessTuple>()), variant(QList<KeyTuple>())}));
        QVERIFY(!read({container(), 5LL, true, variant(QList<KeyTuple>()), variant(QList<KeyTuple>())}));
    }

    void steps() {
        const PlanRow row{QStringLiteral("id"),     QStringLiteral("title"),       QStringLiteral("call"),
                          QStringLiteral("byHand"), QStringLiteral("explanation"), QStringLiteral("isolates"),
                          QStringLiteral("undo")};
        const auto plan = wire::plan(m_wire->carryOne(variant(QList<PlanRow>{row})));
        QVERIFY(plan && plan->size() == 1);
        QCOMPARE(plan->front().systemCall, "call");
        QCOMPARE(plan->front().undo, "undo");
        refusesOthers(wire::plan);

        const auto traced = [](const char* state) {
            return TraceRow{QStringLiteral("id"),
                            QStringLiteral("title"),
                            {},
                            {},
                            {},
                            {},
                            {},
                            QLatin1String(state),
                            2,
                            QStringLiteral("No such file"),
                            10,
                            20};
        };
        const auto trace = wire::trace(m_wire->carryOne(variant(QList<TraceRow>{
            traced("done"), traced("failed"), traced("undone"), traced("pending"), traced("dreaming")})));
        QVERIFY(trace && trace->size() == 5);
        const std::array states{StepState::Done, StepState::Failed, StepState::Undone, StepState::Pending,
                                StepState::Pending};
        for (std::size_t i = 0; i < states.size(); ++i)
            QCOMPARE(trace->at(i).record.state, states.at(i));
        QCOMPARE(trace->front().record.errnum, 2);
        QCOMPARE(trace->front().record.durationNs, 20U);
        refusesOthers(wire::trace);
        QVERIFY(!wire::trace(m_wire->carryOne(variant(QList<PlanRow>{row}))));
        QVERIFY(!wire::plan(m_wire->carryOne(variant(QList<TraceRow>{traced("done")}))));
    }
    void programsAndWhatTheyNeed() {
        const auto programs = wire::programs(m_wire->carryOne(
            variant(QList<ProgramRow>{{QStringLiteral("ls"), QStringLiteral("/usr/bin/ls"), 151'344}})));
        QVERIFY(programs && programs->size() == 1);
        QCOMPARE(programs->front(),
                 (ProgramInfo{QStringLiteral("ls"), QStringLiteral("/usr/bin/ls"), 151'344}));
        refusesOthers(wire::programs);
        const auto needed = wire::dependencies(m_wire->carryOne(variant(QList<DependencyTuple>{
            {1, QStringLiteral("library"), QStringLiteral("libc.so.6"), QString(),
             QStringLiteral("/lib/libc.so.6"), QStringList{QStringLiteral("/lib")}}})));
        QVERIFY(needed && needed->size() == 1);
        QCOMPARE(needed->front().depth, 1U);
        QCOMPARE(needed->front().searched, QStringList{QStringLiteral("/lib")});
        refusesOthers(wire::dependencies);
    }
    void limits() {
        const auto limits = wire::effectiveLimits(m_wire->carryOne(variant(
            QList<LimitRow>{{QStringLiteral("pids.max"), QStringLiteral("77"), QStringLiteral("77")}})));
        QVERIFY(limits && limits->size() == 1);
        QCOMPARE(limits->front().kernel, QStringLiteral("77"));
        refusesOthers(wire::effectiveLimits);
        const auto readings = wire::limitReadings(m_wire->carryOne(variant(
            QList<LimitRow>{{QStringLiteral("pidsMax"), QStringLiteral("pids.max"), QStringLiteral("77")}})));
        QVERIFY(readings && readings->size() == 1);
        QCOMPARE(readings->front().key, QStringLiteral("pidsMax"));
        QCOMPARE(readings->front().file, QStringLiteral("pids.max"));
        refusesOthers(wire::limitReadings);
        const vitrine::ResourceLimits all =
            wire::limitsFrom({{QStringLiteral("cpuQuotaUs"), 50'000ULL},
                              {QStringLiteral("cpuPeriodUs"), 100'000ULL},
                              {QStringLiteral("pidsMax"), 7ULL},
                              {QStringLiteral("cpus"), QStringLiteral("0,2-3")},
                              {QStringLiteral("memoryNodes"), QStringLiteral("0")},
                              {QStringLiteral("memoryOomGroup"), true},
                              {QStringLiteral("ioWeight"), 5ULL},

                              {QStringLiteral("unknown"), 1}});
        // On the wire and back.
        QCOMPARE(wire::limitsFrom(m_wire->carryMap(wire::toMap(all))), all);
        QVERIFY(all.cpus == (vitrine::NumberList{0, 2, 3}) && all.memoryOomGroup && all.ioWeight == 5U);
        const QVariantMap disks =
            m_wire->carryMap({{QStringLiteral("ioMax"),
                               variant(QList<DiskTuple>{{254U, 16U, 1, 2, 3, 4}, {8U, 0U, 0, 0, 0, 5}})}});
        QVERIFY(wire::limitsFrom(disks).ioMax ==
                (std::vector<vitrine::DiskLimit>{{{8, 0}, 0, 0, 0, 5}, {{254, 16}, 1, 2, 3, 4}}));
        // What is of another type is no limit.
        const QVariantMap others =
            m_wire->carryMap({{QStringLiteral("cpuQuotaUs"), QStringLiteral("1")},
                              {QStringLiteral("pidsMax"), -7},
                              {QStringLiteral("cpus"), 3},
                              {QStringLiteral("memoryNodes"), QStringLiteral("x")},
                              {QStringLiteral("memoryOomGroup"), 1},
                              {QStringLiteral("ioWeight"), true},
                              {QStringLiteral("ioMax"), variant(QList<KeyTuple>{{1, 2}})}});
        QCOMPARE(wire::limitsFrom(others), vitrine::ResourceLimits());
        const auto there =
            wire::disks(m_wire->carryOne(variant(QList<DiskRow>{{254U, 0U, QStringLiteral("vda"), 512}})));
        QVERIFY(there && *there == (std::vector<vitrine::Disk>{{{254, 0}, "vda", 512}}));
        refusesOthers(wire::disks);
        QCOMPARE(all.cpuMax->quotaUs, 50'000U);
        QVERIFY(!all.memoryMax);
        QCOMPARE(wire::limitsFrom({{QStringLiteral("cpuQuotaUs"), 1ULL}}).cpuMax->periodUs, 100'000U);
        // Nothing can be divided by this.
        QVERIFY(
            !wire::limitsFrom({{QStringLiteral("cpuQuotaUs"), 1ULL}, {QStringLiteral("cpuPeriodUs"), 0ULL}})
                 .cpuMax);
        QCOMPARE(wire::limitsFrom({}), vitrine::ResourceLimits());
    }
    void maps() {
        const Texts texts{{QStringLiteral("a"), QStringLiteral("b")}};
        QCOMPARE(wire::stringMap(m_wire->carryOne(variant(texts))), std::optional(texts));
        refusesOthers(wire::stringMap);
        const wire::Interfaces interfaces{
            {QStringLiteral("org.vitrine.Container1"), {{QStringLiteral("Name"), QStringLiteral("bob")}}}};
        QCOMPARE(wire::interfaces(m_wire->carryOne(variant(interfaces))), std::optional(interfaces));
        refusesOthers(wire::interfaces);
        const QMap<QDBusObjectPath, wire::Interfaces> objects{
            {QDBusObjectPath(wire::pathOf(id)), interfaces}};
        const auto managed = wire::managedObjects(m_wire->carryOne(variant(objects)));
        QVERIFY(managed);
        QCOMPARE(managed->value(wire::pathOf(id)), interfaces);
        refusesOthers(wire::managedObjects);
    }
    void descriptors() {
        std::array<int, 2> ends{};
        QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
        const OwnedFd in(ends[0]);
        OwnedFd out(ends[1]);
        const QDBusMessage message =
            m_wire->carry({variant(QList<QDBusUnixFileDescriptor>{QDBusUnixFileDescriptor(out.get())})});
        const auto fds = wire::descriptors(message.arguments().value(0));
        QVERIFY(fds && fds->size() == 1 && fds->front().isValid());
        QCOMPARE(::write(fds->front().get(), "x", 1), 1);
        char byte = 0;
        QCOMPARE(::read(in.get(), &byte, 1), 1);
        QCOMPARE(byte, 'x');
        QVERIFY(::fcntl(fds->front().get(), F_GETFD) & FD_CLOEXEC);
        refusesOthers(wire::descriptors);
        QVERIFY(!wire::duplicate({}).isValid());
    }

    void propertiesOfAContainer() {
        const QVariantMap properties = m_wire->carryMap({
            {QStringLiteral("Name"), QStringLiteral("bob")},
            {QStringLiteral("Owner"), 1000U},
            {QStringLiteral("State"), QStringLiteral("running")},
            {QStringLiteral("Created"), 5ULL},
            {QStringLiteral("Leader"), 4312U},
            {QStringLiteral("ExitCode"), -1},
            {QStringLiteral("Terminal"), true},
            {QStringLiteral("Command"), QStringList{QStringLiteral("/bin/bash")}},
            {QStringLiteral("CgroupDirectories"),
             variant(Texts{{QStringLiteral("cpu"), QStringLiteral("/c")}})},
            {QStringLiteral("Namespaces"),
             variant(Counters{{QStringLiteral("uts"), 9}, {QStringLiteral("new"), 1}})},
            {QStringLiteral("SharedNamespaces"), QStringList{QStringLiteral("net"), QStringLiteral("new")}},
            {QStringLiteral("Limits"), variant(QVariantMap{{QStringLiteral("pidsMax"), 7ULL}})},
        });
        ContainerInfo info;
        info.stateReason = QStringLiteral("kept");
        wire::update(info, properties);
        QCOMPARE(info.name, QStringLiteral("bob"));
        QCOMPARE(info.owner, 1000U);
        QCOMPARE(info.state, ContainerState::Running);
        QCOMPARE(info.createdUs, 5U);
        QCOMPARE(info.leader, 4312U);
        QCOMPARE(info.exitCode, -1);
        QVERIFY(info.terminal);
        QCOMPARE(info.command, QStringList{QStringLiteral("/bin/bash")});
        QCOMPARE(info.cgroupDirectories.value(QStringLiteral("cpu")), QStringLiteral("/c"));
        QCOMPARE(info.namespaces.at(static_cast<std::size_t>(NamespaceKind::Uts)), 9U);
        QCOMPARE(info.namespaces.at(static_cast<std::size_t>(NamespaceKind::Pid)), 0U);
        QCOMPARE(info.sharing[NamespaceKind::Network], Isolation::Host);
        QVERIFY(info.sharing.isNew(NamespaceKind::Pid));
        QCOMPARE(info.limits.pidsMax, std::optional<std::uint64_t>(7));
        QCOMPARE(info.stateReason, QStringLiteral("kept")); // not in the message

        // Other types than the contract's change nothing: above all not what is said about isolation.
        const ContainerInfo before = info;
        QVariantMap wrong;
        for (const char* text :
             {"Name", "State", "StateReason", "StateHint", "Cgroup", "RootKind", "RootPath"})
            wrong.insert(QLatin1String(text), 7);
        for (const char* number :
             {"Owner", "Created", "Started", "Finished", "Leader", "LeaderStart", "ExitCode", "ExitSignal"})
            wrong.insert(QLatin1String(number), QStringLiteral("12"));
        for (const char* yesOrNo : {"Terminal", "OutOfMemory"})
            wrong.insert(QLatin1String(yesOrNo), 0);
        for (const char* list :
             {"Command", "Widenings", "SharedNamespaces", "Namespaces", "Limits", "CgroupDirectories"})
            wrong.insert(QLatin1String(list), QStringLiteral("net"));
        wire::update(info, m_wire->carryMap(wrong));
        QCOMPARE(info, before);
        wire::update(info, m_wire->carryMap({{QStringLiteral("Owner"), -1}})); // nobody's number
        QCOMPARE(info, before);
        wire::update(info, {});
        QCOMPARE(info, before);
        wire::update(info, {{QStringLiteral("State"), QStringLiteral("dreaming")}});
        QCOMPARE(info.state, ContainerState::Broken);
    }
    void healthOfAContainer() {
        const auto carried = [this](const QVariantMap& health) {
            return m_wire->carryMap({{QStringLiteral("Health"), variant(health)}});
        };
        ContainerInfo info;
        wire::update(info, carried({{QStringLiteral("status"), QStringLiteral("starting")},
                                    {QStringLiteral("failures"), 0U}}));
        QVERIFY(info.health.has_value());
        QVERIFY(!info.health->last);
        wire::update(info, carried({{QStringLiteral("status"), QStringLiteral("unhealthy")},
                                    {QStringLiteral("failures"), 3U},
                                    {QStringLiteral("at"), 5ULL},
                                    {QStringLiteral("exitCode"), 1},
                                    {QStringLiteral("signal"), -1},
                                    {QStringLiteral("timedOut"), true},
                                    {QStringLiteral("problem"), QStringLiteral("why")},
                                    {QStringLiteral("output"), QStringLiteral("gr\u00fcn")}}));
        vitrine::HealthResult last;
        last.finishedUs = 5;
        last.exitCode = 1;
        last.timedOut = true;
        last.problem = "why";
        last.output = "gr\xc3\xbcn";
        QVERIFY((info.health == vitrine::HealthReport{vitrine::HealthStatus::Unhealthy, 3, last}));
        wire::update(info, m_wire->carryMap({{QStringLiteral("Health"), QStringLiteral("good")}}));
        QVERIFY(info.health.has_value()); // of another type than the contract's
        wire::update(info, carried({{QStringLiteral("status"), QStringLiteral("dreaming")}}));
        QVERIFY(!info.health);
        wire::update(info, carried({}));
        QVERIFY(!info.health);
    }
    void propertiesOfAJob() {
        JobInfo job;
        wire::update(job, m_wire->carryMap({{QStringLiteral("Operation"), QStringLiteral("create")},
                                            {QStringLiteral("Container"), container()},
                                            {QStringLiteral("Progress"), 0.5},
                                            {QStringLiteral("ProgressValid"), true},
                                            {QStringLiteral("Cancelable"), true}}));
        QCOMPARE(job.operation, QStringLiteral("create"));
        QCOMPARE(job.container, id);
        QCOMPARE(job.progress, 0.5);
        QVERIFY(job.progressValid && job.cancelable && !job.finished);
        const JobInfo before = job;
        wire::update(job, m_wire->carryMap({{QStringLiteral("Operation"), 1},
                                            {QStringLiteral("Container"), 1},
                                            {QStringLiteral("Progress"), QStringLiteral("0.9")},
                                            {QStringLiteral("ProgressValid"), QStringLiteral("false")},
                                            {QStringLiteral("Finished"), 1}}));
        QCOMPARE(job, before);
    }
    void propertiesOfTheHelper() {
        const HelperInfo info = wire::helperInfo(
            m_wire->carryMap({{QStringLiteral("Version"), QStringLiteral("0.1.0")},
                              {QStringLiteral("Mode"), QStringLiteral("session")},
                              {QStringLiteral("CpuCount"), 4U},
                              {QStringLiteral("MemoryTotal"), 8ULL},
                              {QStringLiteral("Unavailable"),
                               variant(QList<ReasonRow>{
                                   {QStringLiteral("pressure"), QStringLiteral("not in this kernel")}})}}));
        QCOMPARE(info.version, QStringLiteral("0.1.0"));
        QCOMPARE(info.mode, HelperMode::Session);
        QCOMPARE(info.cpuCount, 4U);
        QCOMPARE(info.memoryTotal, 8U);
        QCOMPARE(info.unavailable.value(QStringLiteral("pressure")), QStringLiteral("not in this kernel"));
        QCOMPARE(wire::helperInfo({}), HelperInfo());
        QCOMPARE(wire::helperInfo(m_wire->carryMap({{QStringLiteral("Version"), 1},
                                                    {QStringLiteral("CpuCount"), QStringLiteral("4")},
                                                    {QStringLiteral("Unavailable"), QStringList{}}})),
                 HelperInfo());
    }
};

QTEST_MAIN(TstDbusDecode)
#include "tst_dbusdecode.moc"
