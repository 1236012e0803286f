// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLocale>

class QCoreApplication;

namespace vitrine::gui {

/// Makes the program speak the language of `locale`: its own words from its resources, and those of Qt's
/// dialogs from where Qt is installed. Nothing happens when there is no translation: then all of it stays
/// English, and does not mix two languages. To be called before anything is shown.
void installTranslations(QCoreApplication& application, const QLocale& locale);

} // namespace vitrine::gui
