// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/templatespec.h"
#include "gui/service/serviceerror.h"

#include <QString>
#include <QStringList>

namespace vitrine::gui {

/// The user's templates: one config.json each, NAME.json in a directory of the user's. A name is one that a
/// container may have. What is in a file is checked each time that it is read: it may be old, or of others.
/// Errors: InvalidArgument names the field of the file, or "name"; AlreadyExists, NotFound; Failed with what
/// the system says. Nothing is half written (QSaveFile). Any thread, one at a time.
class TemplateStore {
public:
    /// "templates" in QStandardPaths::AppDataLocation.
    TemplateStore();
    explicit TemplateStore(QString directory);

    /// In the order of their names; files that cannot be names of templates are not among them.
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] Reply<ContainerSpec> read(const QString& name) const;
    /// Never over another one.
    [[nodiscard]] Reply<> save(const QString& name, const ContainerSpec& spec) const;
    [[nodiscard]] Reply<> rename(const QString& name, const QString& newName) const;
    [[nodiscard]] Reply<> remove(const QString& name) const;
    /// A config.json of anywhere, 256 KiB at most, as a template of this name.
    [[nodiscard]] Reply<> importFrom(const QString& file, const QString& name) const;
    /// Over a file that is there: whoever chose it was asked.
    [[nodiscard]] Reply<> exportTo(const QString& name, const QString& file) const;
    /// The first of `base`, `base`-2, `base`-3 … that is none yet. What a name cannot have becomes "-".
    [[nodiscard]] QString freeName(const QString& base) const;

private:
    [[nodiscard]] QString fileOf(const QString& name) const;
    [[nodiscard]] Reply<> checkFree(const QString& name) const;

    QString m_directory;
};

} // namespace vitrine::gui
