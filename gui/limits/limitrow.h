// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitkind.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QToolButton;

namespace vitrine::gui {

/// Where a row is: the page of a container tells beside each limit what the kernel says; the form for a new
/// one has no kernel to ask.
enum class RowPlace { Page, Form };

/// One limit: its name, a field of the heir's, what it means, and below what was asked, what the kernel says
/// and where, or why it cannot be had here.
class LimitRow : public QFrame {
    Q_OBJECT
public:
    LimitRow(LimitKind kind, RowPlace place, QWidget* parent = nullptr);

    [[nodiscard]] LimitKind kind() const { return m_kind; }
    [[nodiscard]] RowPlace place() const { return m_place; }
    /// Shows the limit; asks for nothing. A person who is typing is not disturbed.
    virtual void showLimits(const ResourceLimits& limits) = 0;
    /// The same, also while somebody is typing: after a refusal.
    virtual void restoreLimits(const ResourceLimits& limits) = 0;
    /// Puts what the field says into `limits`.
    virtual void apply(ResourceLimits& limits) const = 0;
    /// What is wrong with what was typed, so that apply() leaves it out; or empty.
    [[nodiscard]] virtual QString problem() const { return {}; }

    /// What the helper can do: ranges, and the reason why this limit cannot be set.
    virtual void setHelper(const HelperInfo& helper);
    [[nodiscard]] bool isAvailable() const { return m_unavailable.isEmpty(); }
    /// The disks that there are. Most rows do not care.
    virtual void setDisks(const std::vector<Disk>& /*disks*/) {}
    /// The line below. `asked`: what is in force for Vitrine. `file` and `kernel` are empty when not running.
    void setReadback(const QString& asked, const QString& file, const QString& kernel);
    enum class Pending { No, Yes };
    void setPending(Pending pending);
    /// Shown beside the field until the next change; empty hides it.
    void setError(const QString& message);
    [[nodiscard]] QString error() const;
    [[nodiscard]] QString readback() const;

signals:
    /// A person wants the limit of this kind that is in `limits`.
    void limitsWanted(vitrine::gui::LimitKind kind, const vitrine::ResourceLimits& limits);
    /// What the field says changed, by somebody's hand.
    void edited();

protected:
    void changeEvent(QEvent* event) override;
    /// "limit-memoryMax-spin"
    [[nodiscard]] QString nameOf(const char* part) const;
    /// Two columns beside the title.
    [[nodiscard]] QGridLayout* grid() const { return m_layout; }
    [[nodiscard]] QLabel* title() const { return m_title; }
    /// The heir's fields, according to isAvailable().
    virtual void updateEnabled() = 0;

private:
    void makeReadback();
    void updateReadback();
    void updateColours();

    LimitKind m_kind;
    RowPlace m_place;
    QString m_unavailable;
    QString m_asked;
    QString m_file;
    QString m_kernel;
    bool m_isPending = false;

    QGridLayout* m_layout;
    QLabel* m_title;
    QLabel* m_explanation;
    QLabel* m_readback;
    QToolButton* m_copy;
    QLabel* m_error;
};

} // namespace vitrine::gui
