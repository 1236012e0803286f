// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Measurements of the window: how soon it is there, what memory it takes, what one tick costs, and what it
// costs when nothing happens. Without arguments all of them; memory is the last, because it replaces this
// process.
#include "tests/bench/gui/measure.h"

#include <QApplication>

#include <array>
#include <cstdio>

using namespace vitrine::bench;

namespace {

struct Part {
    const char* name;
    int (*run)();
};
constexpr std::array parts{Part{"startup", benchStartup}, Part{"tree", benchTree},
                           Part{"list", benchList},       Part{"charts", benchCharts},
                           Part{"idle", benchIdle},       Part{"memory", benchMemory}};

} // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("vitrine-bench"));
    const QStringList wanted = QApplication::arguments().sliced(1);
    if (wanted.value(0) == QLatin1String("--memory-stage"))
        return holdMemoryStage(wanted.value(1).toStdString());
    printMachine();
    int result = 0;
    for (const Part& part : parts)
        if (wanted.isEmpty() || wanted.contains(QLatin1String(part.name)))
            result = std::max(result, part.run());
    return result;
}
