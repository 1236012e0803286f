// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "gui/service/containerservice.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace vitrine::gui {

/// The devices of this computer that a container gets besides those that every one has, and whether it can
/// use no others. A device is named by its path; what is behind it the helper reads.
class DeviceList : public QWidget {
    Q_OBJECT
public:
    explicit DeviceList(ContainerService* service, QWidget* parent = nullptr);

    /// Emits nothing.
    void setSpec(const ContainerSpec& spec);
    void apply(ContainerSpec& spec) const;

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void ask();
    void add(const DeviceInfo& info);
    void removeCurrent();
    void touch();
    void showDevices();
    void refresh();
    void setProblem(const QString& problem);

    ContainerService* m_service;
    QLabel* m_text;
    QTreeWidget* m_table;
    QLineEdit* m_path;
    QPushButton* m_add;
    QPushButton* m_remove;
    QCheckBox* m_only;
    std::vector<DeviceSpec> m_devices;
    std::vector<DeviceRule> m_rules; ///< of the specification
    QString m_problem;               ///< with what was typed
    bool m_isTouched = false;        ///< since it was set
};

} // namespace vitrine::gui
