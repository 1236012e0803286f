// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/runtime.h"

#include "core/sys/file.h"
#include "helper/runtime/commands.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace vitrine::runtime {

namespace {

Result<int> printAndEnd(std::string_view text) {
    VITRINE_CHECK(print(std::string(text)));
    return 0;
}

Result<int> perform(const Request& request, const Log& log) {
    switch (request.verb) {
    case Verb::Create:
        return create(request, log);
    case Verb::Start:
        return start(request, log);
    case Verb::State:
        return state(request, log);
    case Verb::Kill:
        return kill(request, log);
    case Verb::Delete:
        return remove(request, log);
    case Verb::Run:
        return run(request, log);
    case Verb::Exec:
        return exec(request, log);
    case Verb::Ps:
        return ps(request, log);
    case Verb::List:
        return list(request, log);
    case Verb::Pause:
        return pause(request, log);
    case Verb::Resume:
        return resume(request, log);
    case Verb::Update:
        return update(request, log);
    case Verb::Spec:
        return spec(request, log);
    case Verb::Features:
        return features(request, log);
    case Verb::Version:
        return printAndEnd("vitrine-monitor " VITRINE_VERSION "\nspec: 1.2.0\n");
    case Verb::Help:
        break;
    }
    return printAndEnd(usage());
}

} // namespace

Result<> print(const std::string& text) {
    return sys::writeAll(STDOUT_FILENO, text);
}

bool isForRuntime(const std::vector<std::string_view>& arguments) {
    if (arguments.empty())
        return true;
    const std::string_view first = arguments.front();
    if (first != "run" && first != "recover" && first != "enter" && first != "--help")
        return true;
    return first == "run" && !std::ranges::contains(arguments, "--run-dir") &&
           !std::ranges::contains(arguments, "--state-dir");
}

int runRuntime(const std::vector<std::string_view>& arguments,
               std::function<Result<>(const ContainerSpec&)> keepOutOfReach) {
    constexpr int failed = 1;
    // Control groups are for everybody to read. All files are made with modes of their own.
    ::umask(022);
    const Log log(globalsOf(arguments));
    auto request = parseArguments(arguments);
    if (request)
        request->keepOutOfReach = std::move(keepOutOfReach);
    const auto done = request ? perform(*request, log) : Result<int>(failure(request.error()));
    if (done)
        return *done;
    log.error(done.error());
    return failed;
}

} // namespace vitrine::runtime
