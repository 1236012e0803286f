// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// config.json: what a user hands to the helper, what a bundle made elsewhere says, and what is in the file of
// a template, which is one, too.

#include "core/model/ociconfig.h"
#include "core/model/templatespec.h"
#include "core/plan/mountoptions.h"
#include "core/plan/plan.h"
#include "core/plan/script.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shellwords.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <sstream>

using namespace vitrine;

namespace {

PlanContext contextOf(CgroupLayout layout, Privilege privilege) {
    PlanContext context;
    CgroupFacts& cgroup = context.facts.cgroup;
    cgroup.layout = layout;
    const auto version = layout == CgroupLayout::V2 ? ControllerVersion::V2 : ControllerVersion::V1;
    cgroup.cpu = cgroup.memory = cgroup.pids = cgroup.freezer = cgroup.cpuset = cgroup.io = version;
    cgroup.swapAccounting = true;
    cgroup.ioWeightFile = layout == CgroupLayout::V2 ? "io.weight" : "blkio.bfq.weight";
    context.facts.privilege = privilege;
    context.facts.cpuCount = 2;
    context.facts.idMappedMounts = true;
    context.facts.appArmor = context.facts.seLinux = true;
    context.id = "0123456789abcdef0123456789abcdef";
    context.rootDirectory = "/var/lib/vitrine/containers/0123456789abcdef0123456789abcdef/rootfs";
    if (layout == CgroupLayout::V1) // a folder of somebody who likes quotes
        context.rootDirectory = "/home/bob's $(id)`id`;\"id\" #\\";
    context.rootMappings = {{0, 100000, 65536}};
    context.cgroupPath = "vitrine/0123456789abcdef0123456789abcdef";
    return context;
}

const std::array<PlanContext, 3>& contexts() {
    static const std::array<PlanContext, 3> all{contextOf(CgroupLayout::V2, Privilege::Root),
                                                contextOf(CgroupLayout::V1, Privilege::Root),
                                                contextOf(CgroupLayout::V2, Privilege::Rootless)};
    return all;
}

bool isPath(const std::string& path) {
    return path.starts_with('/') && !path.contains("/../") && !path.ends_with("/..") &&
           fuzz::isShowable(path, fuzz::Newlines::Refused);
}

/// A file right in a cgroup's directory, and a value that is one line.
bool isLimit(const LimitFile& limit) {
    return !limit.file.empty() && !limit.file.contains('/') &&
           fuzz::isShowable(limit.value, fuzz::Newlines::Refused);
}

struct StepCheck {
    void operator()(const step::MountFilesystem& what) const {
        FUZZ_REQUIRE(isPath(what.mount.destination));
        const bool isProc = what.mount.destination == "/proc" || what.mount.destination.starts_with("/proc/");
        FUZZ_REQUIRE(!isProc || (what.mount.type == "proc" && what.mount.destination == "/proc"));
        FUZZ_REQUIRE(what.mount.destination != "/");
        FUZZ_REQUIRE(!what.data.contains('\0'));
    }
    void operator()(const step::MaskPath& what) const { FUZZ_REQUIRE(isPath(what.path)); }
    void operator()(const step::MakeReadOnly& what) const { FUZZ_REQUIRE(isPath(what.path)); }
    void operator()(const step::SetWorkingDirectory& what) const { FUZZ_REQUIRE(isPath(what.path)); }
    void operator()(const step::MakeSymlink& what) const { FUZZ_REQUIRE(isPath(what.path)); }
    void operator()(const step::BindDevice& what) const { FUZZ_REQUIRE(isPath("/dev/" + what.name)); }
    void operator()(const step::MakeDevice& what) const {
        FUZZ_REQUIRE(isPath(what.device.path) && what.device.path.starts_with("/dev/"));
    }
    void operator()(const step::WriteLimit& what) const { FUZZ_REQUIRE(isLimit(what.limit)); }
    void operator()(const step::Execute& what) const {
        FUZZ_REQUIRE(!what.args.empty());
        for (const auto* list : {&what.args, &what.env}) {
            for (const std::string& text : *list)
                FUZZ_REQUIRE(!text.contains('\0'));
        }
    }
    void operator()(const step::CreateCgroup& what) const {
        FUZZ_REQUIRE(what.path == contexts().front().cgroupPath);
    }
    template <typename Other>
    void operator()(const Other&) const {}
};

std::set<std::string> wordsOf(const std::string& text) {
    std::istringstream words(text);
    return {std::istream_iterator<std::string>(words), {}};
}

/// The commands, patterns and variables that a script by hand is made of. Whatever else stands where a
/// command can stand has come out of the specification.
void checkScript(const std::string& script) {
    static const std::set<std::string> commands = wordsOf(R"(
        * - -v 0 2 2>/dev/null 3 3< 4 5 5< : [ case
        cat cd chmod chown command do done echo elif else esac exec exit fail
        fi finish for hand_down hide if inside ip kill make_group mkdir mkfifo mktemp mount
        newgidmap newuidmap nsenter outside pivot_root place place_like printf prlimit protect quoted quoted:(cat quoted:(command quoted:(id
        quoted:(stat read remember return rm rmdir set setpriv sh sleep take_back then trap tries
        tty umask umount unshare until wait while { }
    )");
    static const std::set<std::string> variables =
        wordsOf("IFS child group minor new_root pid root spot status terminal tries undo version work");
    const fuzz::ShellWords words(script);
    FUZZ_REQUIRE(words.isWhole());
    for (const std::string& word : words.commands()) {
        const bool isKnown = commands.contains(word) || variables.contains(word.substr(0, word.find('=')));
        if (!isKnown)
            std::fprintf(stderr, "this is no command of a script by hand: %s\n", word.c_str());
        FUZZ_REQUIRE(isKnown);
    }
}

void checkDescription(const StepDescription& words) {
    FUZZ_REQUIRE(!words.id.empty() && !words.title.empty() && !words.systemCall.empty());
    for (const std::string* text :
         {&words.id, &words.title, &words.isolates, &words.undo, &words.explanation})
        FUZZ_REQUIRE(fuzz::isShowable(*text, fuzz::Newlines::Allowed));
}

void checkPlan(const ContainerSpec& spec, const PlanContext& context) {
    const auto plan = makePlan(spec, context);
    if (!plan) {
        FUZZ_REQUIRE(!plan.error().reason().empty());
        return;
    }
    FUZZ_REQUIRE(std::holds_alternative<step::Execute>(plan->steps.back()));
    for (const Step& step : plan->steps)
        std::visit(StepCheck{}, step);
    checkScript(makeScript(*plan, context, spec.name));
    const auto words = describe(*plan, context);
    FUZZ_REQUIRE(words.size() == plan->steps.size());
    std::set<std::string> ids;
    for (const StepDescription& description : words) {
        checkDescription(description);
        FUZZ_REQUIRE(ids.insert(description.id).second);
    }
}

bool isSame(ContainerSpec a, ContainerSpec b) {
    a.original.clear();
    b.original.clear();
    return a.ociVersion == b.ociVersion && a.name == b.name && a.hostname == b.hostname &&
           a.rootPath == b.rootPath && a.rootMode == b.rootMode && a.rootAccess == b.rootAccess &&
           a.namespaces == b.namespaces && a.uidMappings == b.uidMappings && a.gidMappings == b.gidMappings &&
           a.process == b.process && a.mounts == b.mounts && a.limits == b.limits && a.seccomp == b.seccomp &&
           a.maskedPaths == b.maskedPaths && a.readonlyPaths == b.readonlyPaths;
}

/// What is saved can be read again, and has nothing of the container that it was made of.
void checkTemplate(const ContainerSpec& spec) {
    const ContainerSpec made = asTemplate(spec);
    FUZZ_REQUIRE(validate(made));
    FUZZ_REQUIRE(made.original.empty() && made.hostname.empty() && made.joinedId.empty() &&
                 made.groupId.empty() && made.uidMappings.empty() && made.gidMappings.empty());
    const std::string written = writeConfig(made);
    const auto again = parseConfig(written);
    FUZZ_REQUIRE(again || written.size() > maximumConfigSize);
    if (again)
        FUZZ_REQUIRE(isSame(asTemplate(*again), made));
}

void checkRefusal(const Error& error) {
    FUZZ_REQUIRE(error.subject().starts_with('$'));
    FUZZ_REQUIRE(!error.reason().empty());
    FUZZ_REQUIRE(fuzz::isShowable(error.message(), fuzz::Newlines::Refused));
    FUZZ_REQUIRE(error.message().size() < 16384);
}

} // namespace

void fuzzOne(std::string_view input) {
    const auto spec = parseConfig(input);
    if (!spec)
        return checkRefusal(spec.error());
    FUZZ_REQUIRE(validate(*spec));
    FUZZ_REQUIRE(validate(spec->limits));
    FUZZ_REQUIRE(validateName(spec->name));
    const std::string written = writeConfig(*spec);
    const auto again = parseConfig(written);
    if (!again) {
        FUZZ_REQUIRE(written.size() > maximumConfigSize); // which is not written to a disk
        return;
    }
    FUZZ_REQUIRE(isSame(*spec, *again));
    FUZZ_REQUIRE(writeConfig(*again) == written);
    for (const Widening widening : widenings(*spec))
        FUZZ_REQUIRE(fuzz::isShowable(describe(widening, *spec), fuzz::Newlines::Refused));
    checkTemplate(*spec);
    for (const PlanContext& context : contexts())
        checkPlan(*spec, context);
}
