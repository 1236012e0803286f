// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/values.h"

#include <QWidget>

namespace vitrine::gui {

/// The eight kinds of namespaces of a container, each in its colour. One that is shared with the host is an
/// outline in red with the word "host"; one that is shared with another container has two arrows. The tool
/// tip, and the text for screen readers, say it in words.
class NamespaceChips : public QWidget {
    Q_OBJECT
public:
    explicit NamespaceChips(QWidget* parent = nullptr);

    void setContainer(const ContainerInfo* info);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    /// What a chip says, for tests and screen readers: "pid: its own (4026532201)".
    [[nodiscard]] QString describe(NamespaceKind kind) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QString label(NamespaceKind kind) const;
    [[nodiscard]] QRect chipRect(NamespaceKind kind) const;

    NamespaceSet m_sharing;
    std::array<std::uint64_t, allNamespaceKinds.size()> m_inodes{};
    bool m_known = false;
};

} // namespace vitrine::gui
