// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/settings/specform.h"
#include "gui/store/groupstore.h"

#include <vector>

class QComboBox;

namespace vitrine::gui {

/// Which group of containers it is in, if any.
class GroupChoice : public SpecForm {
    Q_OBJECT
public:
    explicit GroupChoice(QWidget* parent = nullptr);

    /// Offers those of `owner`, also as they change; none for null. What was chosen stays chosen, also when
    /// it is gone.
    void follow(const GroupStore* groups, std::uint32_t owner);
    void setSpec(const ContainerSpec& spec) override;
    void apply(ContainerSpec& spec) const override;

private:
    void setGroups(const std::vector<GroupInfo>& groups, std::uint32_t owner);
    void choose(const QString& id);

    QComboBox* m_box;
    std::vector<GroupInfo> m_groups;
};

} // namespace vitrine::gui
