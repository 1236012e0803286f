// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include <functional>
#include <memory>

namespace vitrine::gui {

/// A terminal that shows bytes and gives what is typed; which program draws it is known in one file.
class TerminalView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Output to show. Never blocks; backlog() says how much has not been drawn yet.
    virtual void show(const QByteArray& bytes) = 0;
    [[nodiscard]] virtual qsizetype backlog() const = 0;
    [[nodiscard]] virtual int rows() const = 0;
    [[nodiscard]] virtual int columns() const = 0;
    /// As if it had been typed.
    virtual void type(const QString& text) = 0;
    /// Everything that is on the screen and above it.
    [[nodiscard]] virtual QString text() const = 0;
    virtual void copy() = 0;
    virtual void paste() = 0;

    using QWidget::show;

signals:
    void typed(const QByteArray& bytes);
    void sizeChanged(int rows, int columns);
    /// backlog() went down to nothing.
    void drained();
};

/// Null when Vitrine was built without a terminal.
[[nodiscard]] std::unique_ptr<TerminalView> makeTerminalView();

} // namespace vitrine::gui
