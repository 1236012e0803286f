// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/settings/specform.h"
#include "gui/settings/switchrow.h"
#include "gui/store/containerstore.h"

#include <array>

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLineEdit;

namespace vitrine::gui {

class JoinChoice;

/// What keeps the container apart from this computer, each with one sentence; all on by default. What is
/// switched off says in red what that means.
class IsolationForm : public SpecForm {
    Q_OBJECT
public:
    explicit IsolationForm(QWidget* parent = nullptr);
    /// Takes the choice away where this helper leaves none, and says why.
    void setHelper(const HelperInfo& helper);
    /// Those that can be joined: of `owner`, and not the container `self`.
    void setContainers(const std::vector<ContainerEntry>& containers, std::uint32_t owner,
                       const ContainerId& self);
    void setSpec(const ContainerSpec& spec) override;
    void apply(ContainerSpec& spec) const override;
    [[nodiscard]] std::optional<FormProblem> problem() const override;

private:
    SwitchRow* add(QGridLayout* grid, const QString& name, const SwitchRow::Words& words);
    void addIds(QGridLayout* grid);
    void addClocks(QGridLayout* grid);
    [[nodiscard]] std::vector<IdMapping> idLines() const;
    void refreshIds();
    void refreshJoined();
    void setIds(const ContainerSpec& spec);
    void applyIds(ContainerSpec& spec) const;
    [[nodiscard]] SwitchRow* of(NamespaceKind kind) const {
        return m_namespaces.at(static_cast<std::size_t>(kind));
    }

    std::array<SwitchRow*, allNamespaceKinds.size()> m_namespaces{};
    SwitchRow* m_pivot = nullptr;
    JoinChoice* m_join;
    QComboBox* m_ids = nullptr;           ///< all, root's alone, or m_idLines
    QLineEdit* m_idLines = nullptr;       ///< "0:1, 1000:2"
    std::vector<IdMapping> m_uidMappings; ///< of the specification, until something else is typed
    std::vector<IdMapping> m_gidMappings;
    std::pair<int, QString> m_idsShown;   ///< for them
    bool m_hasOneId = false;              ///< without root
    QDoubleSpinBox* m_boottime = nullptr; ///< seconds
    QDoubleSpinBox* m_monotonic = nullptr;
};

} // namespace vitrine::gui
