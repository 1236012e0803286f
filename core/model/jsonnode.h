// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/strictjson.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::json {

/// A value and where it is. Borrows the value: the document must outlive it. Every error's subject is a path.
class Node {
public:
    explicit Node(const Value& value, std::string path = "$")
        : m_value(&value)
        , m_path(std::move(path)) {}

    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] const Value& value() const { return *m_value; }
    [[nodiscard]] Error invalid(std::string allowed) const {
        return Error::invalid(m_path, std::move(allowed));
    }

    /// The member of this object; empty when it is absent or null, which mean the same to every OCI runtime.
    [[nodiscard]] Result<std::optional<Node>> find(std::string_view key) const;
    /// The same for a member that must be there.
    [[nodiscard]] Result<Node> require(std::string_view key) const;

    [[nodiscard]] Result<std::string> text() const;
    [[nodiscard]] Result<bool> boolean() const;
    /// A whole number from 0 to `most`.
    [[nodiscard]] Result<std::uint64_t> unsignedNumber(std::uint64_t most) const;
    /// A user or group id: a whole number of 32 bits.
    [[nodiscard]] Result<std::uint32_t> id() const;
    /// A whole number of 64 bits with a sign.
    [[nodiscard]] Result<std::int64_t> signedNumber() const;
    /// An array of at most `most` elements.
    [[nodiscard]] Result<std::vector<Node>> elements(std::size_t most = 1000) const;
    [[nodiscard]] Result<std::vector<std::string>> texts(std::size_t most = 1000) const;

private:
    const Value* m_value;
    std::string m_path;
};

/// Reads members that may be absent; `into` then keeps what it was.
[[nodiscard]] Result<> readText(const Node& object, std::string_view key, std::string& into);
[[nodiscard]] Result<> readTexts(const Node& object, std::string_view key, std::vector<std::string>& into);
[[nodiscard]] Result<> readId(const Node& object, std::string_view key, std::uint32_t& into);

} // namespace vitrine::json
