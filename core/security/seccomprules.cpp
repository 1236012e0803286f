// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/security/seccomprules.h"

#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

namespace vitrine::security {

namespace {

constexpr const char* field = "$.linux.seccomp";

template <typename Value>
using Word = std::pair<std::string_view, Value>;

constexpr std::array<Word<std::uint32_t>, 8> actions{{
    {"SCMP_ACT_KILL", SCMP_ACT_KILL_THREAD},
    {"SCMP_ACT_KILL_THREAD", SCMP_ACT_KILL_THREAD},
    {"SCMP_ACT_KILL_PROCESS", SCMP_ACT_KILL_PROCESS},
    {"SCMP_ACT_TRAP", SCMP_ACT_TRAP},
    {"SCMP_ACT_ERRNO", SCMP_ACT_ERRNO(0)},
    {"SCMP_ACT_TRACE", SCMP_ACT_TRACE(0)},
    {"SCMP_ACT_ALLOW", SCMP_ACT_ALLOW},
    {"SCMP_ACT_LOG", SCMP_ACT_LOG},
}};
constexpr std::array<Word<scmp_compare>, 7> operators{{
    {"SCMP_CMP_NE", SCMP_CMP_NE},
    {"SCMP_CMP_LT", SCMP_CMP_LT},
    {"SCMP_CMP_LE", SCMP_CMP_LE},
    {"SCMP_CMP_EQ", SCMP_CMP_EQ},
    {"SCMP_CMP_GE", SCMP_CMP_GE},
    {"SCMP_CMP_GT", SCMP_CMP_GT},
    {"SCMP_CMP_MASKED_EQ", SCMP_CMP_MASKED_EQ},
}};
constexpr std::array<Word<std::uint32_t>, 16> architectures{{
    {"SCMP_ARCH_X86", SCMP_ARCH_X86},
    {"SCMP_ARCH_X86_64", SCMP_ARCH_X86_64},
    {"SCMP_ARCH_X32", SCMP_ARCH_X32},
    {"SCMP_ARCH_ARM", SCMP_ARCH_ARM},
    {"SCMP_ARCH_AARCH64", SCMP_ARCH_AARCH64},
    {"SCMP_ARCH_MIPS", SCMP_ARCH_MIPS},
    {"SCMP_ARCH_MIPS64", SCMP_ARCH_MIPS64},
    {"SCMP_ARCH_MIPS64N32", SCMP_ARCH_MIPS64N32},
    {"SCMP_ARCH_MIPSEL", SCMP_ARCH_MIPSEL},
    {"SCMP_ARCH_MIPSEL64", SCMP_ARCH_MIPSEL64},
    {"SCMP_ARCH_MIPSEL64N32", SCMP_ARCH_MIPSEL64N32},
    {"SCMP_ARCH_PPC64", SCMP_ARCH_PPC64},
    {"SCMP_ARCH_PPC64LE", SCMP_ARCH_PPC64LE},
    {"SCMP_ARCH_RISCV64", SCMP_ARCH_RISCV64},
    {"SCMP_ARCH_S390", SCMP_ARCH_S390},
    {"SCMP_ARCH_S390X", SCMP_ARCH_S390X},
}};
constexpr std::array<Word<unsigned>, 3> flagWords{{
    {"SECCOMP_FILTER_FLAG_TSYNC", SECCOMP_FILTER_FLAG_TSYNC},
    {"SECCOMP_FILTER_FLAG_LOG", SECCOMP_FILTER_FLAG_LOG},
    {"SECCOMP_FILTER_FLAG_SPEC_ALLOW", SECCOMP_FILTER_FLAG_SPEC_ALLOW},
}};

template <typename Value, std::size_t Count>
std::vector<std::string> wordsOf(const std::array<Word<Value>, Count>& table) {
    std::vector<std::string> words;
    for (const auto& [word, value] : table)
        words.emplace_back(word);
    return words;
}

template <typename Value, std::size_t Count>
Result<Value> valueOf(const std::array<Word<Value>, Count>& table, const std::string& word,
                      const std::string& path) {
    for (const auto& [candidate, value] : table) {
        if (candidate == word)
            return value;
    }
    return failure(Error(ErrorKind::NotSupported, {}, path, "\"" + word + "\" is not supported"));
}

Result<std::uint32_t> actionOf(const std::string& word, std::optional<std::uint32_t> number,
                               const std::string& path) {
    const auto action = VITRINE_TRY(valueOf(actions, word, path));
    const std::uint32_t data = number.value_or(EPERM) & SECCOMP_RET_DATA;
    const bool carriesNumber = action == SCMP_ACT_ERRNO(0) || action == SCMP_ACT_TRACE(0);
    return carriesNumber ? action | data : action;
}

struct Release {
    void operator()(void* context) const { ::seccomp_release(context); }
};

class Compilation {
public:
    explicit Compilation(std::uint32_t defaultAction)
        : m_context(::seccomp_init(defaultAction))
        , m_default(defaultAction) {}

    Result<> addArchitectures(const std::vector<std::string>& words);
    Result<> addRule(const SeccompRule& rule, const std::string& path);
    [[nodiscard]] Result<std::vector<sock_filter>> finish();

private:
    Result<> add(const std::string& name, std::uint32_t action, const std::vector<scmp_arg_cmp>& args);

    std::unique_ptr<void, Release> m_context;
    std::uint32_t m_default;
};

Error compileError(int errnum, const std::string& path) {
    return Error::fromErrno("compile the system-call filter", path, errnum);
}

Result<> Compilation::addArchitectures(const std::vector<std::string>& words) {
    if (!m_context)
        return failure(compileError(ENOMEM, field));
    for (const std::string& word : words) {
        const auto token = VITRINE_TRY(valueOf(architectures, word, std::string(field) + ".architectures"));
        const int result = ::seccomp_arch_add(m_context.get(), token);
        if (result != 0 && result != -EEXIST)
            return failure(compileError(-result, word));
    }
    return {};
}

Result<> Compilation::add(const std::string& name, std::uint32_t action,
                          const std::vector<scmp_arg_cmp>& args) {
    const int number = ::seccomp_syscall_resolve_name(name.c_str());
    if (number == __NR_SCMP_ERROR || action == m_default)
        return {};
    const int result = ::seccomp_rule_add_array(m_context.get(), action, number,
                                                static_cast<unsigned>(args.size()), args.data());
    return result == 0 ? Result<>{} : failure(compileError(-result, name));
}

Result<> Compilation::addRule(const SeccompRule& rule, const std::string& path) {
    const std::uint32_t action = VITRINE_TRY(actionOf(rule.action, rule.errnoRet, path + ".action"));
    std::vector<scmp_arg_cmp> args;
    std::set<unsigned> indices;
    for (const SeccompArgument& arg : rule.args) {
        if (arg.index > 5)
            return failure(Error::invalid(path + ".args", "must have an index from 0 to 5"));
        const auto op = VITRINE_TRY(valueOf(operators, arg.op, path + ".args"));
        args.push_back({arg.index, op, arg.value, arg.valueTwo});
        indices.insert(arg.index);
    }
    for (const std::string& name : rule.names) {
        if (indices.size() == args.size()) {
            VITRINE_CHECK(add(name, action, args));
            continue;
        }
        // libseccomp takes an argument once a rule: conditions on the same one are alternatives, as in runc.
        for (const scmp_arg_cmp& arg : args)
            VITRINE_CHECK(add(name, action, {arg}));
    }
    return {};
}

Result<std::vector<sock_filter>> Compilation::finish() {
    ::seccomp_attr_set(m_context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2); // a binary tree: seccomp_attr_set(3)
    const int memory = ::memfd_create("seccomp", MFD_CLOEXEC);
    if (memory < 0)
        return failure(compileError(errno, field));
    std::vector<sock_filter> program;
    int error = -::seccomp_export_bpf(m_context.get(), memory);
    const off_t size = ::lseek(memory, 0, SEEK_END);
    if (error == 0 && size > 0) {
        program.resize(static_cast<std::size_t>(size) / sizeof(sock_filter));
        if (::pread(memory, program.data(), static_cast<std::size_t>(size), 0) != size)
            error = EIO;
    }
    ::close(memory);
    if (error != 0)
        return failure(compileError(error, field));
    return program;
}

} // namespace

std::vector<std::string> seccompActions() {
    return wordsOf(actions);
}

std::vector<std::string> seccompOperators() {
    return wordsOf(operators);
}

std::vector<std::string> seccompArchitectures() {
    return wordsOf(architectures);
}

std::vector<std::string> seccompFlags() {
    return wordsOf(flagWords);
}

Result<std::uint32_t> architectureFrom(const std::string& word) {
    return valueOf(architectures, word, std::string(field) + ".architectures");
}

Result<SeccompFilter> compileRules(const SeccompRules& rules) {
    const std::string base = field;
    SeccompFilter filter;
    for (const std::string& flag : rules.flags)
        filter.flags |= VITRINE_TRY(valueOf(flagWords, flag, base + ".flags"));
    Compilation compilation(
        VITRINE_TRY(actionOf(rules.defaultAction, rules.defaultErrnoRet, base + ".defaultAction")));
    VITRINE_CHECK(compilation.addArchitectures(rules.architectures));
    for (std::size_t i = 0; i < rules.syscalls.size(); ++i)
        VITRINE_CHECK(compilation.addRule(rules.syscalls[i], base + ".syscalls[" + std::to_string(i) + "]"));
    filter.program = VITRINE_TRY(compilation.finish());
    return filter;
}

} // namespace vitrine::security
