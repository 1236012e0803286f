// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/arguments.h"

#include "core/model/lifespec.h"
#include "helper/runtime/options.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace vitrine::runtime {

namespace {

constexpr std::string_view usageText =
    "Usage: vitrine-monitor [OPTIONS] COMMAND [OPTIONS] [CONTAINER] [...]\n"
    "\n"
    "Runs containers from OCI bundles (a config.json and a root directory).\n"
    "\n"
    "  create    builds a container, which then waits      start    lets it go\n"
    "  run       create and start, then waits for its end  delete   removes what is left of it\n"
    "  exec      runs a further program in it              kill     sends it a signal\n"
    "  state     says how it is, as JSON                   list     all containers\n"
    "  ps        its processes                             update   changes its limits\n"
    "  pause     freezes it                                resume   thaws it\n"
    "  spec      writes a config.json                      features what this runtime can do\n"
    "\n"
    "  --root DIR             where the states are kept (/run/vitrine-oci, or in XDG_RUNTIME_DIR)\n"
    "  --log FILE             errors are written there too\n"
    "  --log-format FORMAT    text or json\n"
    "  --cgroup-manager NAME  cgroupfs or disabled\n"
    "\n"
    "The options of each command, and those for the helper of Vitrine, are in vitrine-monitor(8).\n";

constexpr std::array<std::pair<std::string_view, Verb>, 16> verbs{{
    {"create", Verb::Create},
    {"start", Verb::Start},
    {"state", Verb::State},
    {"kill", Verb::Kill},
    {"delete", Verb::Delete},
    {"run", Verb::Run},
    {"exec", Verb::Exec},
    {"ps", Verb::Ps},
    {"list", Verb::List},
    {"pause", Verb::Pause},
    {"resume", Verb::Resume},
    {"update", Verb::Update},
    {"spec", Verb::Spec},
    {"features", Verb::Features},
    {"--help", Verb::Help},
    {"--version", Verb::Version},
}};

std::string defaultRoot() {
    const char* runtimeDir = ::getenv("XDG_RUNTIME_DIR");
    if (::geteuid() == 0 || runtimeDir == nullptr || *runtimeDir != '/')
        return "/run/vitrine-oci";
    return std::string(runtimeDir) + "/vitrine-oci";
}

class Parser {
public:
    explicit Parser(const std::vector<std::string_view>& arguments)
        : m_arguments(arguments) {}

    Result<> readGlobals();
    Result<> readVerb();
    Result<> readRest();
    [[nodiscard]] Request take() { return std::move(m_request); }
    [[nodiscard]] const Globals& globals() const { return m_request.globals; }

private:
    [[nodiscard]] bool atOption() const;
    Result<> readOption(std::optional<Verb> verb);
    Result<> readLong(std::string_view text, std::optional<Verb> verb);
    Result<> readShort(std::string_view text, std::optional<Verb> verb);
    Result<std::string_view> valueFor(std::string_view option);
    Result<> check() const;

    const std::vector<std::string_view>& m_arguments;
    std::size_t m_next = 0;
    Request m_request;
};

bool Parser::atOption() const {
    return m_next < m_arguments.size() && m_arguments[m_next].size() > 1 &&
           m_arguments[m_next].starts_with('-');
}

Error unknown(std::string_view option) {
    return Error::invalid(std::string(option), "there is no such option here; see --help");
}

Result<std::string_view> Parser::valueFor(std::string_view option) {
    if (m_next == m_arguments.size())
        return failure(Error::invalid(std::string(option), "needs a value"));
    return m_arguments[m_next++];
}

Result<> Parser::readLong(std::string_view text, std::optional<Verb> verb) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(2, equals == text.npos ? text.npos : equals - 2);
    for (const Option& option : allOptions()) {
        if (option.name != name || !applies(option, verb))
            continue;
        if (equals != text.npos)
            return option.set(m_request, text.substr(equals + 1));
        return option.set(m_request,
                          option.takes == Takes::Value ? VITRINE_TRY(valueFor(text)) : std::string_view());
    }
    return failure(unknown(text));
}

/// "-b DIR" and "-bDIR".
Result<> Parser::readShort(std::string_view text, std::optional<Verb> verb) {
    for (const Option& option : allOptions()) {
        if (option.letter == 0 || option.letter != text[1] || !applies(option, verb))
            continue;
        if (option.takes == Takes::Value)
            return option.set(m_request, text.size() > 2 ? text.substr(2) : VITRINE_TRY(valueFor(text)));
        if (text.size() > 2)
            break; // flags are not written together: "-td" could as well be a value
        return option.set(m_request, {});
    }
    return failure(unknown(text));
}

Result<> Parser::readOption(std::optional<Verb> verb) {
    const std::string_view text = m_arguments[m_next++];
    return text.starts_with("--") ? readLong(text, verb) : readShort(text, verb);
}

Result<> Parser::readGlobals() {
    m_request.globals.root = defaultRoot();
    while (atOption() && m_arguments[m_next] != "--help" && m_arguments[m_next] != "--version")
        VITRINE_CHECK(readOption(std::nullopt));
    return {};
}

Result<> Parser::readVerb() {
    const std::string_view word = m_next < m_arguments.size() ? m_arguments[m_next++] : "--help";
    const auto* const found = std::ranges::find(verbs, word, &std::pair<std::string_view, Verb>::first);
    if (found == verbs.end())
        return failure(Error::invalid(std::string(word), "there is no such command; see --help"));
    m_request.verb = found->second;
    return {};
}

bool wantsId(Verb verb) {
    return verb != Verb::List && verb != Verb::Spec && verb != Verb::Features && verb != Verb::Help &&
           verb != Verb::Version;
}

Result<> Parser::readRest() {
    const bool takesCommand = m_request.verb == Verb::Exec;
    bool optionsEnded = false;
    std::vector<std::string> words;
    while (m_next < m_arguments.size()) {
        if (!optionsEnded && m_arguments[m_next] == "--") {
            optionsEnded = true;
            ++m_next;
        } else if (!optionsEnded && atOption()) {
            VITRINE_CHECK(readOption(m_request.verb));
        } else {
            words.emplace_back(m_arguments[m_next++]);
            optionsEnded |= takesCommand; // what follows the id is the program's
        }
    }
    if (wantsId(m_request.verb) && !words.empty()) {
        m_request.id = std::move(words.front());
        words.erase(words.begin());
        VITRINE_CHECK(validateContainerId(m_request.id));
    }
    m_request.operands = std::move(words);
    if (takesCommand && !m_request.operands.empty() && m_request.operands.front() == "--")
        m_request.operands.erase(m_request.operands.begin());
    return check();
}

Result<> Parser::check() const {
    if (wantsId(m_request.verb) && m_request.id.empty())
        return failure(Error::invalid("CONTAINER", "its id must be given"));
    std::size_t most = 0;
    if (m_request.verb == Verb::Kill)
        most = 1;
    else if (m_request.verb == Verb::Exec || m_request.verb == Verb::Ps)
        most = m_request.operands.size();
    if (m_request.operands.size() > most)
        return failure(Error::invalid(m_request.operands[most], "is one argument too many"));
    if (m_request.verb == Verb::Exec && m_request.operands.empty() == m_request.processFile.empty())
        return failure(Error::invalid("COMMAND", "must be given, or --process, and not both"));
    return {};
}

} // namespace

std::string_view usage() {
    return usageText;
}

Globals globalsOf(const std::vector<std::string_view>& arguments) {
    Parser parser(arguments);
    static_cast<void>(parser.readGlobals());
    return parser.globals();
}

Result<Request> parseArguments(const std::vector<std::string_view>& arguments) {
    Parser parser(arguments);
    VITRINE_CHECK(parser.readGlobals());
    VITRINE_CHECK(parser.readVerb());
    VITRINE_CHECK(parser.readRest());
    return parser.take();
}

Result<> validateContainerId(std::string_view id) {
    const auto isPlain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    const bool known =
        std::ranges::all_of(id, [&](char c) { return isPlain(c) || std::string_view("_+.-").contains(c); });
    if (id.empty() || id.size() > 255 || !known || !isPlain(id.front())) {
        return failure(Error::invalid("CONTAINER",
                                      "must be 1 to 255 letters, digits or \"_+.-\", with a letter or "
                                      "a digit first"));
    }
    return {};
}

Result<int> parseSignal(std::string_view text) {
    const auto number = signalFrom(text);
    return number ? Result<int>(*number)
                  : failure(Error::invalid("SIGNAL", "must be a name of signal(7) or a number from 1 to 64"));
}

} // namespace vitrine::runtime
