// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerspec.h"
#include "helper/access/clients.h"
#include "helper/bus/limitsmap.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/lifecycle.h"
#include "helper/containers/panicstop.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/limitwork.h"
#include "helper/verbs/verbs.h"

#include <memory>
#include <utility>

namespace vitrine::helper {

namespace {

constexpr std::size_t maximumPerUser = 32;
constexpr std::size_t maximumInAll = 1000;

using Pointer = GroupStore::Pointer;
using EffectRows = QList<LimitEffectRow>;

/// What an order on a group was checked against.
struct Seen {
    std::string id;
    std::uint64_t revision = 0;
};

/// NotFound also for a group that the caller may not see: it is told apart from none by nothing.
Result<Pointer> groupOf(const Context& context, const Call& call) {
    const QString id = argument<QString>(call, 0);
    auto group = context.groups.find(id.left(64).toStdString());
    if (group && context.clients.sees(call.caller.name, group->spec.ownerUid))
        return group;
    return failure(Error(ErrorKind::NotFound, {}, "group", "there is none of this id"));
}

Result<> checkIdle(const Group& group) {
    if (group.isStopping)
        return failure(Error(ErrorKind::Busy, {}, group.spec.name, "is being stopped"));
    if (group.isOccupied)
        return failure(Error(ErrorKind::Busy, {}, group.spec.name, "another operation is under way"));
    return {};
}

Result<> checkName(const GroupStore& groups, const std::string& name, std::uint32_t owner,
                   const Group* self) {
    VITRINE_CHECK(validateName(name));
    const auto other = groups.findByName(owner, name);
    if (other && other.get() != self)
        return failure(Error(ErrorKind::AlreadyExists, {}, "name", "another group is called " + name)
                           .withHint("Choose another name."));
    return {};
}

Result<> checkQuota(const GroupStore& groups, std::uint32_t owner) {
    if ((owner != 0 && groups.countOf(owner) >= maximumPerUser) || groups.all().size() >= maximumInAll)
        return failure(Error(ErrorKind::LimitExceeded, {}, "there are too many groups", "")
                           .withHint("Delete groups that are no longer needed."));
    return {};
}

/// Names who is in it, or may just be coming into it.
Result<> checkEmpty(const Context& context, const Group& group) {
    VITRINE_CHECK(checkIdle(group));
    std::string names;
    for (const auto& container : membersOf(context.store, group.spec.id))
        names += (names.empty() ? "" : ", ") + container->spec.name;
    if (!names.empty())
        return failure(Error(ErrorKind::WrongState, {}, group.spec.name, "has containers in it: " + names)
                           .withHint("Move them to another group or to none, or delete them."));
    for (const auto& container : context.store.all())
        if (container->record.ownerUid == group.spec.ownerUid &&
            container->occupation.operation == Operation::Edit)
            return failure(
                Error(ErrorKind::Busy, {}, group.spec.name,
                      "may get the container " + container->spec.name + ", which is being edited"));
    return {};
}

/// The intent of a verb on a group: it is found again when permission was given, and must be the same.
template <typename Act>
Intent onGroup(const Pointer& group, const Act& act) {
    Intent intent{.act = [seen = Seen{group->spec.id, group->revision}, act](const Granted& granted) {
        const auto found = granted.context.groups.find(seen.id);
        if (!found || found->revision != seen.revision)
            return granted.reply->fail(Error(ErrorKind::Stale, {}, "the group",
                                             "was changed while the question was open; nothing was done")
                                           .withHint("Look at it again, then try again."));
        act(granted, found);
    }};
    intent.owner = group->spec.ownerUid;
    intent.container = group->spec.name;
    return intent;
}

void create(const Granted& granted, const std::string& name, const ResourceLimits& limits) {
    GroupStore& groups = granted.context.groups;
    const std::uint32_t owner = granted.caller.uid;
    Result<> fits = checkQuota(groups, owner);
    if (fits)
        fits = checkName(groups, name, owner, nullptr);
    if (!fits)
        return granted.reply->fail(fits.error());
    const auto id = randomId();
    if (!id)
        return granted.reply->fail(id.error());
    const auto group = std::make_shared<Group>();
    group->spec = {*id, name, owner, nowUs(), limits};
    // In memory at once, so that nobody else can take the name meanwhile.
    auto guard = std::make_unique<GroupGuard>(group);
    groups.add(group);
    granted.context.tasks.run<Result<>>(
        owner,
        [directory = groups.directory(), spec = group->spec] { return writeGroupFile(directory, spec); },
        [&groups, group, guard = std::move(guard), reply = granted.reply](const Result<>& written) {
            if (written)
                return reply->send({toQString(group->spec.id)});
            groups.remove(group->spec.id);
            reply->fail(written.error());
        });
}

void rename(const Granted& granted, const Pointer& group, const std::string& name) {
    GroupStore& groups = granted.context.groups;
    Result<> good = checkIdle(*group);
    if (good)
        good = checkName(groups, name, group->spec.ownerUid, group.get());
    if (!good)
        return granted.reply->fail(good.error());
    auto guard = std::make_unique<GroupGuard>(group);
    const std::string before = std::exchange(group->spec.name, name);
    ++group->revision;
    granted.context.tasks.run<Result<>>(
        group->spec.ownerUid,
        [directory = groups.directory(), spec = group->spec] { return writeGroupFile(directory, spec); },
        [&groups, group, before, guard = std::move(guard), reply = granted.reply](const Result<>& written) {
            if (!written)
                group->spec.name = before;
            groups.touch(*group);
            if (!written)
                return reply->fail(written.error());
            reply->send();
        });
}

void remove(const Granted& granted, const Pointer& group) {
    Context& context = granted.context;
    if (auto empty = checkEmpty(context, *group); !empty)
        return granted.reply->fail(empty.error());
    // Out of the list at once, so that no container comes into it meanwhile.
    context.groups.remove(group->spec.id);
    context.tasks.run<Result<>>(
        group->spec.ownerUid,
        [directory = context.groups.directory(), id = group->spec.id] {
            return removeGroupFile(directory, id);
        },
        [&context, group, reply = granted.reply](const Result<>& removed) {
            if (!removed) {
                context.groups.add(group);
                return reply->fail(removed.error());
            }
            context.spawner.forgetGroup(group->spec.id);
            reply->send();
        });
}

/// New limits on their way: the file first, so that nothing is in force that no file tells of; then systemd,
/// which would take back what it does not know; then the kernel, which takes all or none. What fails takes
/// back what was before it.
class Limiting : public std::enable_shared_from_this<Limiting> {
public:
    Limiting(const Granted& granted, const Pointer& group, const ResourceLimits& limits)
        : m_context(granted.context)
        , m_reply(granted.reply)
        , m_group(group)
        , m_guard(group)
        , m_before(group->spec)
        , m_after(group->spec) {
        m_after.limits = limits;
    }

    void begin() {
        write(m_after, [self = shared_from_this()](const Result<>& written) {
            if (!written)
                return self->m_reply->fail(written.error());
            self->tellSystemd();
        });
    }

private:
    void write(const GroupSpec& spec, std::function<void(const Result<>&)> done) {
        m_context.tasks.run<Result<>>(
            spec.ownerUid,
            [directory = m_context.groups.directory(), spec] { return writeGroupFile(directory, spec); },
            [done = std::move(done)](const Result<>& written) { done(written); });
    }

    void tellSystemd() {
        m_context.spawner.limitGroup(m_after, [self = shared_from_this()](const Result<>& told) {
            if (!told)
                return self->takeBack(told.error());
            self->tellKernel();
        });
    }

    void tellKernel() {
        m_context.tasks.run<Result<EffectRows>>(
            m_after.ownerUid,
            [facts = m_context.facts.cgroup, path = m_context.lifecycle.cgroupOfGroup(m_after.id),
             limits = m_after.limits]() -> Result<EffectRows> {
                auto rows = applyToKernel(facts, path, limits);
                if (!rows && rows.error().kind() == ErrorKind::NotFound) // nothing in it runs
                    return EffectRows();
                return rows;
            },
            [self = shared_from_this()](const Result<EffectRows>& rows) {
                if (!rows)
                    return self->takeBack(rows.error());
                self->m_group->spec.limits = self->m_after.limits;
                self->m_context.groups.touch(*self->m_group);
                self->m_reply->send({QVariant::fromValue(*rows)});
            });
    }

    void takeBack(const Error& error) {
        m_context.spawner.limitGroup(m_before, [](const Result<>&) {}); // the first error is the one to tell
        write(m_before, [self = shared_from_this(), error](const Result<>& restored) {
            if (restored)
                return self->m_reply->fail(error);
            self->m_reply->fail(
                Error(error).withHint("The new limits stay in the group's file, which could not "
                                      "be put back (" +
                                      restored.error().message() + "): set the limits again."));
        });
    }

    Context& m_context;
    std::shared_ptr<Reply> m_reply;
    Pointer m_group;
    GroupGuard m_guard;
    GroupSpec m_before;
    GroupSpec m_after;
};

} // namespace

// Safe because: it tells of the groups of whoever may be seen.
Result<Intent> prepareListGroups(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        QList<GroupRow> rows;
        for (const Pointer& group : granted.context.groups.all()) {
            const GroupSpec& spec = group->spec;
            if (granted.context.clients.sees(granted.caller.name, spec.ownerUid))
                rows.append({toQString(spec.id), toQString(spec.name), uint{spec.ownerUid},
                             toQString(granted.context.lifecycle.cgroupOfGroup(spec.id)),
                             limitsToMap(spec.limits)});
        }
        granted.reply->send({QVariant::fromValue(rows)});
    }};
}

// Safe because: name and limits are checked, id and file name are made here, and a user has at most 32. A
// group allows nothing: what is in it is limited further.
Result<Intent> prepareCreateGroup(Context& context, const Call& call) {
    const std::string name = argument<QString>(call, 0).toStdString();
    VITRINE_CHECK(checkName(context.groups, name, call.caller.uid, nullptr));
    const ResourceLimits limits = VITRINE_TRY(takeLimits(context, argument<QVariantMap>(call, 1)));
    VITRINE_CHECK(checkQuota(context.groups, call.caller.uid));
    Intent intent{.act = [name, limits](const Granted& granted) { create(granted, name, limits); }};
    intent.container = name;
    return intent;
}

// Safe because: as with SetLimits of a container; the files are those of the group's own control group, whose
// path is made of its id.
Result<Intent> prepareSetGroupLimits(Context& context, const Call& call) {
    const Pointer group = VITRINE_TRY(groupOf(context, call));
    const ResourceLimits limits = VITRINE_TRY(takeLimits(context, argument<QVariantMap>(call, 1)));
    VITRINE_CHECK(checkIdle(*group));
    return onGroup(group, [limits](const Granted& granted, const Pointer& found) {
        if (auto idle = checkIdle(*found); !idle)
            return granted.reply->fail(idle.error());
        std::make_shared<Limiting>(granted, found, limits)->begin();
    });
}

// Safe because: it reads the control files of a group that the caller may see.
Result<Intent> prepareReadGroupLimits(Context& context, const Call& call) {
    const Pointer group = VITRINE_TRY(groupOf(context, call));
    return Intent{.act = [id = group->spec.id](const Granted& granted) {
        const auto rows =
            readFromKernel(granted.context.facts.cgroup, granted.context.lifecycle.cgroupOfGroup(id));
        if (!rows)
            return granted.reply->fail(rows.error());
        granted.reply->send({QVariant::fromValue(*rows)});
    }};
}

// Safe because: the name is checked against a fixed set of characters, and is in no path.
Result<Intent> prepareRenameGroup(Context& context, const Call& call) {
    const Pointer group = VITRINE_TRY(groupOf(context, call));
    const std::string name = argument<QString>(call, 1).toStdString();
    VITRINE_CHECK(checkName(context.groups, name, group->spec.ownerUid, group.get()));
    VITRINE_CHECK(checkIdle(*group));
    return onGroup(group,
                   [name](const Granted& granted, const Pointer& found) { rename(granted, found, name); });
}

// Safe because: only a group without containers goes, and with it one file of the helper's own.
Result<Intent> prepareDeleteGroup(Context& context, const Call& call) {
    const Pointer group = VITRINE_TRY(groupOf(context, call));
    VITRINE_CHECK(checkEmpty(context, *group));
    return onGroup(group, remove);
}

// Safe because: what is killed is found by the control groups of the group's own containers, whose paths are
// made of their ids; no pid comes from the caller. To stop is to do less.
Result<Intent> prepareStopGroup(Context& context, const Call& call) {
    const Pointer group = VITRINE_TRY(groupOf(context, call));
    return onGroup(group, [](const Granted& granted, const Pointer& found) {
        granted.context.panicStop.stop(found, [reply = granted.reply](const Result<>& stopped) {
            if (!stopped)
                return reply->fail(stopped.error());
            reply->send();
        });
    });
}

} // namespace vitrine::helper
