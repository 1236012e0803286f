// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/templates/templatestore.h"

#include "core/model/ociconfig.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace vitrine::gui {

namespace {

constexpr auto suffix = QLatin1String(".json");
constexpr qsizetype longestName = 63; // validateName()

/// Where lupdate finds whose words these are.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(TemplateStore)
};

std::unexpected<ServiceError> failed(ErrorKind kind, const QString& message) {
    return std::unexpected(ServiceError{kind, message, {}, {}});
}

Reply<> checkName(const QString& name) {
    if (validateName(name.toStdString()))
        return {};
    return failed(
        ErrorKind::InvalidArgument,
        Words::tr("name: 1 to 63 letters (A to Z, a to z), digits, “_”, “.” or “-” are needed, with a "
                  "letter or a digit first"));
}

Reply<ContainerSpec> readFile(const QString& path) {
    // A FIFO would be waited for, and a device read without end.
    if (!QFileInfo(path).isFile())
        return failed(ErrorKind::NotFound, Words::tr("%1 is no file").arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failed(ErrorKind::Failed, Words::tr("%1 cannot be read: %2").arg(path, file.errorString()));
    const QByteArray text = file.read(static_cast<qint64>(maximumConfigSize) + 1);
    auto spec = parseConfig({text.constData(), static_cast<std::size_t>(text.size())});
    if (!spec)
        return failed(spec.error().kind(), Words::tr("%1 is no configuration: %2")
                                               .arg(path, QString::fromStdString(spec.error().message())));
    ContainerSpec made = asTemplate(std::move(*spec));
    if (const auto valid = validate(made); !valid)
        return failed(valid.error().kind(), Words::tr("%1 is no configuration: %2")
                                                .arg(path, QString::fromStdString(valid.error().message())));
    return made;
}

/// All of it, or nothing.
Reply<> writeFile(const QString& path, const ContainerSpec& spec) {
    const std::string text = writeConfig(spec);
    QSaveFile file(path);
    const bool isWritten =
        file.open(QIODevice::WriteOnly) &&
        file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()) &&
        file.commit();
    if (isWritten)
        return {};
    return failed(ErrorKind::Failed, Words::tr("%1 cannot be written: %2").arg(path, file.errorString()));
}

} // namespace

TemplateStore::TemplateStore()
    : TemplateStore(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                    QStringLiteral("/templates")) {
}

TemplateStore::TemplateStore(QString directory)
    : m_directory(std::move(directory)) {
}

QString TemplateStore::fileOf(const QString& name) const {
    return m_directory + QLatin1Char('/') + name + suffix;
}

QStringList TemplateStore::names() const {
    QStringList names;
    for (const QString& entry : QDir(m_directory).entryList(QDir::Files | QDir::Hidden, QDir::Name)) {
        const QString name = entry.chopped(std::min(entry.size(), suffix.size()));
        if (entry.endsWith(suffix) && validateName(name.toStdString()))
            names << name;
    }
    return names;
}

Reply<ContainerSpec> TemplateStore::read(const QString& name) const {
    if (const auto checked = checkName(name); !checked)
        return std::unexpected(checked.error());
    return readFile(fileOf(name));
}

Reply<> TemplateStore::checkFree(const QString& name) const {
    if (const auto checked = checkName(name); !checked)
        return checked;
    const QFileInfo file(fileOf(name));
    if (file.exists() || file.isSymLink())
        return failed(ErrorKind::AlreadyExists, Words::tr("name: there is already a template %1").arg(name));
    return {};
}

Reply<> TemplateStore::save(const QString& name, const ContainerSpec& spec) const {
    if (const auto checked = checkFree(name); !checked)
        return checked;
    // What it holds is how somebody's containers are protected: nobody else's business.
    if (!QDir(m_directory).exists() &&
        (!QDir().mkpath(m_directory) ||
         !QFile::setPermissions(m_directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)))
        return failed(ErrorKind::Failed, Words::tr("the directory %1 cannot be made").arg(m_directory));
    return writeFile(fileOf(name), asTemplate(spec));
}

Reply<> TemplateStore::rename(const QString& name, const QString& newName) const {
    if (const auto checked = checkName(name); !checked)
        return checked;
    if (const auto checked = checkFree(newName); !checked)
        return checked;
    QFile file(fileOf(name));
    if (!file.exists())
        return failed(ErrorKind::NotFound, Words::tr("there is no template %1").arg(name));
    if (!file.rename(fileOf(newName)))
        return failed(ErrorKind::Failed,
                      Words::tr("the template %1 cannot be renamed: %2").arg(name, file.errorString()));
    return {};
}

Reply<> TemplateStore::remove(const QString& name) const {
    if (const auto checked = checkName(name); !checked)
        return checked;
    QFile file(fileOf(name));
    if (!file.remove())
        return failed(ErrorKind::Failed,
                      Words::tr("the template %1 cannot be deleted: %2").arg(name, file.errorString()));
    return {};
}

Reply<> TemplateStore::importFrom(const QString& file, const QString& name) const {
    const auto spec = readFile(file);
    if (!spec)
        return std::unexpected(spec.error());
    return save(name, *spec);
}

Reply<> TemplateStore::exportTo(const QString& name, const QString& file) const {
    const auto spec = read(name);
    if (!spec)
        return std::unexpected(spec.error());
    return writeFile(file, *spec);
}

QString TemplateStore::freeName(const QString& base) const {
    QString plain = base.left(longestName - 4);
    for (QChar& c : plain) {
        const bool fits = (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'_' || c == u'.' || c == u'-';
        c = fits ? c : QChar(u'-');
    }
    if (!validateName(plain.toStdString()))
        plain = QStringLiteral("template");
    QString name = plain;
    for (int number = 2; !checkFree(name) && number < 1000; ++number)
        name = QStringLiteral("%1-%2").arg(plain).arg(number);
    return name;
}

} // namespace vitrine::gui
