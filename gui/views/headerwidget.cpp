// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/headerwidget.h"
#include "gui/models/containermodel.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/containerdelegate.h"
#include "gui/views/elidedlabel.h"
#include "gui/views/icons.h"
#include "gui/views/namespacechips.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace vitrine::gui {

HeaderWidget::HeaderWidget(QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(this))
    , m_icon(new QLabel(this))
    , m_state(new ElidedLabel(this))
    , m_reason(new QLabel(this))
    , m_widenings(new QLabel(this))
    , m_chips(new NamespaceChips(this)) {
    m_name->setObjectName(QStringLiteral("headerName"));
    m_state->setObjectName(QStringLiteral("headerState"));
    m_reason->setObjectName(QStringLiteral("headerReason"));
    m_widenings->setObjectName(QStringLiteral("headerWidenings"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    m_name->setFont(large);
    for (QLabel* label : {m_reason, m_widenings}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->hide();
    }
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_icon);
    line->addWidget(m_state, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 6);
    column->setSpacing(4);
    column->addWidget(m_name);
    column->addLayout(line);
    column->addWidget(m_reason);
    column->addWidget(m_widenings);
    column->addWidget(m_chips);
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, &HeaderWidget::updateState);
}

void HeaderWidget::setEntry(const ContainerEntry* entry) {
    m_entry = entry ? *entry : ContainerEntry{};
    m_name->setFullText(m_entry.info.name);
    m_chips->setContainer(entry ? &m_entry.info : nullptr);
    const QString reason = m_entry.info.stateReason;
    const QString hint = m_entry.info.stateHint;
    const QString when = m_entry.info.finishedUs == 0 || reason.isEmpty()
                             ? reason
                             : tr("%1 · %2").arg(reason, formatMoment(m_entry.info.finishedUs));
    m_reason->setText(hint.isEmpty() ? when : QStringLiteral("%1\n%2").arg(when, hint));
    m_reason->setVisible(!isAlive(m_entry.info.state) && !reason.isEmpty());
    QStringList marks;
    for (const QString& sentence : m_entry.info.widenings)
        marks << QStringLiteral("⚠ %1").arg(sentence);
    m_widenings->setText(marks.join(QLatin1Char('\n')));
    m_widenings->setVisible(!marks.isEmpty());
    updateState();
    colour();
}

// The clock runs only while there is something to count and somebody to see it.
void HeaderWidget::updateState() {
    m_icon->setPixmap(ownIcon(stateIconName(m_entry.info.state)).pixmap(16, 16));
    m_state->setFullText(stateLine());
    const bool waits = m_entry.info.state == ContainerState::Restarting;
    const bool counts = (isAlive(m_entry.info.state) || waits) && isVisible();
    if (counts != m_clock.isActive())
        counts ? m_clock.start() : m_clock.stop();
}

QString HeaderWidget::stateLine() const {
    const ContainerInfo& info = m_entry.info;
    QStringList parts{stateWord(info.state)};
    if (m_entry.pending != PendingAction::None)
        parts << describe(m_entry.pending);
    const auto now = static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch()) * 1000;
    if (info.state == ContainerState::Restarting) {
        constexpr std::uint64_t almostASecond = 999'999;
        const std::uint64_t left = info.restartAtUs > now ? info.restartAtUs - now + almostASecond : 0;
        parts << tr("in %1").arg(formatElapsed(left));
    }
    if (info.restarts > 0)
        parts << tr("restart %1 in a row").arg(info.restarts);
    if (isAlive(info.state) && info.startedUs > 0) {
        parts << formatElapsed(now > info.startedUs ? now - info.startedUs : 0);
    }
    if (info.leader != 0)
        parts << tr("pid %1").arg(info.leader);
    parts << tr("user %1").arg(info.owner);
    return parts.join(QStringLiteral(" · "));
}

void HeaderWidget::colour() {
    QPalette danger = palette();
    danger.setColor(QPalette::WindowText, dangerColour(palette()));
    m_widenings->setPalette(danger);
    m_reason->setPalette(
        m_entry.info.state == ContainerState::Broken || m_entry.info.outOfMemory ? danger : palette());
}

void HeaderWidget::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    updateState();
}

void HeaderWidget::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_clock.stop();
}

void HeaderWidget::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        colour();
        m_icon->setPixmap(ownIcon(stateIconName(m_entry.info.state)).pixmap(16, 16));
    }
}

} // namespace vitrine::gui
