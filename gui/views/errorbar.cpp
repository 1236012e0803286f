// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/errorbar.h"
#include "gui/views/announce.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>

namespace vitrine::gui {

namespace {

QLabel* wrapped(QWidget* parent, const QString& name) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

ErrorBar::ErrorBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(wrapped(this, QStringLiteral("errorText")))
    , m_hint(wrapped(this, QStringLiteral("errorHint")))
    , m_detailsButton(new QToolButton(this))
    , m_details(new QPlainTextEdit(this)) {
    setObjectName(QStringLiteral("errorBar"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    QFont bold = font();
    bold.setBold(true);
    m_text->setFont(bold);
    m_detailsButton->setText(tr("&Details"));
    m_detailsButton->setObjectName(QStringLiteral("errorDetailsButton"));
    m_detailsButton->setCheckable(true);
    m_detailsButton->setToolTip(tr("Shows what the helper said, word by word, to be copied"));
    auto* close = new QToolButton(this);
    close->setObjectName(QStringLiteral("errorClose"));
    close->setIcon(icon(QStringLiteral("window-close")));
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    close->setAutoRaise(true);
    m_details->setReadOnly(true);
    m_details->setObjectName(QStringLiteral("errorDetails"));
    m_details->setAccessibleName(tr("Details of the error"));
    m_details->setMaximumHeight(90);
    m_details->hide();

    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_text);
    words->addWidget(m_hint);
    words->addWidget(m_details);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_detailsButton, 0, Qt::AlignTop);
    row->addWidget(close, 0, Qt::AlignTop);

    connect(m_detailsButton, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(close, &QToolButton::clicked, this, &ErrorBar::dismiss);
    hide();
}

void ErrorBar::showError(const QString& what, const ServiceError& error) {
    m_what = what;
    QString sentence = what.isEmpty() ? error.message : tr("Could not %1: %2").arg(what, error.message);
    if (!sentence.endsWith(QLatin1Char('.')))
        sentence += QLatin1Char('.');
    m_icon->setPixmap(icon(QStringLiteral("dialog-error")).pixmap(20, 20));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_text->setPalette(colours);
    m_text->setText(sentence);
    m_hint->setText(error.hint);
    m_hint->setVisible(!error.hint.isEmpty());
    m_details->setPlainText(error.details);
    m_detailsButton->setVisible(!error.details.isEmpty());
    m_detailsButton->setChecked(false);
    setAccessibleName(tr("Error"));
    setAccessibleDescription(sentence);
    show();
    // It takes no focus, so that nothing of what is being typed is lost.
    announce(this, error.hint.isEmpty() ? sentence : QStringLiteral("%1 %2").arg(sentence, error.hint));
}

void ErrorBar::dismiss() {
    m_text->clear();
    hide();
}

void ErrorBar::dismissAbout(const QString& what) {
    if (!what.isEmpty() && what == m_what)
        dismiss();
}

QString ErrorBar::message() const {
    return m_text->text();
}

} // namespace vitrine::gui
