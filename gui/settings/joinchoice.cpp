// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/joinchoice.h"
#include "gui/views/explain.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine::gui {

JoinChoice::JoinChoice(QWidget* parent)
    : QWidget(parent)
    , m_container(new QComboBox(this))
    , m_kinds(new QWidget(this))
    , m_text(new QLabel(this)) {
    m_container->setObjectName(QStringLiteral("joinContainer"));
    m_container->addItem(tr("No other container"), QString());
    m_container->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_container->setMinimumContentsLength(20);
    auto* label = new QLabel(tr("Share &with"), this);
    label->setBuddy(m_container);
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_container, 1);
    auto* grid = new QGridLayout(m_kinds);
    grid->setContentsMargins(0, 0, 0, 0);
    for (std::size_t i = 0; i < joinableKinds.size(); ++i) {
        const NamespaceKind kind = joinableKinds.at(i);
        auto* box = new QCheckBox(namespaceTitle(kind), m_kinds);
        box->setObjectName(
            QStringLiteral("join_%1").arg(QString::fromStdString(std::string(procName(kind)))));
        box->setAccessibleName(tr("Share %1").arg(namespaceTitle(kind)));
        box->setChecked(kind != NamespaceKind::Pid);
        grid->addWidget(box, static_cast<int>(i / 2), static_cast<int>(i % 2));
        connect(box, &QCheckBox::toggled, this, [this] {
            refresh();
            emit changed();
        });
        m_boxes.at(i) = box;
    }
    m_text->setObjectName(QStringLiteral("joinText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(m_kinds);
    column->addWidget(m_text);
    connect(m_container, &QComboBox::currentIndexChanged, this, [this] {
        refresh();
        emit changed();
    });
    refresh();
}

void JoinChoice::setContainers(const std::vector<ContainerEntry>& containers, std::uint32_t owner,
                               const ContainerId& self) {
    std::vector<Candidate> candidates;
    for (const ContainerEntry& entry : containers) {
        const ContainerInfo& info = entry.info;
        const bool canBeJoined = info.owner == owner && info.id != self && info.joinedContainer.isEmpty() &&
                                 info.sharing.isNew(NamespaceKind::User) &&
                                 info.state != ContainerState::Broken &&
                                 info.state != ContainerState::Deleting;
        if (canBeJoined)
            candidates.push_back({info.id, info.name, info.sharing});
    }
    if (candidates == m_candidates) // else an open list would close
        return;
    m_candidates = std::move(candidates);
    const ContainerId kept = chosen();
    const QSignalBlocker quiet(m_container);
    while (m_container->count() > 1)
        m_container->removeItem(1);
    for (const Candidate& candidate : m_candidates)
        m_container->addItem(candidate.name, candidate.id);
    choose(kept);
    refresh();
}

void JoinChoice::choose(const ContainerId& id) {
    if (m_container->findData(id) < 0)
        m_container->addItem(tr("a container that cannot be joined (any more)"), id);
    m_container->setCurrentIndex(m_container->findData(id));
}

ContainerId JoinChoice::chosen() const {
    return m_container->currentData().toString();
}

bool JoinChoice::isTicked(NamespaceKind kind) const {
    const auto* const found = std::ranges::find(joinableKinds, kind);
    if (found == joinableKinds.end())
        return false;
    const QCheckBox* box = m_boxes.at(static_cast<std::size_t>(found - joinableKinds.begin()));
    return box->isEnabled() && box->isChecked();
}

bool JoinChoice::isIncomplete() const {
    return joins() &&
           std::ranges::none_of(joinableKinds, [this](NamespaceKind kind) { return isTicked(kind); });
}

QString JoinChoice::joinedName(NamespaceKind kind) const {
    const bool isUser = kind == NamespaceKind::User && !isIncomplete();
    return joins() && (isUser || isTicked(kind)) ? m_container->currentText() : QString();
}

void JoinChoice::setSpec(const ContainerSpec& spec) {
    const QSignalBlocker quiet(m_container);
    const QString id = QString::fromStdString(spec.joinedId);
    choose(id);
    for (std::size_t i = 0; i < joinableKinds.size() && !id.isEmpty(); ++i) {
        const QSignalBlocker quietBox(m_boxes.at(i));
        m_boxes.at(i)->setChecked(spec.namespaces.isJoined(joinableKinds.at(i)));
    }
    refresh();
}

void JoinChoice::apply(ContainerSpec& spec) const {
    spec.joinedId.clear();
    for (const NamespaceKind kind : allNamespaceKinds) {
        if (!joinedName(kind).isEmpty())
            spec.namespaces[kind] = Isolation::Joined;
        else if (spec.namespaces.isJoined(kind))
            spec.namespaces[kind] = Isolation::New;
    }
    if (!joinedKinds(spec.namespaces).empty())
        spec.joinedId = chosen().toStdString();
}

void JoinChoice::refresh() {
    const auto candidate = std::ranges::find(m_candidates, chosen(), &Candidate::id);
    for (std::size_t i = 0; i < joinableKinds.size(); ++i) {
        const bool isThere =
            candidate == m_candidates.end() || candidate->namespaces.isNew(joinableKinds.at(i));
        m_boxes.at(i)->setEnabled(isThere);
        m_boxes.at(i)->setToolTip(isThere ? QString()
                                          : tr("%1 has none of its own").arg(m_container->currentText()));
    }
    m_kinds->setVisible(joins());
    m_text->setText(joins() ? tr("%1 must be running when this container is started. Their users are one: "
                                 "root of either is root of both.")
                                  .arg(m_container->currentText())
                            : tr("Containers that belong together can share a network, processes, shared "
                                 "memory or their name, as in a pod."));
    m_container->setAccessibleDescription(m_text->text());
}

} // namespace vitrine::gui
