// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/namespacechips.h"
#include "gui/views/colours.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace vitrine::gui {

namespace {

constexpr int paddingX = 7;
constexpr int paddingY = 2;
constexpr int gap = 5;

} // namespace

NamespaceChips::NamespaceChips(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setObjectName(QStringLiteral("namespaceChips"));
}

void NamespaceChips::setContainer(const ContainerInfo* info) {
    m_known = info != nullptr;
    m_sharing = info ? info->sharing : NamespaceSet{};
    m_inodes = info ? info->namespaces : decltype(m_inodes){};
    QStringList words;
    for (const NamespaceKind kind : allNamespaceKinds)
        words << describe(kind);
    setAccessibleName(tr("Namespaces"));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QString NamespaceChips::label(NamespaceKind kind) const {
    const QString name =
        QString::fromUtf8(procName(kind).data(), static_cast<qsizetype>(procName(kind).size()));
    if (m_sharing.isJoined(kind))
        return QStringLiteral("%1 ⇄").arg(name);
    return m_sharing.isNew(kind) ? name : tr("⚠ %1: host").arg(name);
}

QString NamespaceChips::describe(NamespaceKind kind) const {
    QString name = QString::fromUtf8(procName(kind).data(), static_cast<qsizetype>(procName(kind).size()));
    if (!m_known)
        return name;
    if (m_sharing.isHosts(kind))
        return tr("%1: shared with the host").arg(name);
    const std::uint64_t inode = m_inodes.at(static_cast<std::size_t>(kind));
    if (m_sharing.isJoined(kind))
        return inode == 0 ? tr("%1: shared with another container, once it runs").arg(name)
                          : tr("%1: shared with another container (%2)").arg(name).arg(inode);
    return inode == 0 ? tr("%1: its own, once it runs").arg(name)
                      : tr("%1: its own (%2)").arg(name).arg(inode);
}

QRect NamespaceChips::chipRect(NamespaceKind kind) const {
    const int height = fontMetrics().height() + 2 * paddingY;
    int x = 0;
    for (const NamespaceKind each : allNamespaceKinds) {
        const int width = fontMetrics().horizontalAdvance(label(each)) + 2 * paddingX;
        if (each == kind)
            return {x, 0, width, height};
        x += width + gap;
    }
    return {};
}

QSize NamespaceChips::sizeHint() const {
    const QRect last = chipRect(NamespaceKind::Time);
    return {last.right() + 1, last.height() + 1};
}

void NamespaceChips::paintEvent(QPaintEvent* /*event*/) {
    if (!m_known)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const NamespaceKind kind : allNamespaceKinds) {
        const QRect rect = chipRect(kind);
        const QRectF box = QRectF(rect).adjusted(0.5, 0.5, -0.5, 0.5);
        if (!m_sharing.isHosts(kind)) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colourOf(kind));
            painter.drawRoundedRect(box, 4, 4);
            painter.setPen(textOn(colourOf(kind)));
        } else {
            painter.setPen(QPen(dangerColour(palette()), 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(box, 4, 4);
        }
        painter.drawText(rect, Qt::AlignCenter, label(kind));
    }
}

bool NamespaceChips::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !m_known)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (const NamespaceKind kind : allNamespaceKinds)
        if (chipRect(kind).contains(help->pos()))
            QToolTip::showText(help->globalPos(), describe(kind), this, chipRect(kind));
    return true;
}

} // namespace vitrine::gui
