// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/settings/specform.h"

namespace vitrine::gui {

class CapabilityView;
class DeviceList;
class KernelFiles;
class LabelEdits;
class RlimitTable;
class SeccompChoice;
class SwitchRow;

/// What root inside may do, and what is kept from it: capabilities, system calls, further privileges,
/// security modules, kernel files, devices, limits of single processes. What widens isolation is marked at
/// once, by a sign, words and colour.
class PrivilegesForm : public SpecForm {
    Q_OBJECT
public:
    explicit PrivilegesForm(ContainerService* service, QWidget* parent = nullptr);
    void setSpec(const ContainerSpec& spec) override;
    void apply(ContainerSpec& spec) const override;
    [[nodiscard]] std::optional<FormProblem> problem() const override;

private:
    QWidget* makeSwitches();
    void protectKernelFiles();
    QWidget* makeBox(const QString& title, QWidget* content);

    CapabilityView* m_capabilities;
    SeccompChoice* m_seccomp;
    LabelEdits* m_labels;
    DeviceList* m_devices;
    RlimitTable* m_rlimits;
    SwitchRow* m_noNewPrivileges = nullptr;
    SwitchRow* m_protects = nullptr;
    KernelFiles* m_kernelFiles = nullptr;
    SwitchRow* m_writable = nullptr;
};

} // namespace vitrine::gui
