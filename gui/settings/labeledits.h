// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "gui/service/values.h"

#include <QWidget>

#include <array>

class QGridLayout;
class QLabel;
class QLineEdit;

namespace vitrine::gui {

/// AppArmor's profile of the container, SELinux's label of it and that of its files. Where this computer has
/// no such security module the line is grey and says why; a name that is in it already can still be taken
/// out.
class LabelEdits : public QWidget {
    Q_OBJECT
public:
    explicit LabelEdits(const HelperInfo& helper, QWidget* parent = nullptr);

    /// Emits nothing.
    void setSpec(const ContainerSpec& spec);
    void apply(ContainerSpec& spec) const;
    [[nodiscard]] QString problem() const;

signals:
    void changed();

private:
    enum Kind { Profile, Label, FilesLabel, kinds };
    struct Line {
        QLineEdit* edit = nullptr;
        QLabel* text = nullptr;
        QString lack; ///< why this computer has none, or empty
    };
    struct State {
        QString text;
        bool isMarked = false;
    };

    void add(QGridLayout* grid, Kind kind, const QString& title, const char* name, const QString& lack);
    [[nodiscard]] std::string nameIn(Kind kind) const;
    [[nodiscard]] QString problemOf(Kind kind) const;
    [[nodiscard]] State stateOf(Kind kind) const;
    void refresh(Kind kind);

    std::array<Line, kinds> m_lines;
};

} // namespace vitrine::gui
