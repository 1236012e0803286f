// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QObject>

#include <functional>
#include <vector>

namespace vitrine::gui {

/// The groups of containers, as the helper last told, by name; and what people do to them. Asks again
/// whenever they have changed.
class GroupStore : public QObject {
    Q_OBJECT
public:
    explicit GroupStore(ContainerService* service, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<GroupInfo>& groups() const { return m_groups; }
    [[nodiscard]] const GroupInfo* find(const QString& id) const;
    /// Of a container; empty if it is in none, or in one that is not known (yet).
    [[nodiscard]] QString nameOf(const QString& id) const;
    /// A panic stop was asked for, and is not answered yet.
    [[nodiscard]] bool isStopping(const QString& id) const { return m_stopping.contains(id); }

    void create(const QString& name, const ResourceLimits& limits);
    void setLimits(const QString& id, const ResourceLimits& limits);
    void rename(const QString& id, const QString& name);
    void remove(const QString& id);
    void stopAll(const QString& id);

signals:
    void changed();
    /// A group that was made here.
    void created(const QString& id);
    /// `what`: "rename shop".
    void failed(const QString& what, const vitrine::gui::ServiceError& error);
    void succeeded(const QString& what);

private:
    void refresh();
    void clear();
    Callback<> finish(const QString& what, std::function<void()> then = {});

    ContainerService* m_service;
    std::vector<GroupInfo> m_groups;
    QStringList m_stopping;
    int m_number = 0; ///< of questions: an answer to an earlier one is dropped
};

} // namespace vitrine::gui
