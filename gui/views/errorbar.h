// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/serviceerror.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace vitrine::gui {

/// What went wrong, why and what to do, in the window and not in a dialog; screen readers are told at once.
/// "Details" opens the technical text.
class ErrorBar : public QFrame {
    Q_OBJECT
public:
    explicit ErrorBar(QWidget* parent = nullptr);

    /// `what`: the thing that did not work, "start bob".
    void showError(const QString& what, const ServiceError& error);
    void dismiss();
    /// Closes the message that this did not work, now that it did.
    void dismissAbout(const QString& what);
    [[nodiscard]] QString message() const;

private:
    QString m_what;
    QLabel* m_icon;
    QLabel* m_text;
    QLabel* m_hint;
    QToolButton* m_detailsButton;
    QPlainTextEdit* m_details;
};

} // namespace vitrine::gui
