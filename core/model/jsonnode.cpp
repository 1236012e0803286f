// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/jsonnode.h"

#include <limits>

namespace vitrine::json {

Result<std::optional<Node>> Node::find(std::string_view key) const {
    if (!m_value->is_object())
        return failure(invalid("must be an object"));
    const auto found = m_value->find(key);
    if (found == m_value->end() || found->is_null())
        return std::nullopt;
    return Node(*found, memberPath(m_path, key));
}

Result<Node> Node::require(std::string_view key) const {
    auto found = VITRINE_TRY(find(key));
    if (!found)
        return failure(Error::invalid(memberPath(m_path, key), "is missing"));
    return *std::move(found);
}

Result<std::string> Node::text() const {
    if (!m_value->is_string())
        return failure(invalid("must be a string"));
    return m_value->get_ref<const std::string&>();
}

Result<bool> Node::boolean() const {
    if (!m_value->is_boolean())
        return failure(invalid("must be true or false"));
    return m_value->get<bool>();
}

Result<std::uint64_t> Node::unsignedNumber(std::uint64_t most) const {
    if (!m_value->is_number_unsigned() || m_value->get<std::uint64_t>() > most)
        return failure(invalid("must be a whole number from 0 to " + std::to_string(most)));
    return m_value->get<std::uint64_t>();
}

Result<std::uint32_t> Node::id() const {
    const std::uint64_t number = VITRINE_TRY(unsignedNumber(std::numeric_limits<std::uint32_t>::max()));
    return static_cast<std::uint32_t>(number);
}

Result<std::int64_t> Node::signedNumber() const {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const bool tooLarge =
        m_value->is_number_unsigned() && m_value->get<std::uint64_t>() > static_cast<std::uint64_t>(most);
    if (!m_value->is_number_integer() || tooLarge)
        return failure(invalid("must be a whole number of at most " + std::to_string(most)));
    return m_value->get<std::int64_t>();
}

Result<std::vector<Node>> Node::elements(std::size_t most) const {
    if (!m_value->is_array())
        return failure(invalid("must be an array"));
    if (m_value->size() > most)
        return failure(invalid("must have at most " + std::to_string(most) + " elements"));
    std::vector<Node> nodes;
    nodes.reserve(m_value->size());
    for (const Value& element : *m_value)
        nodes.emplace_back(element, elementPath(m_path, nodes.size()));
    return nodes;
}

Result<std::vector<std::string>> Node::texts(std::size_t most) const {
    std::vector<std::string> result;
    for (const Node& element : VITRINE_TRY(elements(most)))
        result.push_back(VITRINE_TRY(element.text()));
    return result;
}

Result<> readText(const Node& object, std::string_view key, std::string& into) {
    if (const auto node = VITRINE_TRY(object.find(key)))
        into = VITRINE_TRY(node->text());
    return {};
}

Result<> readTexts(const Node& object, std::string_view key, std::vector<std::string>& into) {
    if (const auto node = VITRINE_TRY(object.find(key)))
        into = VITRINE_TRY(node->texts());
    return {};
}

Result<> readId(const Node& object, std::string_view key, std::uint32_t& into) {
    if (const auto node = VITRINE_TRY(object.find(key)))
        into = VITRINE_TRY(node->id());
    return {};
}

} // namespace vitrine::json
