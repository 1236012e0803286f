// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/consoletab.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

/// Above it, output waits in the container, as with any terminal that is slower than its program.
constexpr qsizetype mostBacklog = qsizetype{256} * 1024;
constexpr int defaultRows = 24;
constexpr int defaultColumns = 80;

} // namespace

ConsoleTab::ConsoleTab(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_terminal(makeTerminalView().release())
    , m_bar(new QWidget(this))
    , m_notice(new QLabel(m_bar))
    , m_again(new QPushButton(m_bar)) {
    m_notice->setObjectName(QStringLiteral("console-notice"));
    m_notice->setWordWrap(true);
    m_again->setObjectName(QStringLiteral("console-again"));
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_notice, 1);
    row->addWidget(m_again);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    connect(m_again, &QPushButton::clicked, this, &ConsoleTab::againRequested);
    if (m_terminal) {
        m_terminal->setParent(this);
        m_terminal->setObjectName(QStringLiteral("terminal"));
        m_terminal->setAccessibleName(name);
        layout->addWidget(m_terminal, 1);
        setFocusProxy(m_terminal);
        connect(m_terminal, &TerminalView::typed, this, [this](const QByteArray& bytes) {
            if (m_relay && m_source == Source::Terminal)
                m_relay->write(bytes);
        });
        connect(m_terminal, &TerminalView::sizeChanged, this, [this](int rows, int columns) {
            if (m_relay)
                m_relay->resize(rows, columns);
            emit sizeChanged(rows, columns);
        });
        connect(m_terminal, &TerminalView::drained, this, [this] { setReading(ConsoleRelay::Reading::On); });
    } else {
        layout->addStretch(1);
    }
    setNotice({});
}

std::unique_ptr<ConsoleRelay> ConsoleTab::makeRelay(OwnedFd fd) {
    auto relay = std::make_unique<ConsoleRelay>(std::move(fd));
    connect(relay.get(), &ConsoleRelay::received, this, &ConsoleTab::onReceived);
    connect(relay.get(), &ConsoleRelay::ended, this, [this] {
        if (!isAttached())
            emit ended();
    });
    return relay;
}

void ConsoleTab::setReading(ConsoleRelay::Reading reading) {
    for (ConsoleRelay* relay : {m_relay.get(), m_errors.get()}) {
        if (relay)
            relay->setReading(reading);
    }
}

void ConsoleTab::attachOutput(OwnedFd output, OwnedFd errors) {
    m_source = Source::Pipes;
    m_relay = makeRelay(std::move(output));
    m_errors = makeRelay(std::move(errors));
    setNotice({});
}

void ConsoleTab::attach(OwnedFd fd) {
    m_source = Source::Terminal;
    m_errors.reset();
    m_relay = makeRelay(std::move(fd));
    m_relay->resize(rows(), columns());
    setNotice({});
    emit sizeChanged(rows(), columns());
}

void ConsoleTab::onReceived(const QByteArray& bytes) {
    if (!m_terminal)
        return;
    // Without a terminal nobody returns to the first column at the end of a line.
    m_terminal->show(m_source == Source::Pipes ? QByteArray(bytes).replace("\n", "\r\n") : bytes);
    if (m_terminal->backlog() > mostBacklog)
        setReading(ConsoleRelay::Reading::Held);
}

// A terminal keeps Tab and Alt for what runs in it, so the keyboard comes to the button by itself.
void ConsoleTab::setNotice(const QString& text, const QString& again) {
    const QWidget* focus = focusWidget();
    const bool hasFocus = focus && focus->hasFocus();
    m_notice->setText(text);
    m_again->setText(again);
    m_bar->setVisible(!text.isEmpty());
    if (hasFocus && again.isEmpty() && m_terminal)
        m_terminal->setFocus();
    m_again->setVisible(!again.isEmpty());
    if (hasFocus && !again.isEmpty())
        m_again->setFocus();
}

QString ConsoleTab::notice() const {
    return m_notice->text();
}

int ConsoleTab::rows() const {
    return m_terminal ? m_terminal->rows() : defaultRows;
}

int ConsoleTab::columns() const {
    return m_terminal ? m_terminal->columns() : defaultColumns;
}

} // namespace vitrine::gui
