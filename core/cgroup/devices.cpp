// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/devices.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>

namespace vitrine::cgroup {

namespace {

constexpr const char* rulesPath = "$.linux.resources.devices";
static_assert(deviceMknod == BPF_DEVCG_ACC_MKNOD && deviceRead == BPF_DEVCG_ACC_READ &&
              deviceWrite == BPF_DEVCG_ACC_WRITE);

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
            static_cast<std::int32_t>(rule.allow ? deviceAllAccess & ~rule.access : rule.access));
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

Result<> attach(const std::string& path, const std::vector<DeviceRule>& rules) {
    const auto loaded = VITRINE_TRY(load(deviceProgram(rules)));
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

/// v1 keeps one list, of what is excepted from allowing or refusing everything: rules can be put into it only
/// where each adds to it (checkForV1()).
Result<> writeRules(const std::string& path, const std::vector<DeviceRule>& rules) {
    const auto directory = VITRINE_TRY(sys::openDirectory(AT_FDCWD, path));
    for (const DeviceRule& rule : rules) {
        for (const std::string& line : linesOf(rule)) {
            if (auto written = sys::writeKernelFileAt(directory.get(),
                                                      rule.allow ? "devices.allow" : "devices.deny", line);
                !written)
                return failure(
                    std::move(written).error().within("put the rule for devices \"" + line + "\" in force"));
        }
    }
    return {};
}

} // namespace

std::vector<std::string> linesOf(const DeviceRule& rule) {
    const bool isWhole = !rule.major && !rule.minor && rule.access == deviceAllAccess;
    if (rule.type != 'a' || isWhole)
        return {textOf(rule)};
    DeviceRule character = rule;
    DeviceRule block = rule;
    character.type = 'c';
    block.type = 'b';
    return {textOf(character), textOf(block)};
}

std::vector<bpf_insn> deviceProgram(const std::vector<DeviceRule>& rules) {
    DeviceProgram program;
    std::ranges::for_each(rules.rbegin(), rules.rend(),
                          [&](const DeviceRule& rule) { program.addRule(rule); });
    program.answer(true);
    return program.code();
}

Result<> restrictDevices(const Cgroup& group, const std::vector<DeviceRule>& rules) {
    if (const std::string unified = group.directoryOf("unified"); !unified.empty())
        return attach(unified, rules);
    if (const std::string devices = group.directoryOf("devices"); !devices.empty())
        return writeRules(devices, rules);
    return failure(Error(ErrorKind::NotSupported, {}, rulesPath,
                         "needs a control group of cgroup v2, or v1's controller for devices"));
}

} // namespace vitrine::cgroup
