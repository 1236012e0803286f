// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QWidget>

#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace vitrine::gui {

/// The kernel's files that are hidden from a container or read-only in it, one by one: those that usually are
/// have a tick that can be taken away, others can be added. What is usual and not ticked is marked.
class KernelFiles : public QWidget {
    Q_OBJECT
public:
    explicit KernelFiles(QWidget* parent = nullptr);

    /// Emits nothing.
    void setSpec(const ContainerSpec& spec);
    void apply(ContainerSpec& spec) const;
    [[nodiscard]] bool protectsAny() const;
    /// Ticks what is usual, or takes every tick away. Emits nothing.
    void protectUsual();
    void protectNone();

signals:
    void changed();

private:
    enum class Protection { Hidden, ReadOnly };
    struct Entry {
        std::string path;
        Protection protection = Protection::Hidden;
        bool isUsual = false;
        bool isOn = false;
    };

    void add();
    void takeOver(const std::vector<std::string>& paths, Protection protection);
    void setAll(bool isOn);
    void showEntries();
    void toggle(QTreeWidgetItem* item);
    [[nodiscard]] bool isOpen(const Entry& entry) const;
    void mark(QTreeWidgetItem* item, const Entry& entry) const;
    void setText(const QString& problem);

    QLabel* m_text;
    QTreeWidget* m_table;
    QLineEdit* m_path;
    QComboBox* m_protection;
    QPushButton* m_add;
    std::vector<Entry> m_entries;
};

} // namespace vitrine::gui
