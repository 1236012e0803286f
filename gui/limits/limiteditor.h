// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/limits/limitkind.h"

#include <QFrame>
#include <QTimer>

#include <optional>

class QCheckBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QSlider;
class QToolButton;

namespace vitrine::gui {

/// One limit: slider, number and "No limit", and below what was asked, what the kernel says and where. Asks
/// for a change when the slider is let go, when the number is entered, or shortly after a step of either;
/// never for each pixel.
class LimitEditor : public QFrame {
    Q_OBJECT
public:
    LimitEditor(LimitKind kind, const HelperInfo& helper, QWidget* parent = nullptr);

    [[nodiscard]] LimitKind kind() const { return m_kind; }
    /// What the editor shows; empty: no limit.
    [[nodiscard]] std::optional<std::uint64_t> value() const;
    /// Shows a limit; asks for nothing. A person who is typing is not disturbed.
    void setValue(std::optional<std::uint64_t> value);
    /// The same, also while somebody is typing: after a refusal.
    void restore(std::optional<std::uint64_t> value);

    /// What the helper can do: ranges, and the reason why this limit cannot be set.
    void setHelper(const HelperInfo& helper);
    /// The line below. `asked`: what is in force for Vitrine. `file` and `kernel` are empty when not running.
    void setReadback(const QString& asked, const QString& file, const QString& kernel);
    enum class Pending { No, Yes };
    void setPending(Pending pending);
    /// Shown beside the field until the next change; empty hides it.
    void setError(const QString& message);
    [[nodiscard]] QString error() const;
    [[nodiscard]] QString readback() const;

signals:
    /// A person wants this.
    void valueWanted(vitrine::gui::LimitKind kind, std::optional<std::uint64_t> value);

protected:
    void changeEvent(QEvent* event) override;

private:
    void makeField();
    void makeReadback();
    void name();
    void connectField();
    void onSliderMoved(int position);
    void onSpinChanged(double number);
    void onUnlimited(bool unlimited);
    void commit();
    void show(std::optional<std::uint64_t> value);
    void updateEnabled();
    void updateReadback();
    [[nodiscard]] std::uint64_t number() const;
    void setNumber(std::uint64_t value);

    LimitKind m_kind;
    LimitRange m_range;
    std::optional<std::uint64_t> m_shown; ///< set from outside, or asked for last
    QString m_unavailable;
    QString m_asked;
    QString m_file;
    QString m_kernel;
    bool m_isPending = false;

    QGridLayout* m_layout;
    QLabel* m_title;
    QLabel* m_explanation;
    QSlider* m_slider;
    QDoubleSpinBox* m_spin;
    QCheckBox* m_unlimited;
    QLabel* m_readback;
    QToolButton* m_copy;
    QLabel* m_error;
    QTimer m_delay; ///< after a step by keyboard, wheel or arrow
};

} // namespace vitrine::gui
