// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/devices.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <string>

namespace vitrine::runtime {

namespace {

using json::Node;
using json::Value;

constexpr const char* rulesPath = "$.linux.resources.devices";
constexpr std::uint32_t allAccess = BPF_DEVCG_ACC_MKNOD | BPF_DEVCG_ACC_READ | BPF_DEVCG_ACC_WRITE;

/// All of it where none is named.
Result<std::uint32_t> readAccess(const Node& rule) {
    std::string letters;
    VITRINE_CHECK(readText(rule, "access", letters));
    std::uint32_t access = letters.empty() ? allAccess : 0;
    for (const char letter : letters) {
        switch (letter) {
        case 'r':
            access |= BPF_DEVCG_ACC_READ;
            break;
        case 'w':
            access |= BPF_DEVCG_ACC_WRITE;
            break;
        case 'm':
            access |= BPF_DEVCG_ACC_MKNOD;
            break;
        default:
            return failure(
                Error::invalid(json::memberPath(rule.path(), "access"), "must be made of r, w and m"));
        }
    }
    return access;
}

Result<std::optional<std::uint32_t>> readNumber(const Node& rule, const char* key) {
    const auto node = VITRINE_TRY(rule.find(key));
    if (!node || (node->value().is_number_integer() && node->value() == -1))
        return std::nullopt;
    return static_cast<std::uint32_t>(
        VITRINE_TRY(node->unsignedNumber(std::numeric_limits<std::int32_t>::max())));
}

Result<DeviceRule> readRule(const Node& node) {
    DeviceRule rule;
    rule.allow = VITRINE_TRY(node.require("allow").and_then(&Node::boolean));
    if (const auto type = VITRINE_TRY(node.find("type"))) {
        const std::string word = VITRINE_TRY(type->text());
        if (word != "a" && word != "b" && word != "c" && word != "u" && !word.empty())
            return failure(type->invalid("must be a, b, c or u"));
        if (!word.empty())
            rule.type = word == "u" ? 'c' : word.front();
    }
    rule.major = VITRINE_TRY(readNumber(node, "major"));
    rule.minor = VITRINE_TRY(readNumber(node, "minor"));
    rule.access = VITRINE_TRY(readAccess(node));
    return rule;
}

/// What config-linux.md, "Default Devices", promises, terminals, and making nodes, which by itself gives
/// nothing.
std::vector<DeviceRule> alwaysAllowed() {
    std::vector<DeviceRule> rules{{true, 'c', {}, {}, BPF_DEVCG_ACC_MKNOD},
                                  {true, 'b', {}, {}, BPF_DEVCG_ACC_MKNOD}};
    for (const std::uint32_t minor : {3U, 5U, 7U, 8U, 9U}) // null, zero, full, random, urandom
        rules.push_back({true, 'c', 1U, minor, allAccess});
    for (const std::uint32_t minor : {0U, 2U}) // tty, ptmx
        rules.push_back({true, 'c', 5U, minor, allAccess});
    rules.push_back({true, 'c', 136U, {}, allAccess}); // pts
    return rules;
}

/// The program: the last rule that has something to say of an access decides, and without one it is allowed.
class DeviceProgram {
public:
    DeviceProgram() {
        add(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_2, BPF_REG_1, offsetof(bpf_cgroup_dev_ctx, access_type), 0);
        add(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_3, BPF_REG_2, 0, 0);
        add(BPF_ALU64 | BPF_AND | BPF_K, BPF_REG_2, 0, 0, 0xffff); // type
        add(BPF_ALU64 | BPF_RSH | BPF_K, BPF_REG_3, 0, 0, 16);     // access
        add(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_4, BPF_REG_1, offsetof(bpf_cgroup_dev_ctx, major), 0);
        add(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_5, BPF_REG_1, offsetof(bpf_cgroup_dev_ctx, minor), 0);
    }

    void addRule(const DeviceRule& rule) {
        const std::size_t start = m_code.size();
        if (rule.type != 'a')
            unless(BPF_REG_2, rule.type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR);
        // An access is denied if any part of it is, and allowed if all of it is.
        add(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_3, 0, 0);
        add(BPF_ALU64 | BPF_AND | BPF_K, BPF_REG_1, 0, 0,
            static_cast<std::int32_t>(rule.allow ? allAccess & ~rule.access : rule.access));
        m_jumps.push_back(m_code.size());
        add(static_cast<std::uint8_t>(BPF_JMP | (rule.allow ? BPF_JNE : BPF_JEQ) | BPF_K), BPF_REG_1, 0, 0,
            0);
        if (rule.major)
            unless(BPF_REG_4, *rule.major);
        if (rule.minor)
            unless(BPF_REG_5, *rule.minor);
        answer(rule.allow);
        for (const std::size_t jump : m_jumps) {
            if (jump >= start)
                m_code[jump].off = static_cast<std::int16_t>(m_code.size() - jump - 1);
        }
        m_jumps.clear();
    }

    void answer(bool allow) {
        add(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, allow ? 1 : 0);
        add(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
    }

    [[nodiscard]] const std::vector<bpf_insn>& code() const { return m_code; }

private:
    void add(std::uint8_t code, std::uint8_t to, std::uint8_t from, std::size_t offset, std::int32_t number) {
        bpf_insn instruction{};
        instruction.code = code;
        instruction.dst_reg = to & 0xf;
        instruction.src_reg = from & 0xf;
        instruction.off = static_cast<std::int16_t>(offset);
        instruction.imm = number;
        m_code.push_back(instruction);
    }
    /// On to the next rule unless the register has this value.
    void unless(std::uint8_t reg, std::uint32_t value) {
        m_jumps.push_back(m_code.size());
        add(BPF_JMP | BPF_JNE | BPF_K, reg, 0, 0, static_cast<std::int32_t>(value));
    }

    std::vector<bpf_insn> m_code;
    std::vector<std::size_t> m_jumps;
};

long bpf(int command, bpf_attr& attributes) {
    return ::syscall(SYS_bpf, command, &attributes, sizeof attributes);
}

Result<sys::UniqueFd> load(const std::vector<bpf_insn>& code) {
    static constexpr char license[] = "GPL";
    bpf_attr attributes{};
    attributes.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
    attributes.insns = reinterpret_cast<std::uint64_t>(code.data());
    attributes.insn_cnt = static_cast<std::uint32_t>(code.size());
    attributes.license = reinterpret_cast<std::uint64_t>(&license[0]);
    sys::UniqueFd program(static_cast<int>(bpf(BPF_PROG_LOAD, attributes)));
    if (!program)
        return failure(Error::fromErrno("load the rules for devices", rulesPath, errno));
    return program;
}

} // namespace

Result<std::vector<DeviceRule>> readDeviceRules(const Node& resources) {
    std::vector<DeviceRule> rules;
    const auto list = VITRINE_TRY(resources.find("devices"));
    if (!list || list->value().empty())
        return rules;
    for (const Node& entry : VITRINE_TRY(list->elements()))
        rules.push_back(VITRINE_TRY(readRule(entry)));
    std::ranges::copy(alwaysAllowed(), std::back_inserter(rules));
    return rules;
}

Result<> restrictDevices(const cgroup::Cgroup* group, const std::vector<DeviceRule>& rules) {
    if (rules.empty())
        return {};
    const std::string path = group == nullptr ? std::string() : group->directoryOf("unified");
    if (path.empty())
        return failure(Error(ErrorKind::NotSupported, {}, rulesPath,
                             "needs a control group in the unified hierarchy (cgroup v2)"));
    DeviceProgram program;
    std::ranges::for_each(rules.rbegin(), rules.rend(),
                          [&](const DeviceRule& rule) { program.addRule(rule); });
    program.answer(true);
    const auto loaded = VITRINE_TRY(load(program.code()));
    const auto directory = VITRINE_TRY(sys::openDirectory(AT_FDCWD, path));
    bpf_attr attributes{};
    attributes.target_fd = static_cast<std::uint32_t>(directory.get());
    attributes.attach_bpf_fd = static_cast<std::uint32_t>(loaded.get());
    attributes.attach_type = BPF_CGROUP_DEVICE;
    attributes.attach_flags = BPF_F_ALLOW_MULTI;
    if (bpf(BPF_PROG_ATTACH, attributes) != 0)
        return failure(Error::fromErrno("put the rules for devices in force", path, errno));
    return {};
}

namespace {

/// The machine's own node of that path, if it is that very device.
Result<> checkNode(const Node& device, const std::string& path) {
    const std::string type = VITRINE_TRY(device.require("type").and_then(&Node::text));
    if (type != "c" && type != "u" && type != "b")
        return failure(Error(ErrorKind::NotSupported, {}, device.path() + ".type", "must be c, u or b"));
    constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    const Node majorNode = VITRINE_TRY(device.require("major"));
    const Node minorNode = VITRINE_TRY(device.require("minor"));
    const auto major = static_cast<unsigned>(VITRINE_TRY(majorNode.unsignedNumber(most)));
    const auto minor = static_cast<unsigned>(VITRINE_TRY(minorNode.unsignedNumber(most)));
    struct stat status{};
    const bool isThere = ::lstat(path.c_str(), &status) == 0 && status.st_rdev == makedev(major, minor) &&
                         (type == "b" ? S_ISBLK(status.st_mode) : S_ISCHR(status.st_mode));
    if (!isThere)
        return failure(
            Error(ErrorKind::NotSupported, {}, device.path(),
                  "only a device that this machine has at the same path can be given to a container"));
    for (const auto& [key, is] : {std::pair("uid", status.st_uid), std::pair("gid", status.st_gid),
                                  std::pair("fileMode", status.st_mode & 0777)}) {
        const auto wanted = VITRINE_TRY(device.find(key));
        if (wanted && (VITRINE_TRY(wanted->unsignedNumber(most)) &
                       (std::string(key) == "fileMode" ? 0777 : most)) != is)
            return failure(Error(ErrorKind::NotSupported, {}, device.path() + '.' + key,
                                 "must be as on this machine's own node, which is what the container gets"));
    }
    return {};
}

} // namespace

Result<> bindDevices(Value& document) {
    const Node root(document);
    const auto linuxNode = VITRINE_TRY(root.find("linux"));
    const auto devices = linuxNode ? VITRINE_TRY(linuxNode->find("devices")) : std::nullopt;
    if (!devices)
        return {};
    Value mounts =
        document.contains("mounts") && document["mounts"].is_array() ? document["mounts"] : Value::array();
    constexpr std::array<std::string_view, 8> present{"/dev/null",    "/dev/zero",    "/dev/full",
                                                      "/dev/random",  "/dev/urandom", "/dev/tty",
                                                      "/dev/console", "/dev/ptmx"};
    for (const Node& device : VITRINE_TRY(devices->elements())) {
        const std::string path = VITRINE_TRY(device.require("path").and_then(&Node::text));
        if (std::ranges::contains(present, path))
            continue; // every container has them
        VITRINE_CHECK(checkNode(device, path));
        mounts.push_back({{"destination", path}, {"type", "bind"}, {"source", path}, {"options", {"bind"}}});
    }
    document["mounts"] = std::move(mounts);
    return {};
}

} // namespace vitrine::runtime
