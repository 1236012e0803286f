// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/console/consolerelay.h"
#include "gui/console/terminalview.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace vitrine::gui {

/// One console: a terminal and the stream behind it, and what became of it when it has ended.
class ConsoleTab : public QWidget {
    Q_OBJECT
public:
    explicit ConsoleTab(const QString& name, QWidget* parent = nullptr);

    /// Shows and feeds this stream from now on.
    void attach(OwnedFd fd);
    /// Shows what a command without a terminal prints on either of these; nothing can be typed.
    void attachOutput(OwnedFd output, OwnedFd errors);
    /// A line above the terminal; `again` is the text of a button that emits againRequested(), or empty.
    void setNotice(const QString& text, const QString& again = {});
    [[nodiscard]] QString notice() const;
    [[nodiscard]] bool isAttached() const {
        return (m_relay && m_relay->isOpen()) || (m_errors && m_errors->isOpen());
    }
    [[nodiscard]] TerminalView* terminal() const { return m_terminal; }
    [[nodiscard]] int rows() const;
    [[nodiscard]] int columns() const;

signals:
    void ended();
    void againRequested();
    void sizeChanged(int rows, int columns);

private:
    enum class Source { Terminal, Pipes };
    std::unique_ptr<ConsoleRelay> makeRelay(OwnedFd fd);
    void onReceived(const QByteArray& bytes);
    void setReading(ConsoleRelay::Reading reading);

    TerminalView* m_terminal; ///< null without a terminal
    std::unique_ptr<ConsoleRelay> m_relay;
    std::unique_ptr<ConsoleRelay> m_errors; ///< of a command without a terminal
    Source m_source = Source::Terminal;
    QWidget* m_bar;
    QLabel* m_notice;
    QPushButton* m_again;
};

} // namespace vitrine::gui
