// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitrow.h"
#include "gui/limits/limitwords.h"

#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace vitrine::gui {

namespace {

void setColour(QLabel* label, const QColor& colour) {
    QPalette palette;
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
}

} // namespace

LimitRow::LimitRow(LimitKind kind, RowPlace place, QWidget* parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_place(place)
    , m_layout(new QGridLayout(this))
    , m_title(new QLabel(titleOf(kind), this))
    , m_explanation(new QLabel(explanationOf(kind), this))
    , m_readback(new QLabel(this))
    , m_copy(new QToolButton(this))
    , m_error(new QLabel(this)) {
    setFrameShape(QFrame::NoFrame);
    setObjectName(QStringLiteral("limit-%1").arg(fieldOf(kind)));
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_explanation->setWordWrap(true);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setVerticalSpacing(3);
    m_layout->setHorizontalSpacing(12);
    m_layout->addWidget(m_title, 0, 0, Qt::AlignTop);
    m_layout->addWidget(m_explanation, 1, 0, 1, 4);
    m_layout->setColumnMinimumWidth(0, place == RowPlace::Page ? 170 : 140);
    m_layout->setColumnStretch(1, 1);
    makeReadback();
    updateColours();
}

void LimitRow::makeReadback() {
    m_readback->setObjectName(nameOf("readback"));
    m_readback->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_readback->setTextFormat(Qt::RichText);
    m_readback->setWordWrap(true);
    m_copy->setObjectName(nameOf("copy"));
    m_copy->setIcon(icon(QStringLiteral("edit-copy")));
    m_copy->setToolTip(tr("Copy the path of the kernel's file"));
    m_copy->setAccessibleName(tr("%1: copy the path of the kernel's file").arg(titleOf(m_kind)));
    m_copy->setAutoRaise(true);
    if (m_copy->icon().isNull())
        m_copy->setText(tr("Copy path"));
    m_error->setObjectName(nameOf("error"));
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_error->hide();
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_readback, 1);
    line->addWidget(m_copy, 0, Qt::AlignTop);
    m_layout->addLayout(line, 2, 0, 1, 4);
    m_layout->addWidget(m_error, 3, 0, 1, 4);
    m_copy->hide();
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_file); });
}

QString LimitRow::nameOf(const char* part) const {
    return QStringLiteral("limit-%1-%2").arg(fieldOf(m_kind), QLatin1String(part));
}

void LimitRow::setHelper(const HelperInfo& helper) {
    m_unavailable = unavailableReason(m_kind, helper);
    updateEnabled();
    updateReadback();
}

void LimitRow::setReadback(const QString& asked, const QString& file, const QString& kernel) {
    m_asked = asked;
    m_file = file;
    m_kernel = kernel;
    updateReadback();
}

void LimitRow::setPending(Pending pending) {
    m_isPending = pending == Pending::Yes;
    updateReadback();
}

void LimitRow::updateReadback() {
    QStringList parts;
    if (!isAvailable()) {
        parts << tr("Not available: %1").arg(m_unavailable.toHtmlEscaped());
    } else if (m_place == RowPlace::Page) {
        parts << tr("Asked: <b>%1</b>").arg(m_asked.toHtmlEscaped());
        if (m_isPending)
            parts << tr("being set …");
        else if (m_file.isEmpty())
            parts << tr("the kernel's file exists while the container runs");
        else
            parts << tr("<tt>%1</tt> says <tt><b>%2</b></tt>")
                         .arg(QFileInfo(m_file).fileName().toHtmlEscaped(),
                              kernelWords(m_kind, m_kernel).toHtmlEscaped());
    }
    m_readback->setText(parts.join(QStringLiteral(" &nbsp;·&nbsp; ")));
    m_readback->setVisible(!parts.isEmpty());
    m_readback->setToolTip(m_file.isEmpty() ? QString() : QStringLiteral("%1: %2").arg(m_file, m_kernel));
    m_copy->setVisible(!m_file.isEmpty());
}

void LimitRow::setError(const QString& message) {
    m_error->setText(message.isEmpty() ? QString() : QStringLiteral("⚠ %1").arg(message));
    m_error->setVisible(!message.isEmpty());
}

QString LimitRow::error() const {
    return m_error->text();
}

QString LimitRow::readback() const {
    return m_readback->text();
}

void LimitRow::updateColours() {
    setColour(m_explanation, quietColour(palette()));
    setColour(m_error, dangerColour(palette()));
}

void LimitRow::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateColours();
}

} // namespace vitrine::gui
