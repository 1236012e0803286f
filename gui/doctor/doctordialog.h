// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/doctor/checkup.h"

#include <QDialog>

#include <functional>
#include <memory>

class QLabel;
class QPushButton;
class QScrollArea;

namespace vitrine::gui {

/// "Check this computer": what keeps containers from running here, or from running as well as they could,
/// and what mends it. Needs no helper. Looks when it is opened, and again when it is asked to.
class DoctorDialog : public QDialog {
    Q_OBJECT
public:
    using MakeCheckup = std::function<std::unique_ptr<Checkup>()>;

    explicit DoctorDialog(MakeCheckup makeCheckup, QWidget* parent = nullptr);
    ~DoctorDialog() override;

    /// Looks (again). What was found before stays until the answers are there.
    void check();
    [[nodiscard]] bool isChecking() const { return m_isChecking; }

signals:
    void checked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void makeButtons();
    void setIcon(const QString& name);
    void showFindings();

    MakeCheckup m_makeCheckup;
    std::unique_ptr<Checkup> m_checkup;
    QString m_report;
    QString m_iconName;
    bool m_isChecking = false;
    QLabel* m_icon;
    QLabel* m_summary;
    QScrollArea* m_area;
    QPushButton* m_again;
    QPushButton* m_copy;
    QPushButton* m_close;
};

} // namespace vitrine::gui
