// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What MainWindow does with templates: make containers of them, and make one of a container.

#include "gui/templates/templatedialog.h"
#include "gui/views/containerpane.h"
#include "gui/views/mainwindow.h"
#include "gui/views/newcontainerdialog.h"

#include "core/model/ociconfig.h"

#include <QInputDialog>

namespace vitrine::gui {

void MainWindow::openTemplates() {
    auto* dialog = new TemplateDialog(TemplateStore(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TemplateDialog::chosen, this, [this](const QString& name, const ContainerSpec& spec) {
        auto* made = new NewContainerDialog(m_context, ContainerTemplate{name, spec}, this);
        made->setAttribute(Qt::WA_DeleteOnClose);
        connect(made, &QDialog::accepted, this,
                [this, made] { m_context.actions->create(made->takeRequest()); });
        made->open();
    });
    dialog->open();
}

void MainWindow::askSaveTemplate() {
    const ContainerEntry* entry = m_context.containers->find(m_pane->current());
    if (!entry)
        return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("saveTemplateDialog"));
    dialog->setWindowTitle(tr("Save %1 as a template").arg(entry->info.name));
    dialog->setLabelText(
        tr("Its settings are kept, without its name, its users' ids and its files.\nName of the "
           "template:"));
    dialog->setTextValue(TemplateStore().freeName(entry->info.name));
    dialog->setOkButtonText(tr("Save"));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id = entry->info.id](const QString& name) { saveTemplate(id, name); });
    dialog->open();
}

void MainWindow::saveTemplate(const ContainerId& id, const QString& name) {
    m_context.service->getConfig(id, this, [this, id, name](const Reply<QString>& seen) {
        const QString what = tr("save the template %1").arg(name);
        if (!seen)
            return m_context.actions->reportFailure(id, what, seen.error());
        const auto spec = parseConfig(seen->toStdString());
        if (!spec)
            return m_context.actions->reportFailure(
                id, what, {spec.error().kind(), QString::fromStdString(spec.error().message()), {}, {}});
        if (const auto saved = TemplateStore().save(name, *spec); !saved)
            return m_context.actions->reportFailure(id, what, saved.error());
        showNotice(tr("Saved as the template %1").arg(name));
    });
}

} // namespace vitrine::gui
