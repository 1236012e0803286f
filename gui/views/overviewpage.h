// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitkind.h"
#include "gui/views/page.h"

#include <array>
#include <vector>

class QCheckBox;
class QGridLayout;
class QLabel;

namespace vitrine::gui {

class HealthView;
class VolumesBox;

/// What there is to know about a container that does not change every second.
class OverviewPage : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] static QString title() { return tr("Overview"); }
    [[nodiscard]] static QIcon icon();
    [[nodiscard]] static QString explanation() { return tr("What the container is made of"); }

protected:
    void containerChanged() override { refresh(); }
    void shown() override;
    void changeEvent(QEvent* event) override;

private:
    struct NamespaceRow {
        QLabel* title;
        QLabel* inode;
        QLabel* text;
    };

    struct Row {
        QLabel* title = nullptr;
        QLabel* text = nullptr;
    };

    QWidget* makeGeneral();
    QWidget* makeLimits();
    [[nodiscard]] static QGridLayout* makeRows(QWidget* box);
    Row addRow(QGridLayout* rows, const QString& name);
    void makeAtBoot(QGridLayout* rows);
    void makeNamespaces(QGridLayout* grid);
    void refresh();
    void refreshAtBoot(const ContainerEntry& entry);
    void refreshLimits(const ResourceLimits& limits);
    void refreshVolumes(const ContainerInfo& info);
    void refreshNamespaces(const ContainerInfo& info);
    [[nodiscard]] QString containerNamespaceText(const ContainerInfo& info, NamespaceKind kind) const;

    QLabel* m_command;
    QLabel* m_root;
    QLabel* m_created;
    QLabel* m_started;
    QLabel* m_finished;
    QLabel* m_result;
    QLabel* m_stop;
    QLabel* m_restart;
    QLabel* m_id;
    QLabel* m_group;
    QLabel* m_cgroup;
    QCheckBox* m_atBoot;
    QLabel* m_atBootText;
    HealthView* m_health;
    VolumesBox* m_volumes;
    std::array<Row, allLimitKinds.size()> m_limits{};
    std::vector<Disk> m_disks; ///< for their names; asked for when a limit has one
    std::vector<NamespaceRow> m_namespaces;
};

} // namespace vitrine::gui
