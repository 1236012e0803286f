// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "gui/store/containerstore.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;

namespace vitrine::gui {

/// Which other container's namespaces are joined, if any: a list of those that can be, and a box for each
/// kind.
class JoinChoice : public QWidget {
    Q_OBJECT
public:
    explicit JoinChoice(QWidget* parent = nullptr);

    /// Offers, from now on, those of `owner` but `self` that join none themselves and have a user namespace
    /// of their own.
    void setContainers(const std::vector<ContainerEntry>& containers, std::uint32_t owner,
                       const ContainerId& self);
    /// Emits nothing.
    void setSpec(const ContainerSpec& spec);
    /// Makes the kinds that were chosen Joined, and no other.
    void apply(ContainerSpec& spec) const;
    /// Name of the container whose namespace of this kind is joined; empty = that kind is not.
    [[nodiscard]] QString joinedName(NamespaceKind kind) const;
    /// A container is chosen and nothing of it.
    [[nodiscard]] bool isIncomplete() const;

signals:
    void changed(); ///< by the person

private:
    [[nodiscard]] bool joins() const { return !chosen().isEmpty(); }
    [[nodiscard]] ContainerId chosen() const;
    [[nodiscard]] bool isTicked(NamespaceKind kind) const;
    void choose(const ContainerId& id);
    void refresh();

    struct Candidate {
        ContainerId id;
        QString name;
        NamespaceSet namespaces;
        friend bool operator==(const Candidate&, const Candidate&) = default;
    };
    std::vector<Candidate> m_candidates;
    QComboBox* m_container;
    std::array<QCheckBox*, joinableKinds.size()> m_boxes{};
    QWidget* m_kinds;
    QLabel* m_text;
};

} // namespace vitrine::gui
