// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/devicelist.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>

#include <algorithm>

namespace vitrine::gui {

namespace {

const DeviceRule refuseAll{};

/// The rules that refuse everything but these devices, and what every container has anyway.
std::vector<DeviceRule> rulesFor(const std::vector<DeviceSpec>& devices) {
    std::vector<DeviceRule> rules{refuseAll};
    for (const DeviceSpec& device : devices)
        rules.push_back(ruleFor(device));
    return rules;
}

} // namespace

DeviceList::DeviceList(ContainerService* service, QWidget* parent)
    : QWidget(parent)
    , m_service(service)
    , m_text(new QLabel(this))
    , m_table(new QTreeWidget(this))
    , m_path(new QLineEdit(this))
    , m_add(new QPushButton(icon(QStringLiteral("list-add")), tr("A&dd"), this))
    , m_remove(new QPushButton(icon(QStringLiteral("list-remove")), tr("Take it a&way"), this))
    , m_only(new QCheckBox(tr("It can &use no other devices"), this)) {
    m_text->setObjectName(QStringLiteral("devicesText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_table->setObjectName(QStringLiteral("devices"));
    m_table->setAccessibleName(tr("Devices of this computer that it gets"));
    m_table->setHeaderLabels({tr("Device"), tr("Kind"), tr("Numbers")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setMaximumHeight(m_table->fontMetrics().lineSpacing() * 7);
    m_path->setObjectName(QStringLiteral("devicePath"));
    m_path->setAccessibleName(tr("Device to add"));
    m_path->setPlaceholderText(QStringLiteral("/dev/fuse"));
    m_add->setObjectName(QStringLiteral("deviceAdd"));
    m_remove->setObjectName(QStringLiteral("deviceRemove"));
    m_only->setObjectName(QStringLiteral("deviceOnly"));
    m_only->setToolTip(
        tr("The kernel then refuses every device but these and those that all containers have, even "
           "where there is a node of it and a right to it."));
    m_only->setAccessibleDescription(m_only->toolTip());
    auto* row = new QHBoxLayout;
    row->addWidget(m_path, 1);
    row->addWidget(m_add);
    row->addWidget(m_remove);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    column->addWidget(m_table);
    column->addLayout(row);
    column->addWidget(m_only);
    connect(m_add, &QPushButton::clicked, this, &DeviceList::ask);
    m_path->installEventFilter(this);
    connect(m_path, &QLineEdit::textEdited, this, [this] { setProblem({}); });
    connect(m_remove, &QPushButton::clicked, this, &DeviceList::removeCurrent);
    connect(m_table, &QTreeWidget::currentItemChanged, this, &DeviceList::refresh);
    connect(m_only, &QCheckBox::toggled, this, &DeviceList::touch);
    const QString reason = service->helper().unavailable.value(QStringLiteral("device-list"));
    if (!reason.isEmpty()) {
        m_only->setEnabled(false);
        m_only->setToolTip(reason);
        m_only->setAccessibleDescription(reason);
    }
    showDevices();
}

void DeviceList::setSpec(const ContainerSpec& spec) {
    const QSignalBlocker quiet(m_only);
    m_devices = spec.devices;
    m_rules = spec.deviceRules;
    m_only->setChecked(!m_rules.empty());
    m_path->clear();
    m_problem.clear();
    m_isTouched = false;
    showDevices();
}

/// Rules that this list would not make stay as they are, as long as nobody changes anything here.
void DeviceList::apply(ContainerSpec& spec) const {
    spec.devices = m_devices;
    if (!m_isTouched)
        spec.deviceRules = m_rules;
    else
        spec.deviceRules = m_only->isChecked() ? rulesFor(m_devices) : std::vector<DeviceRule>();
}

void DeviceList::touch() {
    m_isTouched = true;
    emit changed();
}

/// Return adds the device. It must not reach the dialog, whose first button would make the container.
bool DeviceList::eventFilter(QObject* watched, QEvent* event) {
    const bool isReturn = watched == m_path && event->type() == QEvent::KeyPress &&
                          (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Return ||
                           static_cast<QKeyEvent*>(event)->key() == Qt::Key_Enter);
    if (!isReturn || m_path->text().trimmed().isEmpty())
        return QWidget::eventFilter(watched, event);
    ask();
    return true;
}

void DeviceList::ask() {
    const QString path = m_path->text().trimmed();
    if (path.isEmpty())
        return;
    m_add->setEnabled(false);
    m_service->inspectDevice(path, this, [this](const Reply<DeviceInfo>& info) {
        m_add->setEnabled(true);
        if (info)
            add(*info);
        else
            setProblem(info.error().message);
    });
}

void DeviceList::add(const DeviceInfo& info) {
    DeviceSpec device;
    device.path = info.path.toStdString();
    device.type = info.type;
    device.major = info.major;
    device.minor = info.minor;
    std::vector<DeviceSpec> all = m_devices;
    all.push_back(device);
    if (const auto valid = validateDevices(all, {}); !valid)
        return setProblem(tr("%1: %2").arg(info.path, QString::fromStdString(valid.error().reason())));
    m_devices = std::move(all);
    m_path->clear();
    if (m_devices.size() == 1 && m_only->isEnabled()) {
        const QSignalBlocker quiet(m_only);
        m_only->setChecked(true);
    }
    setProblem({});
    showDevices();
    touch();
}

void DeviceList::removeCurrent() {
    const int index = m_table->indexOfTopLevelItem(m_table->currentItem());
    if (index < 0)
        return;
    m_devices.erase(m_devices.begin() + index);
    showDevices();
    touch();
}

void DeviceList::showDevices() {
    m_table->clear();
    for (const DeviceSpec& device : m_devices) {
        auto* item = new QTreeWidgetItem(m_table);
        item->setText(0, QString::fromStdString(device.path));
        item->setText(1,
                      device.type == DeviceType::Block ? tr("block: a disk or the like") : tr("character"));
        item->setText(2, QStringLiteral("%1:%2").arg(device.major).arg(device.minor));
    }
    m_table->header()->resizeSections(QHeaderView::ResizeToContents);
    m_table->setVisible(!m_devices.empty());
    refresh();
}

void DeviceList::setProblem(const QString& problem) {
    m_problem = problem;
    refresh();
}

void DeviceList::refresh() {
    QString text = tr(
        "It has null, zero, full, random, urandom, tty and its terminals, and no device of this computer.");
    const bool widens = !m_devices.empty();
    if (!m_problem.isEmpty())
        text = QStringLiteral("⚠ %1").arg(m_problem);
    else if (widens)
        text = tr("⚠ It talks to drivers of this computer: what the device can do, root inside can do.");
    QPalette colours = palette();
    if (widens || !m_problem.isEmpty())
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_text->setPalette(colours);
    m_text->setText(text);
    m_path->setAccessibleDescription(text);
    m_remove->setEnabled(m_table->currentItem() != nullptr);
    m_remove->setVisible(widens);
}

} // namespace vitrine::gui
