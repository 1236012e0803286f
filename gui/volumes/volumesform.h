// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/settings/specform.h"
#include "gui/volumes/volume.h"

class QLabel;
class QPushButton;
class QTreeWidget;

namespace vitrine::gui {

class VolumeEditor;

/// Whether directories can be added and changed, or taken away only: a container that is there already is
/// given them on its overview, each by a call of its own.
enum class DirectoryChanges { All, RemovalOnly };

/// Directories of this computer that the container is shown, and memory at places inside.
class VolumesForm : public SpecForm {
    Q_OBJECT
public:
    explicit VolumesForm(DirectoryChanges changes = DirectoryChanges::All, QWidget* parent = nullptr);

    void setSpec(const ContainerSpec& spec) override;
    void apply(ContainerSpec& spec) const override;
    [[nodiscard]] std::optional<FormProblem> problem() const override;
    [[nodiscard]] Reply<> fill(CreateRequest& request) const override;

    /// As if the person had chosen it.
    void addDirectory(const QString& path);
    void addImage(const QString& path);
    void addMemory();

private:
    QWidget* makeButtons();
    void chooseDirectory();
    void chooseImage();
    void add(Volume volume);
    void removeCurrent();
    void showCurrent();
    void onEdited();
    void showRow(int row);
    [[nodiscard]] int current() const;

    DirectoryChanges m_changes;
    QTreeWidget* m_list;
    VolumeEditor* m_editor;
    QLabel* m_problem;
    QPushButton* m_remove = nullptr;
    std::vector<Volume> m_volumes; ///< as the rows
    bool m_touched = false;
};

} // namespace vitrine::gui
