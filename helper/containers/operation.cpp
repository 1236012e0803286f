// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/operation.h"

#include "helper/containers/container.h"

#include <utility>

namespace vitrine::helper {

std::string_view nameOf(Operation operation) {
    switch (operation) {
    case Operation::None:
        break;
    case Operation::Create:
        return "create";
    case Operation::Start:
        return "start";
    case Operation::Rename:
        return "rename";
    case Operation::Edit:
        return "edit";
    case Operation::Clone:
        return "clone";
    case Operation::Mark:
        return "mark";
    case Operation::Limits:
        return "limits";
    case Operation::Recover:
        return "recover";
    case Operation::Delete:
        return "delete";
    case Operation::Volumes:
        return "volumes";
    }
    return "nothing";
}

OperationGuard::OperationGuard(const std::shared_ptr<Container>& container, Operation operation)
    : m_container(container) {
    static std::uint64_t last = 0;
    m_serial = ++last;
    container->occupation = {operation, m_serial};
}

OperationGuard::OperationGuard(OperationGuard&& other) noexcept
    : m_container(std::move(other.m_container))
    , m_serial(std::exchange(other.m_serial, 0)) {
}

OperationGuard& OperationGuard::operator=(OperationGuard&& other) noexcept {
    if (this == &other)
        return *this;
    end();
    m_container = std::move(other.m_container);
    m_serial = std::exchange(other.m_serial, 0);
    return *this;
}

void OperationGuard::end() {
    const auto container = m_container.lock();
    if (container && container->occupation.serial == m_serial)
        container->occupation = {};
    m_container.reset();
    m_serial = 0;
}

} // namespace vitrine::helper
