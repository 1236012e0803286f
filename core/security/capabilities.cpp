// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/security/capabilities.h"

#include "core/model/capabilitynames.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

namespace vitrine::security {

namespace {

/// Bits of a mask.
constexpr unsigned mostCapabilities = 64;

/// The capabilities that this kernel has: prctl(2) says EINVAL for others.
std::uint64_t knownToKernel() {
    // A newer kernel has them all, and asking for the last one is a single call.
    if (::prctl(PR_CAPBSET_READ, capabilityNames.size() - 1, 0, 0, 0) >= 0)
        return (std::uint64_t{1} << capabilityNames.size()) - 1;
    std::uint64_t known = 0;
    for (std::size_t number = 0; number < capabilityNames.size(); ++number) {
        if (::prctl(PR_CAPBSET_READ, number, 0, 0, 0) >= 0)
            known |= std::uint64_t{1} << number;
    }
    return known;
}

Result<std::uint64_t> toMask(const std::vector<std::string>& names, std::string_view set,
                             std::uint64_t known) {
    std::uint64_t mask = 0;
    for (const std::string& name : names) {
        const auto* const found = std::ranges::find(capabilityNames, name);
        if (found == capabilityNames.end()) {
            return failure(
                Error::invalid("$.process.capabilities." + std::string(set),
                               "\"" + name + "\" is not a capability; they are in capabilities(7)"));
        }
        mask |= std::uint64_t{1} << (found - capabilityNames.begin());
    }
    return mask & known;
}

bool contains(std::uint64_t mask, unsigned number) {
    return (mask & (std::uint64_t{1} << number)) != 0;
}

} // namespace

Result<CapabilityMasks> toMasks(const CapabilitySets& sets) {
    const std::uint64_t known = knownToKernel();
    CapabilityMasks masks;
    masks.bounding = VITRINE_TRY(toMask(sets.bounding, "bounding", known));
    masks.effective = VITRINE_TRY(toMask(sets.effective, "effective", known));
    masks.permitted = VITRINE_TRY(toMask(sets.permitted, "permitted", known));
    masks.inheritable = VITRINE_TRY(toMask(sets.inheritable, "inheritable", known));
    masks.ambient = VITRINE_TRY(toMask(sets.ambient, "ambient", known));
    return masks;
}

int applyBounding(const CapabilityMasks& masks) {
    for (unsigned number = 0; number < mostCapabilities; ++number) {
        if (contains(masks.bounding, number))
            continue;
        if (::prctl(PR_CAPBSET_DROP, number, 0, 0, 0) != 0)
            // The first number that this kernel does not know ends the list.
            return errno == EINVAL ? 0 : errno;
    }
    return 0;
}

int applySets(const CapabilityMasks& masks) {
    __user_cap_header_struct header{};
    header.version = _LINUX_CAPABILITY_VERSION_3;
    // Two halves: capabilities 0 to 31 and 32 to 63 (capget(2)).
    const auto half = [&](unsigned shift) {
        __user_cap_data_struct made{};
        made.effective = static_cast<std::uint32_t>(masks.effective >> shift);
        made.permitted = static_cast<std::uint32_t>(masks.permitted >> shift);
        made.inheritable = static_cast<std::uint32_t>(masks.inheritable >> shift);
        return made;
    };
    const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> data{half(0), half(32)};
    if (::syscall(SYS_capset, &header, data.data()) != 0)
        return errno;
    // capset(2) leaves none ambient that is not both permitted and inheritable (capabilities(7)).
    if ((masks.permitted & masks.inheritable) != 0 &&
        ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
        return errno;
    for (unsigned number = 0; number < mostCapabilities; ++number) {
        if (contains(masks.ambient, number) &&
            ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0) != 0)
            return errno;
    }
    return 0;
}

} // namespace vitrine::security
