// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The dialogs of MainWindow: to create and to confirm. None of them runs an event loop of its own.

#include "gui/models/helperspec.h"
#include "gui/views/containerpane.h"
#include "gui/views/mainwindow.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/scriptdialog.h"

#include "core/model/ociconfig.h"

#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

namespace vitrine::gui {

void MainWindow::openNewDialog() {
    auto* dialog = new NewContainerDialog(m_context, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_context.actions->create(dialog->takeRequest()); });
    dialog->open();
}

void MainWindow::createStarter() {
    CreateRequest request;
    request.name = freeName(*m_context.containers, QStringLiteral("starter"));
    request.config = QString::fromStdString(
        writeConfig(defaultSpecFor(m_context.service->helper(), request.name.toStdString(), {"/bin/bash"})));
    m_context.actions->create(std::move(request));
}

void MainWindow::askDelete() {
    const ContainerEntry* entry = m_context.containers->find(m_pane->current());
    if (!entry)
        return;
    const ContainerInfo& info = entry->info;
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("deleteBox"));
    box->setIcon(QMessageBox::Warning);
    box->setWindowTitle(tr("Delete %1").arg(info.name));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Delete the container %1?").arg(info.name));
    box->setInformativeText(
        info.rootKind == QLatin1String("folder")
            ? tr("Its settings and its log are deleted for good. Its root folder %1 stays.")
                  .arg(info.rootPath)
            : tr("Its files, settings and log are deleted for good."));
    QPushButton* remove = box->addButton(tr("Delete %1").arg(info.name), QMessageBox::DestructiveRole);
    remove->setObjectName(QStringLiteral("deleteButton"));
    QPushButton* keep = box->addButton(tr("Keep it"), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    connect(remove, &QPushButton::clicked, this, [this, id = info.id] { m_context.actions->remove(id); });
    box->open();
}

void MainWindow::askRename() {
    const ContainerEntry* entry = m_context.containers->find(m_pane->current());
    if (!entry)
        return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("renameDialog"));
    dialog->setWindowTitle(tr("Rename %1").arg(entry->info.name));
    dialog->setLabelText(tr("New name (letters, digits, “.”, “_” and “-”, at most 63):"));
    dialog->setTextValue(entry->info.name);
    dialog->setOkButtonText(tr("Rename"));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id = entry->info.id, old = entry->info.name](const QString& name) {
                if (name != old)
                    m_context.actions->rename(id, name);
            });
    dialog->open();
}

void MainWindow::askEdit() {
    const ContainerId id = m_pane->current();
    m_context.service->getConfig(id, this, [this, id](const Reply<QString>& seen) {
        const ContainerEntry* entry = m_context.containers->find(id);
        if (!entry)
            return;
        const QString what = tr("change %1").arg(entry->info.name);
        if (!seen)
            return m_context.actions->reportFailure(id, what, seen.error());
        const auto spec = parseConfig(seen->toStdString());
        if (!spec)
            return m_context.actions->reportFailure(
                id, what, {spec.error().kind(), QString::fromStdString(spec.error().message()), {}, {}});
        auto* dialog = new NewContainerDialog(m_context, {entry->info, *spec}, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this, dialog, id, seen = *seen] {
            m_context.actions->setConfig(id, dialog->takeRequest().config, seen);
        });
        dialog->open();
    });
}

void MainWindow::askClone() {
    const ContainerEntry* entry = m_context.containers->find(m_pane->current());
    if (!entry)
        return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("cloneDialog"));
    dialog->setWindowTitle(tr("Clone %1").arg(entry->info.name));
    dialog->setLabelText(entry->info.rootKind == QLatin1String("folder")
                             ? tr("Both will have the same folder as their root: %1\nName of the clone:")
                                   .arg(entry->info.rootPath)
                             : tr("The clone gets a copy of all files.\nIts name:"));
    dialog->setTextValue(freeName(*m_context.containers, entry->info.name));
    dialog->setOkButtonText(tr("Clone"));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id = entry->info.id](const QString& name) { m_context.actions->clone(id, name); });
    dialog->open();
}

void MainWindow::exportScript() {
    if (const ContainerEntry* entry = m_context.containers->find(m_pane->current()))
        openScriptDialog(m_context, entry->info, this);
}

void MainWindow::showAbout() {
    const HelperInfo helper = m_context.service->helper();
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Vitrine"), {}, QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Vitrine %1").arg(QLatin1String(VITRINE_VERSION)));
    const QString connected = helper.version.isEmpty()
                                  ? tr("There is no helper.")
                                  : tr("Helper %1, kernel %2, cgroup %3.")
                                        .arg(helper.version, helper.kernelRelease, helper.cgroupLayout);
    box->setInformativeText(tr("Make, run, watch and understand Linux containers.\n\n%1\n"
                               "GNU General Public License, version 3 or later.")
                                .arg(connected));
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->open();
}

} // namespace vitrine::gui
