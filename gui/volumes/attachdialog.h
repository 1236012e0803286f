// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"
#include "gui/volumes/volume.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace vitrine::gui {

class VolumeEditor;

/// Which directory of this computer a container that is there already is shown, and where. Nothing is done
/// before it is accepted.
class AttachDialog : public QDialog {
    Q_OBJECT
public:
    explicit AttachDialog(const ContainerInfo& container, QWidget* parent = nullptr);

    void setDirectory(const QString& path);
    void setImage(const QString& path);
    /// After it was accepted; once.
    [[nodiscard]] VolumeRequest takeRequest() { return std::move(m_request); }

    void accept() override;

private:
    QWidget* makeChoice();
    void choose();
    void chooseImage();
    void setVolume(Volume volume);
    void refresh();

    ContainerInfo m_container;
    VolumeEditor* m_editor;
    QCheckBox* m_keep;
    QLabel* m_reason;
    QPushButton* m_attach = nullptr;
    VolumeRequest m_request;
};

} // namespace vitrine::gui
