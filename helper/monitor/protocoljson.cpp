// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/jsonfields.h"

#include "helper/monitor/protocol.h"
#include <ranges>

#include "core/model/volume.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

namespace vitrine::monitor {

namespace {

constexpr std::uint32_t maximumStopMs = 24U * 60 * 60 * 1000;

template <typename... Lambdas>
struct Overloaded : Lambdas... {
    using Lambdas::operator()...;
};

/// "net,pid"
std::string namesOf(const std::vector<NamespaceKind>& kinds) {
    std::string names;
    for (const NamespaceKind kind : kinds)
        names += (names.empty() ? "" : ",") + std::string(procName(kind));
    return names;
}

Json restartingJson(const Restarting& restarting) {
    return {{"record", toJson(restarting.record)},
            {"dueUs", restarting.dueUs},
            {"number", restarting.number},
            {"awaited", restarting.awaited}};
}

/// The options in one text: words of mount(8) have no comma.
Json liveJson(const LiveVolume& live) {
    Json json = toJson(live.volume);
    std::string words;
    for (const std::string& word : live.options)
        words += (words.empty() ? "" : ",") + word;
    json["options"] = words;
    return json;
}

Json bodyOf(const Event& event) {
    return std::visit(
        Overloaded{
            [](const Hello& hello) {
                Json json{{"event", "hello"},
                          {"version", hello.version},
                          {"id", hello.id},
                          {"bootId", hello.bootId},
                          {"state", nameOf(hello.state)},
                          {"leader", toJson(hello.leader)}};
                if (hello.cgroup)
                    json["cgroup"] = *hello.cgroup;
                if (hello.restarting)
                    json["restarting"] = restartingJson(*hello.restarting);
                for (const LiveVolume& volume : hello.volumes)
                    json["volumes"].push_back(liveJson(volume));
                if (hello.health)
                    json["health"] = toJson(*hello.health);
                if (hello.refused)
                    json["refused"] = *hello.refused;
                return json;
            },
            [](const Started& started) {
                return Json{{"event", "started"},
                            {"leader", toJson(started.leader)},
                            {"startedUs", started.startedUs},
                            {"totalNs", started.totalNs},
                            {"restarts", started.restarts}};
            },
            [](const StartFailed& failed) {
                return Json{{"event", "startFailed"},        {"message", sentence(failed.message)},
                            {"hint", sentence(failed.hint)}, {"step", sentence(failed.step)},
                            {"errno", failed.errnum},        {"programMissing", failed.programMissing}};
            },
            [](const Ended& ended) { return Json{{"event", "ended"}, {"record", toJson(ended.record)}}; },
            [](const Restarting& restarting) {
                Json json{{"event", "restarting"}};
                json.update(restartingJson(restarting));
                return json;
            },
            [](const StateChanged& changed) {
                return Json{{"event", "state"}, {"state", nameOf(changed.state)}};
            },
            [](const HealthChanged& changed) {
                return Json{{"event", "health"}, {"report", toJson(changed.report)}};
            },
            [](const RefusedChanged& changed) {
                return Json{{"event", "refused"}, {"total", changed.total}};
            },
        },
        event);
}

Json bodyOf(const Request& request) {
    Json json = std::visit(
        Overloaded{
            [](const ExecProcess& verb) {
                Json body{{"request", verb.outside.empty() ? "exec" : "enter"},
                          {"process", verb.processJson},
                          {"rows", verb.rows},
                          {"columns", verb.columns}};
                if (!verb.outside.empty())
                    body["outside"] = namesOf(verb.outside);
                return body;
            },
            [](const AttachConsole&) { return Json{{"request", "attach"}}; },
            [](const ResizeConsole& verb) {
                return Json{{"request", "resize"}, {"rows", verb.rows}, {"columns", verb.columns}};
            },
            [](const SignalLeader& verb) { return Json{{"request", "signal"}, {"signal", verb.signal}}; },
            [](const StopContainer& verb) {
                return Json{{"request", "stop"}, {"timeoutMs", verb.timeoutMs}};
            },
            [](const Freeze&) { return Json{{"request", "freeze"}}; },
            [](const Thaw&) { return Json{{"request", "thaw"}}; },
            [](const AttachVolume& verb) {
                return Json{{"request", "attachVolume"},
                            {"volume", liveJson(verb.live)},
                            {"isMapped", verb.isMapped}};
            },
            [](const DetachVolume& verb) {
                return Json{{"request", "detachVolume"}, {"destination", verb.destination}};
            },
            [](const ReadRefused&) { return Json{{"request", "refused"}}; },
        },
        request.verb);
    json["serial"] = request.serial;
    return json;
}

Json bodyOf(const Answer& answer) {
    Json json{{"answer", answer.serial}};
    if (answer.error)
        json["error"] = toJson(*answer.error);
    if (answer.started)
        json["started"] = toJson(*answer.started);
    if (answer.refused)
        json["refused"] = toJson(*answer.refused);
    return json;
}

Result<ContainerState> stateFrom(const Fields& fields) {
    const std::string word = VITRINE_TRY(fields.text("state", 32));
    const auto state = containerStateFrom(word);
    if (!state)
        return failure(Error::invalid(fields.pathOf("state"), "must be the name of a container's state"));
    return *state;
}

Result<Restarting> restartingFrom(const Fields& fields) {
    Restarting restarting;
    const Fields record = VITRINE_TRY(fields.object("record"));
    restarting.record = VITRINE_TRY(exitRecordFrom(record));
    restarting.dueUs = VITRINE_TRY(fields.number<std::uint64_t>("dueUs"));
    restarting.number = VITRINE_TRY(fields.number<std::uint32_t>("number"));
    if (fields.has("awaited")) // not from the first monitors
        restarting.awaited = VITRINE_TRY(fields.text("awaited", 64));
    return restarting;
}

Result<LiveVolume> liveFrom(const Fields& fields) {
    LiveVolume live;
    live.volume = VITRINE_TRY(volumeRecordFrom(fields));
    const std::string words = VITRINE_TRY(fields.text("options", 256));
    for (const auto word : std::views::split(words, ','))
        live.options.emplace_back(word.begin(), word.end());
    return live;
}

Result<Message> helloFrom(const Fields& fields) {
    Hello hello;
    hello.version = VITRINE_TRY(fields.number<int>("version", 1));
    hello.id = VITRINE_TRY(fields.text("id", 64));
    hello.bootId = VITRINE_TRY(fields.text("bootId", 64));
    hello.state = VITRINE_TRY(stateFrom(fields));
    const Fields leader = VITRINE_TRY(fields.object("leader"));
    hello.leader = VITRINE_TRY(processKeyFrom(leader));
    if (fields.has("cgroup"))
        hello.cgroup = VITRINE_TRY(fields.text("cgroup", 4095)); // PATH_MAX with its NUL
    if (fields.has("restarting")) {
        const Fields restarting = VITRINE_TRY(fields.object("restarting"));
        hello.restarting = VITRINE_TRY(restartingFrom(restarting));
    }
    if (fields.has("health")) {
        const Fields health = VITRINE_TRY(fields.object("health"));
        hello.health = VITRINE_TRY(healthReportFrom(health));
    }
    if (fields.has("refused"))
        hello.refused = VITRINE_TRY(fields.number<std::uint64_t>("refused"));
    if (!fields.has("volumes"))
        return Event(std::move(hello));
    for (const Fields& volume : VITRINE_TRY(fields.objects("volumes", maximumVolumes)))
        hello.volumes.push_back(VITRINE_TRY(liveFrom(volume)));
    return Event(std::move(hello));
}

Result<Message> startedFrom(const Fields& fields) {
    Started started;
    const Fields leader = VITRINE_TRY(fields.object("leader"));
    started.leader = VITRINE_TRY(processKeyFrom(leader));
    started.startedUs = VITRINE_TRY(fields.number<std::uint64_t>("startedUs"));
    started.totalNs = VITRINE_TRY(fields.number<std::uint64_t>("totalNs"));
    if (fields.has("restarts")) // not from the first monitors
        started.restarts = VITRINE_TRY(fields.number<std::uint32_t>("restarts"));
    return Event(started);
}

Result<Message> startFailedFrom(const Fields& fields) {
    StartFailed failed;
    failed.message = VITRINE_TRY(fields.text("message", maximumSentence));
    failed.hint = VITRINE_TRY(fields.text("hint", maximumSentence));
    failed.step = VITRINE_TRY(fields.text("step", maximumSentence));
    failed.errnum = VITRINE_TRY(fields.number<int>("errno", 0, 4095));
    if (fields.has("programMissing")) // not from the first monitors
        failed.programMissing = VITRINE_TRY(fields.boolean("programMissing"));
    return Event(std::move(failed));
}

Result<Message> endedFrom(const Fields& fields) {
    const Fields record = VITRINE_TRY(fields.object("record"));
    return Event(Ended{VITRINE_TRY(exitRecordFrom(record))});
}

Result<Message> eventFrom(const Fields& fields) {
    const std::string name = VITRINE_TRY(fields.text("event", 32));
    if (name == "hello")
        return helloFrom(fields);
    if (name == "started")
        return startedFrom(fields);
    if (name == "startFailed")
        return startFailedFrom(fields);
    if (name == "ended")
        return endedFrom(fields);
    if (name == "restarting")
        return Event(VITRINE_TRY(restartingFrom(fields)));
    if (name == "state")
        return Event(StateChanged{VITRINE_TRY(stateFrom(fields))});
    if (name == "health") {
        const Fields report = VITRINE_TRY(fields.object("report"));
        return Event(HealthChanged{VITRINE_TRY(healthReportFrom(report))});
    }
    if (name == "refused")
        return Event(RefusedChanged{VITRINE_TRY(fields.number<std::uint64_t>("total"))});
    return failure(Error::invalid(fields.pathOf("event"), "is no event of this protocol"));
}

Result<std::uint16_t> cells(const Fields& fields, std::string_view key) {
    return fields.number<std::uint16_t>(key, 1);
}

/// At least one, each once.
Result<std::vector<NamespaceKind>> kindsFrom(const Fields& fields, std::string_view key) {
    const std::string names = VITRINE_TRY(fields.text(key, 64));
    std::vector<NamespaceKind> kinds;
    for (const auto part : std::views::split(names, ',')) {
        const auto* const found =
            std::ranges::find(allNamespaceKinds, std::string_view(part.begin(), part.end()), procName);
        if (found == allNamespaceKinds.end() || std::ranges::contains(kinds, *found))
            return failure(Error::invalid(fields.pathOf(key), "must name kinds of namespaces, each once"));
        kinds.push_back(*found);
    }
    if (kinds.empty())
        return failure(Error::invalid(fields.pathOf(key), "must not be empty"));
    return kinds;
}

Result<ExecProcess> execFrom(const Fields& fields) {
    ExecProcess exec;
    exec.processJson = VITRINE_TRY(fields.text("process", maximumMessage));
    exec.rows = VITRINE_TRY(cells(fields, "rows"));
    exec.columns = VITRINE_TRY(cells(fields, "columns"));
    return exec;
}

Result<decltype(Request::verb)> verbFrom(const Fields& fields) {
    const std::string name = VITRINE_TRY(fields.text("request", 32));
    if (name == "exec")
        return VITRINE_TRY(execFrom(fields));
    if (name == "enter") {
        ExecProcess exec = VITRINE_TRY(execFrom(fields));
        exec.outside = VITRINE_TRY(kindsFrom(fields, "outside"));
        return exec;
    }
    if (name == "attach")
        return AttachConsole{};
    if (name == "resize") {
        ResizeConsole resize;
        resize.rows = VITRINE_TRY(cells(fields, "rows"));
        resize.columns = VITRINE_TRY(cells(fields, "columns"));
        return resize;
    }
    if (name == "signal")
        return SignalLeader{VITRINE_TRY(fields.number<int>("signal", 1, 64))};
    if (name == "stop")
        return StopContainer{VITRINE_TRY(fields.number<std::uint32_t>("timeoutMs", 0, maximumStopMs))};
    if (name == "freeze")
        return Freeze{};
    if (name == "thaw")
        return Thaw{};
    if (name == "refused")
        return ReadRefused{};
    if (name == "attachVolume") {
        const Fields volume = VITRINE_TRY(fields.object("volume"));
        LiveVolume live = VITRINE_TRY(liveFrom(volume));
        const bool isMapped = VITRINE_TRY(fields.boolean("isMapped"));
        return AttachVolume{std::move(live), isMapped};
    }
    if (name == "detachVolume")
        return DetachVolume{VITRINE_TRY(fields.path("destination"))};
    return failure(
        Error(ErrorKind::NotSupported, "", fields.pathOf("request"), "is no request of this protocol"));
}

Result<Message> requestFrom(const Fields& fields) {
    Request request;
    request.serial = VITRINE_TRY(fields.number<std::uint64_t>("serial", 1));
    request.verb = VITRINE_TRY(verbFrom(fields));
    return request;
}

Result<Message> answerFrom(const Fields& fields) {
    Answer answer;
    answer.serial = VITRINE_TRY(fields.number<std::uint64_t>("answer", 1));
    if (fields.has("error")) {
        const Fields error = VITRINE_TRY(fields.object("error"));
        answer.error = VITRINE_TRY(errorFrom(error));
    }
    if (fields.has("started")) {
        const Fields started = VITRINE_TRY(fields.object("started"));
        answer.started = VITRINE_TRY(processKeyFrom(started));
    }
    if (fields.has("refused")) {
        const Fields refused = VITRINE_TRY(fields.object("refused"));
        answer.refused = VITRINE_TRY(refusedReportFrom(refused));
    }
    return answer;
}

Result<Message> messageFrom(const Fields& fields) {
    if (fields.has("event"))
        return eventFrom(fields);
    if (fields.has("request"))
        return requestFrom(fields);
    if (fields.has("answer"))
        return answerFrom(fields);
    return failure(Error::invalid("$", "must have one of the keys event, request, answer"));
}

} // namespace

std::string encode(const Message& message) {
    return std::visit([](const auto& what) { return textOf(bodyOf(what)); }, message);
}

Result<Message> decode(std::string_view text) {
    if (text.size() > maximumMessage)
        return failure(Error(ErrorKind::LimitExceeded, "read a message", "",
                             "it is larger than " + std::to_string(maximumMessage) + " bytes"));
    const Json json = VITRINE_TRY(parseObject(text));
    auto message = messageFrom(Fields(json));
    if (!message)
        return failure(std::move(message).error().within("read a message"));
    return message;
}

} // namespace vitrine::monitor
