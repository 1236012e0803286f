// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"
#include "gui/service/subscriptions.h"
#include "gui/store/containeractions.h"
#include "gui/store/containerstore.h"
#include "gui/store/groupstore.h"
#include "gui/store/processstore.h"
#include "gui/store/samplestore.h"

#include <QIcon>
#include <QPointer>
#include <QWidget>

#include <functional>
#include <vector>

namespace vitrine::gui {

/// What pages work with; made by the composition root, outlives all windows.
struct PageContext {
    ContainerService* service = nullptr;
    Subscriptions* subscriptions = nullptr;
    ContainerStore* containers = nullptr;
    SampleStore* samples = nullptr;
    ProcessStore* processes = nullptr;
    ContainerActions* actions = nullptr;
    GroupStore* groups = nullptr;
};

/// One tab about the selected container. A page that is not seen subscribes to nothing, asks for nothing and
/// paints nothing: take Subscription objects in shown(), give them back in hidden().
class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(const PageContext& context, QWidget* parent = nullptr);

    /// Shows another container, or none ("").
    void setContainer(const ContainerId& id);
    [[nodiscard]] const ContainerId& container() const { return m_container; }
    /// The container, or null when none is selected (or it is gone).
    [[nodiscard]] const ContainerEntry* entry() const;
    /// Visible in a window, not minimised.
    [[nodiscard]] bool isShown() const { return m_shown; }
    [[nodiscard]] const PageContext& context() const { return m_context; }

protected:
    /// Another container than before (also when the page is hidden: do not fetch anything then). While shown,
    /// hidden() comes before it and shown() after it.
    virtual void containerSwitched() {}
    /// The entry changed: state, limits, name, pending action … Only called while shown.
    virtual void containerChanged() {}
    /// Became visible with a container, or the helper is there again: subscribe and fetch here.
    virtual void shown() {}
    /// Not seen any more: end subscriptions here.
    virtual void hidden() {}

    /// The page was chosen by a key or the mouse and has the keyboard: gives it to the control that is to
    /// have it, by itself the first one.
    virtual void passKeyboardOn();

    void focusInEvent(QFocusEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void updateShown();
    void onHelperBack();

    PageContext m_context;
    ContainerId m_container;
    QPointer<QWidget> m_watchedWindow;
    bool m_shown = false;
};

/// A page that can be opened. The window has a tab for each, in the order of the list that it is given, and
/// makes a page when it is seen for the first time: many are never looked at, and each costs memory.
struct PageEntry {
    QString key;   ///< stable: "overview", "charts"; for settings, the tour and tests
    QString title; ///< text of the tab, translated
    QIcon icon;
    QString explanation; ///< one sentence: the tab's tool tip, to which the shortcut is added
    std::function<Page*(const PageContext&)> make;
};

} // namespace vitrine::gui
