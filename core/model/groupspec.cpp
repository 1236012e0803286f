// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/groupspec.h"

#include "core/model/ociparts.h"
#include "core/model/strictjson.h"

#include <algorithm>
#include <limits>

namespace vitrine {

bool isObjectId(std::string_view id) {
    return id.size() == 32 &&
           std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string groupDirectoryName(std::string_view id) {
    return "group-" + std::string(id);
}

std::string groupSliceName(std::string_view id) {
    return "vitrine-" + std::string(id) + ".slice";
}

std::string groupPathIn(std::string_view containerPath, std::string_view id) {
    if (id.empty())
        return {};
    for (const std::string& name : {groupDirectoryName(id), groupSliceName(id)}) {
        const std::size_t at = ('/' + std::string(containerPath)).find('/' + name + '/');
        if (at != std::string::npos)
            return std::string(containerPath.substr(0, at + name.size()));
    }
    return {};
}

Result<GroupSpec> parseGroup(std::string_view json) {
    const json::Value document = VITRINE_TRY(json::parse(json, maximumGroupSize));
    const json::Node node(document);
    GroupSpec group;
    const json::Node id = VITRINE_TRY(node.require("id"));
    group.id = VITRINE_TRY(id.text());
    if (!isObjectId(group.id))
        return failure(id.invalid("must be 32 digits of 0-9 and a-f"));
    const json::Node name = VITRINE_TRY(node.require("name"));
    group.name = VITRINE_TRY(name.text());
    if (const auto valid = validateName(group.name); !valid)
        return failure(name.invalid(valid.error().reason()));
    group.ownerUid = VITRINE_TRY(node.require("ownerUid").and_then(&json::Node::id));
    const json::Node created = VITRINE_TRY(node.require("createdUs"));
    group.createdUs = VITRINE_TRY(created.unsignedNumber(std::numeric_limits<std::int64_t>::max()));
    group.limits = VITRINE_TRY(node.require("resources").and_then(oci::readLimits));
    VITRINE_CHECK(validate(group.limits));
    return group;
}

std::string writeGroup(const GroupSpec& group) {
    json::Value document = {
        {"id", group.id}, {"name", group.name}, {"ownerUid", group.ownerUid}, {"createdUs", group.createdUs}};
    oci::writeLimits(oci::objectAt(document, "resources"), group.limits);
    return json::write(document);
}

} // namespace vitrine
