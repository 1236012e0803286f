// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace vitrine::gui {

/// Which system-call filter: Vitrine's, one of a file (OCI's or Docker's format), or none.
class SeccompChoice : public QWidget {
    Q_OBJECT
public:
    explicit SeccompChoice(QWidget* parent = nullptr);

    void setKernelRelease(const QString& release) { m_kernelRelease = release.toStdString(); }
    /// Emits nothing.
    void setSpec(const ContainerSpec& spec);
    /// `spec` has its capabilities already: they decide what Docker's profiles allow.
    void apply(ContainerSpec& spec) const;
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Reads a profile, as this user; what is wrong with it is problem().
    void readFile(const QString& path);

signals:
    void changed();

private:
    [[nodiscard]] SeccompProfile profile() const;
    [[nodiscard]] Result<SeccompRules> rules(const std::vector<std::string>& capabilities) const;
    void chooseFile();
    void check();
    void refresh();
    [[nodiscard]] bool canNote() const;

    QComboBox* m_profile;
    QPushButton* m_file;
    QLabel* m_text;
    QCheckBox* m_notes;
    std::string m_kernelRelease;
    QString m_path;                      ///< of the file that was read
    std::string m_json;                  ///< its content
    std::optional<SeccompRules> m_rules; ///< of a specification, until a file is read
    QString m_unreadable;
    QString m_problem;
};

} // namespace vitrine::gui
