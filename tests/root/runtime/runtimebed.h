// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

/// A bundle in a directory of its own, and the real vitrine-monitor as an OCI runtime with a --root of its
/// own.
class RuntimeBed {
public:
    struct Ran {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };

    RuntimeBed();
    ~RuntimeBed();
    RuntimeBed(const RuntimeBed&) = delete;
    RuntimeBed& operator=(const RuntimeBed&) = delete;

    QJsonObject config; ///< what "spec" writes, with the guest as its program; a change needs store()
    void store() const;
    void setArguments(const QStringList& words);            ///< of the guest; stores
    void set(const QString& path, const QJsonValue& value); ///< "linux.resources.pids"; stores

    [[nodiscard]] QString path(const QString& name) const { return m_directory.filePath(name); }
    [[nodiscard]] QString bundle() const { return path("bundle"); }
    [[nodiscard]] QString root() const { return path("state"); }
    /// A name that no other test has, for ids: the control group is called so.
    [[nodiscard]] QString id(const QString& suffix = {}) const;

    /// Runs the runtime to its end.
    [[nodiscard]] Ran run(const QStringList& words, const QByteArray& input = {}) const;
    [[nodiscard]] QStringList commandLine(const QStringList& words) const; ///< with the program
    [[nodiscard]] QJsonObject state(const QString& id) const;
    [[nodiscard]] QString status(const QString& id) const { return state(id)["status"].toString(); }
    /// Waits until it is so; whatever it is after 10 s.
    [[nodiscard]] QString waitForStatus(const QString& id, const QString& status) const;
    /// create --bundle …, with its output in the file "output".
    [[nodiscard]] int create(const QString& id, const QStringList& options = {}) const;
    [[nodiscard]] QByteArray output() const;

    /// Empty if nothing is left of any container: processes, groups, mounts, states.
    [[nodiscard]] QString remains() const;

private:
    QTemporaryDir m_directory;
    QByteArray m_mounts;
};

[[nodiscard]] QByteArray contentOf(const QString& path);
