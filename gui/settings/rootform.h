// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QTreeWidget;

namespace vitrine::gui {

/// What the container's root is made of: the starter set, chosen programs with all they need, a folder, or
/// nothing.
class RootForm : public QWidget {
    Q_OBJECT
public:
    explicit RootForm(ContainerService* service, QWidget* parent = nullptr);

    [[nodiscard]] QString kind() const; ///< "starter", "programs", "folder", "empty"
    void setKind(const QString& kind);
    [[nodiscard]] QStringList programs() const;
    /// Fills in the root's part; opens the files and the folder as this user.
    [[nodiscard]] Reply<> fill(CreateRequest& request) const;
    /// Why this choice cannot be used yet, or empty.
    [[nodiscard]] QString problem() const;

signals:
    void changed();

private:
    QWidget* makePrograms();
    QWidget* makeFolder();
    void fetchPrograms();
    void showPrograms(const std::vector<ProgramInfo>& programs);
    void filterPrograms(const QString& text);
    void inspect();
    void showDependencies(const InspectResult& result);
    enum class Origin { Computer, Own };
    /// Names, or the paths of this user's own files.
    [[nodiscard]] QStringList checked(Origin origin) const;
    void addOwnProgram();
    void addOwnFiles(const QStringList& files);
    /// The one that is selected in the list.
    void removeOwnProgram();
    void updateRemove();
    void chooseFolder();
    void setFolder(const QString& path);
    [[nodiscard]] std::expected<std::vector<std::pair<QString, OwnedFd>>, ServiceError> openGiven() const;

    ContainerService* m_service;
    QButtonGroup* m_kinds;
    QStackedWidget* m_details;
    QLineEdit* m_filter = nullptr;
    QListWidget* m_list = nullptr;
    QPushButton* m_remove = nullptr;
    QTreeWidget* m_tree = nullptr;
    QLabel* m_summary = nullptr;
    QLineEdit* m_folder = nullptr;
    QStringList m_missing;
    QTimer m_inspectLater;
    bool m_fetched = false;
    int m_request = 0;
};

} // namespace vitrine::gui
