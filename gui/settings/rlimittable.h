// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QTableWidget>

namespace vitrine::gui {

/// The sixteen limits of single processes, each with the soft and the hard value; an empty one is what the
/// host's service has (getrlimit(2)).
class RlimitTable : public QTableWidget {
    Q_OBJECT
public:
    explicit RlimitTable(QWidget* parent = nullptr);

    /// Emits nothing.
    void setRlimits(const std::vector<RlimitSpec>& rlimits);
    /// In the order that was set; new ones last. With one value it is that twice. Leaves out what problem()
    /// is about.
    [[nodiscard]] std::vector<RlimitSpec> rlimits() const;
    /// What is typed and is no limit, or empty.
    [[nodiscard]] QString problem() const;

signals:
    void changed();

private:
    [[nodiscard]] QString typed(int row, int column) const;

    std::vector<RlimitSpec> m_original;
};

} // namespace vitrine::gui
