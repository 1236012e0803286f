// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/volumes/volume.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace vitrine::gui {

class ByteSpinBox;

/// Where one volume is inside, and what may be done with it.
class VolumeEditor : public QWidget {
    Q_OBJECT
public:
    explicit VolumeEditor(QWidget* parent = nullptr);

    /// Emits nothing.
    void setVolume(const Volume& volume);
    [[nodiscard]] Volume volume() const;
    void focusPlace();

signals:
    void changed(); ///< by the person

private:
    void addRows();
    void showKind();
    void onChanged();

    Volume m_volume;
    QFormLayout* m_form;
    QLabel* m_source;
    QLineEdit* m_place;
    QLabel* m_problem;
    QLabel* m_warning; ///< of an image
    QComboBox* m_access;
    QCheckBox* m_programs;
    QCheckBox* m_follow;
    ByteSpinBox* m_bytes;
    QComboBox* m_writers;
};

} // namespace vitrine::gui
