// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"
#include "tests/support/fakecontainerservice.h"

#include <QTest>

#include <deque>

namespace vitrine::gui {

/// A service whose log, control files and consoles are what a test puts there.
class PageService : public FakeContainerService {
    Q_OBJECT
public:
    using FakeContainerService::FakeContainerService;

    QByteArray log;
    std::vector<LimitReading> kernel;
    OwnedFd console;
    std::deque<OwnedFd> shells;
    std::deque<OwnedFd> outputs; ///< instead: input, output and errors of a command without a terminal
    QStringList missingShells;   ///< exec of these fails as a missing file does

    void readLog(const ContainerId& id, std::uint64_t offset, std::uint32_t maximum, QObject* context,
                 Callback<LogChunk> done) override {
        FakeContainerService::readLog(id, offset, maximum, context,
                                      [this, offset, maximum, done](const Reply<LogChunk>& reply) {
                                          if (!reply)
                                              return done(reply);
                                          LogChunk chunk;
                                          chunk.data = log.mid(static_cast<qsizetype>(offset), maximum);
                                          chunk.next = offset + static_cast<std::uint64_t>(chunk.data.size());
                                          chunk.size = static_cast<std::uint64_t>(log.size());
                                          done(chunk);
                                      });
    }
    void setLimits(const ContainerId& id, const ResourceLimits& limits, QObject* context,
                   Callback<std::vector<EffectiveLimit>> done) override {
        FakeContainerService::setLimits(
            id, limits, context, [this, id, limits, done](const Reply<std::vector<EffectiveLimit>>& reply) {
                if (reply) {
                    ContainerInfo container = known.value(id);
                    container.limits = limits;
                    put(container);
                }
                done(reply);
            });
    }
    void readLimits(const ContainerId& id, QObject* context,
                    Callback<std::vector<LimitReading>> done) override {
        FakeContainerService::readLimits(id, context,
                                         [this, done](const Reply<std::vector<LimitReading>>& reply) {
                                             if (reply)
                                                 done(kernel);
                                             else
                                                 done(reply);
                                         });
    }
    void attachConsole(const ContainerId& id, Prompt prompt, QObject* context,
                       Callback<OwnedFd> done) override {
        FakeContainerService::attachConsole(id, prompt, context, [this, done](Reply<OwnedFd> reply) {
            if (reply)
                done(std::move(console));
            else
                done(std::move(reply));
        });
    }
    void exec(const ContainerId& id, const QString& process, int rows, int columns, QObject* context,
              Callback<ExecResult> done) override {
        for (const QString& missing : missingShells) {
            if (process.contains(missing))
                nextError =
                    ServiceError{ErrorKind::NotFound, missing + QStringLiteral(" is not there"), {}, {}};
        }
        FakeContainerService::exec(id, process, rows, columns, context, withStreams(std::move(done)));
    }
    void enter(const ContainerId& id, const QString& process, const QStringList& namespaces, int rows,
               int columns, QObject* context, Callback<ExecResult> done) override {
        FakeContainerService::enter(id, process, namespaces, rows, columns, context,
                                    withStreams(std::move(done)));
    }
    using ContainerService::detailedReceived;
    using ContainerService::statisticsReceived;

private:
    Callback<ExecResult> withStreams(Callback<ExecResult> done) {
        return [this, done = std::move(done)](Reply<ExecResult> reply) {
            if (!reply || (shells.empty() && outputs.empty()))
                return done(std::move(reply));
            ExecResult result;
            result.pid = 42;
            auto& from = outputs.empty() ? shells : outputs;
            const std::size_t count = outputs.empty() ? 1 : outputs.size();
            for (std::size_t number = 0; number < count; ++number) {
                result.streams.push_back(std::move(from.front()));
                from.pop_front();
            }
            done(std::move(result));
        };
    }
};

/// Everything a page needs, with one running container.
struct PageFixture {
    PageService service;
    Subscriptions subscriptions{&service};
    ContainerStore containers{&service};
    SampleStore samples{&service};
    ProcessStore processes{&service};
    ContainerActions actions{&service, &containers};
    ContainerId id = QStringLiteral("00000000000000000000000000000001");

    PageFixture() {
        ContainerInfo info;
        info.id = id;
        info.name = QStringLiteral("bob");
        info.state = ContainerState::Running;
        info.leader = 4312;
        info.leaderStart = 1'000;
        info.command = QStringList{QStringLiteral("bash")};
        info.terminal = true;
        service.put(info);
    }
    [[nodiscard]] PageContext context() {
        return {.service = &service,
                .subscriptions = &subscriptions,
                .containers = &containers,
                .samples = &samples,
                .processes = &processes,
                .actions = &actions};
    }
    /// Changes the container as the helper would.
    template <typename Change>
    void change(Change change) {
        ContainerInfo info = service.known.value(id);
        change(info);
        service.put(info);
    }
    [[nodiscard]] qsizetype count(const QString& call) const {
        return std::ranges::count_if(service.calls, [&](const QString& c) { return c.startsWith(call); });
    }
};

} // namespace vitrine::gui
