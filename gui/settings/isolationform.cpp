// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/isolationform.h"
#include "gui/models/helperspec.h"
#include "gui/settings/joinchoice.h"
#include "gui/views/explain.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

constexpr std::uint32_t idsOfContainer = 65'536;
/// What the kernel can count, half of it (time_namespaces(7)).
constexpr double mostSeconds = 4'611'686'018;

enum Ids { AllIds, RootAlone, OwnIds };

std::optional<IdMapping> lineFrom(const QString& text) {
    const QStringList numbers = text.split(QLatin1Char(':'));
    bool goodFirst = false;
    bool goodCount = false;
    const uint first = numbers.at(0).trimmed().toUInt(&goodFirst);
    const uint count = numbers.value(1).trimmed().toUInt(&goodCount);
    if (numbers.size() != 2 || !goodFirst || !goodCount || count == 0 ||
        std::uint64_t{first} + count > idsOfContainer)
        return std::nullopt;
    return IdMapping{first, first, count};
}

std::optional<std::vector<IdMapping>> linesFrom(const QString& text) {
    std::vector<IdMapping> lines;
    for (const QString& part : text.split(QLatin1Char(','))) {
        const auto line = lineFrom(part);
        if (!line)
            return std::nullopt;
        lines.push_back(*line);
    }
    return lines;
}

QString textOf(const std::vector<IdMapping>& lines) {
    QStringList parts;
    for (const IdMapping& line : lines)
        parts << QStringLiteral("%1:%2").arg(line.inside).arg(line.count);
    return parts.join(QStringLiteral(", "));
}

} // namespace

IsolationForm::IsolationForm(QWidget* parent)
    : SpecForm(parent)
    , m_join(new JoinChoice(this)) {
    setObjectName(QStringLiteral("isolationForm"));
    auto* grid = new QGridLayout(this);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_join, grid->rowCount(), 0, 1, 2);
    connect(m_join, &JoinChoice::changed, this, [this] {
        refreshJoined();
        emit changed();
    });
    for (const NamespaceKind kind : allNamespaceKinds) {
        const std::string name(procName(kind));
        m_namespaces.at(static_cast<std::size_t>(kind)) =
            add(grid, QStringLiteral("ns_%1").arg(QString::fromStdString(name)),
                {namespaceTitle(kind), ownNamespaceText(kind), sharedNamespaceText(kind)});
        if (kind == NamespaceKind::User)
            addIds(grid);
        else if (kind == NamespaceKind::Time)
            addClocks(grid);
    }
    m_pivot = add(grid, QStringLiteral("pivotRoot"),
                  {tr("Root by pivot_root"), tr("The computer's own files are taken out of its view."),
                   tr("Only chroot: root inside can get out again. For lessons.")});
    grid->setRowStretch(grid->rowCount(), 1);
}

void IsolationForm::setContainers(const std::vector<ContainerEntry>& containers, std::uint32_t owner,
                                  const ContainerId& self) {
    m_join->setContainers(containers, owner, self);
    refreshJoined();
}

void IsolationForm::refreshJoined() {
    for (const NamespaceKind kind : allNamespaceKinds) {
        const QString name = m_join->joinedName(kind);
        of(kind)->setOverridden(name.isEmpty() ? QString() : joinedNamespaceText(kind, name));
    }
    refreshIds();
}

SwitchRow* IsolationForm::add(QGridLayout* grid, const QString& name, const SwitchRow::Words& words) {
    auto* row = new SwitchRow(grid, name, words, SwitchRow::Off::Widens, this);
    connect(row, &SwitchRow::changed, this, &SpecForm::changed);
    return row;
}

// Which ids there are inside; the helper chooses those outside.
void IsolationForm::addIds(QGridLayout* grid) {
    m_ids = new QComboBox(this);
    m_ids->setObjectName(QStringLiteral("idMap"));
    m_ids->addItems({tr("All 65,536 ids"), tr("Only root's (map-root-user)"), tr("These ids:")});
    m_ids->setToolTip(
        tr("Which users and groups there are inside. Files of others belong to “nobody” there."));
    m_idLines = new QLineEdit(QStringLiteral("0:1, 1000:1"), this);
    m_idLines->setObjectName(QStringLiteral("idLines"));
    m_idLines->setAccessibleName(tr("Ids inside"));
    m_idLines->setToolTip(
        tr("Lines of the map, each the first id inside and how many: “0:1, 1000:10” is root "
           "and 1000 to 1009. Root, 0, is needed."));
    auto* label = new QLabel(tr("&Users inside"), this);
    label->setBuddy(m_ids);
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_ids);
    row->addStretch(1);
    auto* column = new QVBoxLayout;
    column->addLayout(row);
    column->addWidget(m_idLines);
    grid->addLayout(column, grid->rowCount(), 1);
    connect(m_ids, &QComboBox::currentIndexChanged, this, [this] {
        refreshIds();
        emit changed();
    });
    connect(m_idLines, &QLineEdit::textChanged, this, &SpecForm::changed);
    connect(of(NamespaceKind::User), &SwitchRow::changed, this, &IsolationForm::refreshIds);
    refreshIds();
}

void IsolationForm::refreshIds() {
    m_ids->setEnabled(of(NamespaceKind::User)->isOn() && !m_hasOneId &&
                      m_join->joinedName(NamespaceKind::User).isEmpty());
    m_idLines->setVisible(m_ids->currentIndex() == OwnIds);
    m_idLines->setEnabled(m_ids->isEnabled());
}

std::vector<IdMapping> IsolationForm::idLines() const {
    if (m_ids->currentIndex() == AllIds)
        return {};
    return m_ids->currentIndex() == RootAlone
               ? std::vector<IdMapping>{{0, 0, 1}}
               : linesFrom(m_idLines->text()).value_or(std::vector<IdMapping>{});
}

std::optional<FormProblem> IsolationForm::problem() const {
    if (m_join->isIncomplete())
        return FormProblem{QStringLiteral("join"), tr("choose what is shared with the other container, or "
                                                      "“No other container”")};
    if (!m_ids->isEnabled() || m_ids->currentIndex() != OwnIds || linesFrom(m_idLines->text()))
        return std::nullopt;
    return FormProblem{QStringLiteral("idMap"),
                       tr("the ids inside must be written as “first:how many”, with commas between, such as "
                          "“0:1, 1000:10”; they are numbers up to 65535")};
}

// Below the clocks' own switch, which they need.
void IsolationForm::addClocks(QGridLayout* grid) {
    auto* column = new QVBoxLayout;
    const auto addClock = [&](const QString& name, const QString& title, const QString& explanation) {
        auto* spin = new QDoubleSpinBox(this);
        spin->setObjectName(name);
        spin->setRange(-mostSeconds, mostSeconds);
        spin->setDecimals(0);
        spin->setSingleStep(3600);
        spin->setSuffix(tr(" s"));
        spin->setToolTip(explanation);
        spin->setAccessibleDescription(explanation);
        auto* label = new QLabel(title, this);
        label->setBuddy(spin);
        // As wide as a decade needs: the whole range would push the sentences above out of the tab.
        spin->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("-315360000 s")) + 40);
        auto* row = new QHBoxLayout;
        row->addWidget(label);
        row->addWidget(spin);
        row->addStretch(1);
        column->addLayout(row);
        connect(spin, &QDoubleSpinBox::valueChanged, this, &SpecForm::changed);
        return spin;
    };
    m_boottime = addClock(QStringLiteral("boottimeOffset"), tr("Time &up moved by"),
                          tr("How much longer the computer seems to be on inside: 86400 s is one day. It "
                             "cannot be moved back beyond zero."));
    m_monotonic = addClock(QStringLiteral("monotonicOffset"), tr("&Timers moved by"),
                           tr("The same for the clock that timers and programs measure with."));
    grid->addLayout(column, grid->rowCount(), 1);
    const auto enable = [this] {
        for (QDoubleSpinBox* spin : {m_boottime, m_monotonic})
            spin->setEnabled(of(NamespaceKind::Time)->isOn());
    };
    connect(of(NamespaceKind::Time), &SwitchRow::changed, this, enable);
}

void IsolationForm::setHelper(const HelperInfo& helper) {
    m_hasOneId = helper.mode == HelperMode::Session;
    if (m_hasOneId)
        m_ids->setCurrentIndex(RootAlone);
    refreshIds();
    if (helper.mode == HelperMode::Session)
        of(NamespaceKind::User)->fix(Qt::Checked, tr("Without root it cannot be switched off."));
    else if (const QString reason = unavailableReason(helper, "user-namespace"); !reason.isEmpty())
        of(NamespaceKind::User)->fix(Qt::Unchecked, reason);
    if (const QString reason = unavailableReason(helper, "time-namespace"); !reason.isEmpty())
        of(NamespaceKind::Time)->fix(Qt::Unchecked, reason);
}

void IsolationForm::setIds(const ContainerSpec& spec) {
    const QSignalBlocker quietIds(m_ids);
    const QSignalBlocker quietLines(m_idLines);
    const auto& lines = spec.uidMappings;
    m_uidMappings = spec.uidMappings;
    m_gidMappings = spec.gidMappings;
    const bool all = lines.empty() || (lines.size() == 1 && lines.front().count == idsOfContainer);
    const bool alone = lines.size() == 1 && lines.front().count == 1;
    m_ids->setCurrentIndex(m_hasOneId || alone ? RootAlone : all ? AllIds : OwnIds);
    if (m_ids->currentIndex() == OwnIds)
        m_idLines->setText(textOf(lines));
    m_idsShown = {m_ids->currentIndex(), m_idLines->text()};
    refreshIds();
}

void IsolationForm::setSpec(const ContainerSpec& spec) {
    for (const NamespaceKind kind : allNamespaceKinds)
        of(kind)->set(!spec.namespaces.isHosts(kind));
    m_join->setSpec(spec);
    refreshJoined();
    m_pivot->set(spec.rootMode == RootMode::PivotRoot);
    setIds(spec);
    for (const auto& [spin, offset] : {std::pair(m_boottime, spec.timeOffsets.boottime),
                                       std::pair(m_monotonic, spec.timeOffsets.monotonic)}) {
        const QSignalBlocker quiet(spin);
        spin->setValue(static_cast<double>(offset.seconds));
        spin->setEnabled(of(NamespaceKind::Time)->isOn());
    }
}

// What was not touched stays, with groups that may differ from the users.
void IsolationForm::applyIds(ContainerSpec& spec) const {
    if (!spec.namespaces.isNew(NamespaceKind::User)) {
        spec.uidMappings.clear();
        spec.gidMappings.clear();
    } else if (std::pair(m_ids->currentIndex(), m_idLines->text()) == m_idsShown) {
        spec.uidMappings = m_uidMappings;
        spec.gidMappings = m_gidMappings;
    } else {
        spec.uidMappings = idLines();
        spec.gidMappings = spec.uidMappings;
    }
}

void IsolationForm::apply(ContainerSpec& spec) const {
    for (const NamespaceKind kind : allNamespaceKinds)
        spec.namespaces[kind] = of(kind)->isOn() ? Isolation::New : Isolation::Host;
    m_join->apply(spec);
    applyIds(spec);
    spec.rootMode = m_pivot->isOn() ? RootMode::PivotRoot : RootMode::Chroot;
    spec.timeOffsets.boottime.seconds = static_cast<std::int64_t>(m_boottime->value());
    spec.timeOffsets.monotonic.seconds = static_cast<std::int64_t>(m_monotonic->value());
    if (!spec.namespaces.isNew(NamespaceKind::Time))
        spec.timeOffsets = {};
    if (!spec.namespaces.isNew(NamespaceKind::Mount)) {
        // Mounts would be made on this computer itself, so none are; and pivot_root cannot be.
        spec.rootMode = RootMode::Chroot;
        spec.mounts.clear();
        spec.maskedPaths.clear();
        spec.readonlyPaths.clear();
    }
}

} // namespace vitrine::gui
