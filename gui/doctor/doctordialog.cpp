// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/doctor/doctordialog.h"
#include "gui/doctor/doctorreport.h"
#include "gui/doctor/findingview.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine::gui {

namespace {

constexpr int iconSize = 32;

} // namespace

DoctorDialog::DoctorDialog(MakeCheckup makeCheckup, QWidget* parent)
    : QDialog(parent)
    , m_makeCheckup(std::move(makeCheckup))
    , m_icon(new QLabel(this))
    , m_summary(new QLabel(this))
    , m_area(new QScrollArea(this))
    , m_again(new QPushButton(icon(QStringLiteral("view-refresh")), tr("Check &again"), this))
    , m_copy(new QPushButton(icon(QStringLiteral("edit-copy")), tr("&Copy all"), this))
    , m_close(new QPushButton(tr("C&lose"), this)) {
    setObjectName(QStringLiteral("doctorDialog"));
    setWindowTitle(tr("Check this computer"));
    resize(780, 600);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setBold(true);
    m_summary->setObjectName(QStringLiteral("doctorSummary"));
    m_summary->setFont(large);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_area->setObjectName(QStringLiteral("doctorFindings"));
    m_area->setAccessibleName(tr("Findings"));
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    auto* top = new QHBoxLayout;
    top->addWidget(m_icon);
    top->addWidget(m_summary, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_again);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->addLayout(top);
    column->addWidget(m_area, 1);
    column->addLayout(buttons);
    makeButtons();
}

DoctorDialog::~DoctorDialog() = default;

void DoctorDialog::makeButtons() {
    m_again->setObjectName(QStringLiteral("doctorAgain"));
    m_again->setToolTip(tr("Looks at everything once more"));
    m_copy->setObjectName(QStringLiteral("doctorCopy"));
    m_copy->setToolTip(tr("Copies all findings as text, to be sent to somebody who helps"));
    m_close->setObjectName(QStringLiteral("doctorClose"));
    m_close->setDefault(true);
    connect(m_again, &QPushButton::clicked, this, &DoctorDialog::check);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_report); });
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
}

void DoctorDialog::check() {
    m_isChecking = true;
    m_again->setEnabled(false);
    m_copy->setEnabled(false);
    setIcon(QStringLiteral("dialog-information"));
    m_summary->setText(tr("Looking at this computer…"));
    m_checkup = m_makeCheckup();
    connect(m_checkup.get(), &Checkup::finished, this, &DoctorDialog::showFindings);
    m_checkup->start();
}

void DoctorDialog::setIcon(const QString& name) {
    m_iconName = name;
    m_icon->setPixmap(icon(name).pixmap(iconSize, iconSize));
}

// Own icons are drawn in the palette's text colour.
void DoctorDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_iconName.isEmpty())
        setIcon(m_iconName);
}

void DoctorDialog::showFindings() {
    const std::vector<diagnosis::Finding>& findings = m_checkup->findings();
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    std::vector<FindingView*> views;
    int titleWidth = 0;
    for (const diagnosis::Finding& finding : findings) {
        views.push_back(new FindingView(finding, content));
        column->addWidget(views.back());
        titleWidth = std::max(titleWidth, views.back()->titleWidth());
    }
    for (FindingView* view : views)
        view->setTitleWidth(titleWidth);
    column->addStretch(1);
    m_area->setWidget(content); // deletes the one before
    m_report = reportOf(findings);
    const bool isWell = countOf(findings, diagnosis::FindingState::Problem) == 0;
    setIcon(isWell ? QStringLiteral("dialog-ok") : QStringLiteral("dialog-error"));
    m_summary->setText(summaryOf(findings));
    m_again->setEnabled(true);
    m_copy->setEnabled(true);
    m_isChecking = false;
    emit checked();
}

} // namespace vitrine::gui
