// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/doctor/findingview.h"
#include "gui/doctor/doctorreport.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QStyleOptionFocusRect>
#include <QStylePainter>

#include <algorithm>

namespace vitrine::gui {

namespace {

using diagnosis::FindingState;

constexpr int findingIconSize = 20;

QString iconNameOf(FindingState state) {
    switch (state) {
    case FindingState::Problem:
        return QStringLiteral("dialog-error");
    case FindingState::Note:
        return QStringLiteral("dialog-information");
    case FindingState::Ok:
        break;
    }
    return QStringLiteral("dialog-ok");
}

QLabel* plainLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel* wrappedLabel(const QString& text, QWidget* parent) {
    QLabel* label = plainLabel(text, parent);
    label->setWordWrap(true);
    return label;
}

} // namespace

FindingView::FindingView(const diagnosis::Finding& finding, QWidget* parent)
    : QFrame(parent)
    , m_state(finding.state)
    , m_picture(new QLabel(this))
    , m_word(plainLabel(stateWord(finding.state), this))
    , m_title(plainLabel(translated(finding.title), this))
    , m_cause(wrappedLabel(translated(finding.cause), this)) {
    const QString title = translated(finding.title);
    const QString sentence = translated(finding.sentence);
    const QString command = QString::fromStdString(finding.command);
    setObjectName(QStringLiteral("finding-") + QLatin1String(finding.id));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(QStringLiteral("%1: %2: %3").arg(m_word->text(), title, sentence));
    setAccessibleDescription(QStringLiteral("%1 %2").arg(m_cause->text(), command).trimmed());
    QFont bold = font();
    bold.setBold(true);
    m_word->setFont(bold);
    m_word->setObjectName(QStringLiteral("findingState"));
    m_cause->setObjectName(QStringLiteral("findingCause"));
    m_title->setFont(bold);
    QLabel* text = wrappedLabel(sentence, this);
    text->setObjectName(QStringLiteral("findingSentence"));
    arrange(text, command);
    updateColours();
}

void FindingView::arrange(QLabel* sentence, const QString& command) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, 6, 8, 6);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(3);
    const QFontMetrics metrics(m_title->font());
    int wordWidth = 0; // all findings have the same columns
    for (const FindingState state : {FindingState::Ok, FindingState::Note, FindingState::Problem})
        wordWidth = std::max(wordWidth, metrics.horizontalAdvance(stateWord(state)));
    grid->setColumnMinimumWidth(1, wordWidth + 1);
    grid->setColumnStretch(3, 1);
    grid->addWidget(m_picture, 0, 0);
    grid->addWidget(m_word, 0, 1);
    // What is well is one line, in two columns.
    const bool isWell = m_state == FindingState::Ok;
    grid->addWidget(m_title, 0, 2, 1, isWell ? 1 : 2);
    grid->addWidget(sentence, isWell ? 0 : 1, isWell ? 3 : 2, 1, isWell ? 1 : 2);
    grid->addWidget(m_cause, 2, 2, 1, 2);
    m_cause->setVisible(!m_cause->text().isEmpty());
    if (!command.isEmpty())
        grid->addWidget(makeCommand(command), 3, 2, 1, 2);
}

int FindingView::titleWidth() const {
    return m_state == FindingState::Ok ? m_title->sizeHint().width() : 0;
}

void FindingView::setTitleWidth(int pixels) {
    if (m_state == FindingState::Ok)
        static_cast<QGridLayout*>(layout())->setColumnMinimumWidth(2, pixels);
}

// Long commands wrap: what is pasted into a shell as root must be there to be read.
QWidget* FindingView::makeCommand(const QString& command) {
    auto* row = new QWidget(this);
    QLabel* text = wrappedLabel(command, row);
    text->setObjectName(QStringLiteral("findingCommand"));
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(tr("Command that mends it"));
    text->setAccessibleDescription(command);
    text->setFrameShape(QFrame::StyledPanel);
    text->setBackgroundRole(QPalette::Base);
    text->setAutoFillBackground(true);
    text->setMargin(4);
    auto* copy = new QPushButton(icon(QStringLiteral("edit-copy")), tr("Copy"), row);
    copy->setObjectName(QStringLiteral("copyCommand"));
    copy->setToolTip(tr("Copies the command"));
    copy->setAccessibleName(tr("Copy the command"));
    copy->setAccessibleDescription(command);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [command] { QGuiApplication::clipboard()->setText(command); });
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->addWidget(text, 1);
    layout->addWidget(copy, 0, Qt::AlignTop);
    return row;
}

void FindingView::updateColours() {
    m_picture->setPixmap(icon(iconNameOf(m_state)).pixmap(findingIconSize, findingIconSize));
    QPalette word = palette();
    if (m_state == FindingState::Problem)
        word.setColor(QPalette::WindowText, dangerColour(word));
    m_word->setPalette(word);
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, quietColour(quiet));
    m_cause->setPalette(quiet);
}

void FindingView::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateColours();
}

void FindingView::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    if (!hasFocus())
        return;
    QStylePainter painter(this);
    QStyleOptionFocusRect option;
    option.initFrom(this);
    option.rect = rect().adjusted(1, 1, -1, -1);
    option.state |= QStyle::State_KeyboardFocusChange;
    option.backgroundColor = palette().color(QPalette::Window);
    painter.drawPrimitive(QStyle::PE_FrameFocusRect, option);
}

} // namespace vitrine::gui
