// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limiteditor.h"
#include "gui/limits/limitrow.h"
#include "gui/views/page.h"

#include <QHash>

#include <array>

class QLabel;
class QVBoxLayout;

namespace vitrine::gui {

class PeriodEditor;

/// The limits of a container, changed while it runs: what was asked, what the kernel's file says now, and its
/// name.
class LimitsPage : public Page {
    Q_OBJECT
public:
    explicit LimitsPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] static QString title();
    [[nodiscard]] static QIcon icon();
    [[nodiscard]] static QString explanation();
    [[nodiscard]] LimitRow* row(LimitKind kind) const;
    /// The row of a limit that is a number; null for others.
    [[nodiscard]] LimitEditor* editor(LimitKind kind) const;

protected:
    void containerSwitched() override;
    void containerChanged() override;
    void shown() override;

private:
    struct KernelSays {
        QString file;
        QString text;
    };
    void fill(QVBoxLayout* column, QWidget* content);
    void onLimitsWanted(LimitKind kind, const ResourceLimits& limits);
    void onWanted(LimitKind kind, std::optional<std::uint64_t> value);
    void onPeriodWanted(std::uint64_t periodUs);
    /// Sends m_wanted, or says at this editor why it cannot be.
    void tryWanted(LimitKind kind);
    [[nodiscard]] std::optional<std::pair<LimitKind, QString>> problem() const;
    void restore(LimitKind kind);
    void showPeriod(const ResourceLimits& limits);
    void send();
    void onAnswer(const ContainerId& id, const Reply<std::vector<EffectiveLimit>>& reply);
    void refuse(const ServiceError& error);
    void takeOver(const ResourceLimits& limits);
    void updateHelper();
    void readBack();
    [[nodiscard]] KernelSays kernelSays(LimitKind kind, const std::vector<LimitReading>& readings) const;
    void onReadBack(const std::vector<LimitReading>& rows);
    void showReadbacks();
    [[nodiscard]] bool isChanging(LimitKind kind) const;

    std::array<LimitRow*, allLimitKinds.size()> m_rows{};
    std::array<QWidget*, allLimitKinds.size()> m_separators{};
    std::vector<Disk> m_disks;
    PeriodEditor* m_period = nullptr;
    QLabel* m_state;
    ResourceLimits m_asked;                ///< in force, as far as Vitrine knows
    ResourceLimits m_wanted;               ///< what the editors say
    std::optional<ResourceLimits> m_sent;  ///< on its way
    QHash<LimitKind, KernelSays> m_kernel; ///< empty when not running
};

} // namespace vitrine::gui
