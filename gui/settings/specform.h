// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "gui/service/containerservice.h"

#include <QWidget>

#include <optional>

namespace vitrine::gui {

/// Why what is typed cannot be used, in words for the person who typed it.
struct FormProblem {
    QString field; ///< what it is about: "limits.cpus", "volume"; may be empty
    QString message;
};

/// One part of a container's description that people set: a tab of the dialog. It shows what a specification
/// says about that part and writes what was chosen back; it leaves every other field alone, so that any
/// number of them work on one specification. `setSpec` and then `apply` changes nothing.
class SpecForm : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Shows what `spec` says. Emits nothing.
    virtual void setSpec(const ContainerSpec& spec) = 0;
    /// Writes the choices into `spec`.
    virtual void apply(ContainerSpec& spec) const = 0;
    [[nodiscard]] virtual std::optional<FormProblem> problem() const { return std::nullopt; }
    /// Adds what the call needs beside the specification, such as open descriptors. Once, when all is right.
    [[nodiscard]] virtual Reply<> fill(CreateRequest& /*request*/) const { return {}; }

signals:
    void changed(); ///< by the person
};

} // namespace vitrine::gui
