// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/paths.h"

#include "helper/monitor/bundle.h"

namespace vitrine::helper {

QString containerPath(const std::string& id) {
    return QString::fromUtf8(containersPath.data(), static_cast<qsizetype>(containersPath.size())) + u'/' +
           QString::fromStdString(id);
}

std::string containerIdFrom(const QString& path) {
    const std::string text = path.toStdString();
    const std::string prefix = std::string(containersPath) + '/';
    if (!text.starts_with(prefix))
        return {};
    std::string id = text.substr(prefix.size());
    return monitor::validateId(id) ? id : std::string();
}

QString jobPath(const QString& sender, const QString& token) {
    QString name = sender;
    name.remove(u':').replace(u'.', u'_');
    return QString::fromUtf8(jobsPath.data(), static_cast<qsizetype>(jobsPath.size())) + u'/' + name + u'/' +
           token;
}

} // namespace vitrine::helper
