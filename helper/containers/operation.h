// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace vitrine::helper {

struct Container;

/// What is under way on a container, so that nothing else may begin.
enum class Operation { None, Create, Start, Rename, Edit, Clone, Mark, Limits, Recover, Delete, Volumes };

/// "start"; for sentences.
[[nodiscard]] std::string_view nameOf(Operation operation);

/// A container's operation and who has set it: only that one takes it back.
struct Occupation {
    Operation operation = Operation::None;
    std::uint64_t serial = 0; ///< of the guard
};

/// Keeps a container occupied until it ends. One that begins later takes over: the end of the earlier one
/// then changes nothing. Main thread only.
class OperationGuard {
public:
    OperationGuard() = default;
    OperationGuard(const std::shared_ptr<Container>& container, Operation operation);
    OperationGuard(OperationGuard&& other) noexcept;
    OperationGuard& operator=(OperationGuard&& other) noexcept;
    OperationGuard(const OperationGuard&) = delete;
    OperationGuard& operator=(const OperationGuard&) = delete;
    ~OperationGuard() { end(); }

    void end();

private:
    std::weak_ptr<Container> m_container; ///< weak, so that a container can hold its own
    std::uint64_t m_serial = 0;
};

} // namespace vitrine::helper
