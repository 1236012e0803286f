// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/refusedcallsbox.h"

#include "gui/models/format.h"

#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cstring>

namespace vitrine::gui {

namespace {

enum Column { Call, Times, Program, Answer, Hint, Last, First };
constexpr int rowsSeen = 6;

QString nameOf(const RefusedCall& call) {
    const QString name = call.call.isEmpty() ? RefusedCallsBox::tr("number %1").arg(call.number) : call.call;
    constexpr std::array usual{"x86_64", "aarch64", "riscv64", "ppc64le", "s390x"};
    const bool isUsual = std::ranges::any_of(
        usual, [&](const char* architecture) { return call.architecture == QLatin1String(architecture); });
    return isUsual ? name : QStringLiteral("%1 (%2)").arg(name, call.architecture);
}

QString answerOf(const RefusedCall& call) {
    const char* name = ::strerrorname_np(call.errnum);
    return name == nullptr ? QString::number(call.errnum) : QString::fromLatin1(name);
}

QString hintOf(const RefusedCall& call) {
    if (!call.capability.isEmpty())
        return RefusedCallsBox::tr("The capability %1").arg(call.capability);
    if (call.errnum == ENOSYS)
        return RefusedCallsBox::tr("Nothing: programs use an older call instead");
    return RefusedCallsBox::tr("A profile of its own with a rule for it");
}

QTreeWidgetItem* makeItem(const RefusedCall& call) {
    auto* item = new QTreeWidgetItem;
    item->setText(Call, nameOf(call));
    item->setText(Times, QLocale().toString(static_cast<qulonglong>(call.count)));
    item->setTextAlignment(Times, Qt::AlignRight | Qt::AlignVCenter);
    item->setText(Last, formatMoment(call.lastUs));
    item->setText(First, formatMoment(call.firstUs));
    item->setText(Program, call.program);
    item->setText(Answer, answerOf(call));
    item->setText(Hint, hintOf(call));
    for (int column = 0; column <= First; ++column)
        item->setToolTip(column, item->text(column));
    return item;
}

} // namespace

RefusedCallsBox::RefusedCallsBox(ContainerService* service, QWidget* parent)
    : QWidget(parent)
    , m_service(service)
    , m_text(new QLabel(this))
    , m_table(new QTreeWidget(this)) {
    m_text->setObjectName(QStringLiteral("refusedText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_table->setObjectName(QStringLiteral("refusedTable"));
    m_table->setAccessibleName(tr("Refused system calls"));
    m_table->setHeaderLabels({tr("Refused call"), tr("Times"), tr("Program"), tr("Answer"),
                              tr("What would allow it"), tr("Last"), tr("First")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAlternatingRowColors(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setMaximumHeight(m_table->fontMetrics().lineSpacing() * 2 * rowsSeen);
    m_table->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    column->addWidget(m_table);
}

void RefusedCallsBox::follow(const ContainerInfo& container) {
    if (container.id != m_id)
        stop();
    m_id = container.id;
    if (!isAlive(container.state)) {
        m_count.reset();
        setVisible(false);
        return;
    }
    setVisible(true);
    if (m_count == container.refusedCalls)
        return;
    m_count = container.refusedCalls;
    if (*m_count < 0)
        showText(tr("System calls that its filter refuses are not noted. Its settings can change that, under "
                    "Privileges."));
    else if (*m_count == 0)
        showText(tr("Refused system calls: none since it was started."));
    else
        ask();
}

void RefusedCallsBox::stop() {
    m_id.clear();
    m_count.reset();
}

void RefusedCallsBox::ask() {
    m_service->readRefusedCalls(m_id, this, [this, id = m_id](const Reply<RefusedReport>& calls) {
        if (id != m_id)
            return;
        if (calls)
            show(*calls);
        else
            showText(tr("Which system calls were refused cannot be read: %1").arg(calls.error().message));
    });
}

void RefusedCallsBox::show(const RefusedReport& calls) {
    const QTreeWidgetItem* before = m_table->currentItem();
    const QString current = before == nullptr ? QString() : before->text(Call);
    std::vector<RefusedCall> rows = calls.rows;
    std::ranges::stable_sort(rows, std::ranges::greater(), &RefusedCall::lastUs);
    std::uint64_t total = calls.others;
    m_table->clear();
    for (const RefusedCall& row : rows) {
        total += row.count;
        auto* item = makeItem(row);
        m_table->addTopLevelItem(item);
        if (!current.isEmpty() && item->text(Call) == current)
            m_table->setCurrentItem(item);
    }
    for (int column = 0; column < First; ++column)
        m_table->resizeColumnToContents(column);
    QString text = tr("Refused system calls: %1").arg(QLocale().toString(static_cast<qulonglong>(total)));
    if (calls.others > 0)
        text += tr(" · of further kinds, which are not listed: %1")
                    .arg(QLocale().toString(static_cast<qulonglong>(calls.others)));
    m_text->setText(text);
    m_table->setVisible(!rows.empty());
}

void RefusedCallsBox::showText(const QString& text) {
    m_table->clear();
    m_table->hide();
    m_text->setText(text);
}

} // namespace vitrine::gui
