// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testcontainer.h"

#include "core/cgroup/cgroup.h"
#include "core/sys/pidfd.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace vitrine;

namespace {

constexpr std::uint32_t firstId = 1'700'000'000;

int outputOf(engine::StartedProcess& process) {
    if (const auto* master = std::get_if<sys::UniqueFd>(&process.console))
        return master->get();
    if (const auto* streams = std::get_if<engine::PipeStreams>(&process.console))
        return streams->output.get();
    return -1;
}

} // namespace

TestBed::TestBed(Privilege privilege) {
    std::string pattern = "/tmp/vitrine-test-XXXXXX";
    m_directory = ::mkdtemp(pattern.data());
    m_cgroupName = "vitrine-test-" + std::to_string(::getpid());
    std::filesystem::create_directory(root());
    std::filesystem::copy_file(PAYLOAD_PATH, root() + "/payload");
    m_facts.privilege = privilege;
    m_facts.cgroup = cgroup::readFacts().value();
    m_facts.idMappedMounts = true;
    m_facts.cpuCount = 2;
}

TestBed::~TestBed() {
    std::filesystem::remove_all(m_directory);
}

ContainerSpec TestBed::spec(std::vector<std::string> words) const {
    words.insert(words.begin(), "/payload");
    ContainerSpec spec = defaultSpec("bob", std::move(words));
    spec.process.terminal = Terminal::No;
    if (m_facts.privilege == Privilege::Root) {
        spec.uidMappings = {{0, firstId, 65536}};
        spec.gidMappings = spec.uidMappings;
    } else {
        spec.uidMappings = {{0, ::geteuid(), 1}};
        spec.gidMappings = {{0, ::getegid(), 1}};
        spec.limits = {};
    }
    return spec;
}

PlanContext TestBed::context(const ContainerSpec& spec) const {
    PlanContext context;
    context.facts = m_facts;
    context.id = "bob";
    context.rootDirectory = root();
    if (m_facts.privilege == Privilege::Root) {
        context.cgroupPath = m_cgroupName;
        if (spec.namespaces.isNew(NamespaceKind::User))
            context.rootMappings = spec.uidMappings;
    }
    return context;
}

engine::StartOptions TestBed::options() const {
    engine::StartOptions options;
    options.journalPath = journal();
    return options;
}

View::View(const std::string& text)
    : m_text(text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        while (line.ends_with('\r'))
            line.pop_back();
        const std::size_t space = std::min(line.find(' '), line.size());
        m_lines.emplace_back(line.substr(0, space), line.substr(std::min(space + 1, line.size())));
    }
}

std::vector<std::string> View::values(const std::string& key) const {
    std::vector<std::string> found;
    for (const auto& [name, value] : m_lines) {
        if (name == key)
            found.push_back(value);
    }
    return found;
}

std::string View::value(const std::string& key) const {
    const auto all = values(key);
    return all.empty() ? std::string() : all.front();
}

std::string View::status(const std::string& field) const {
    for (const std::string& line : values("status")) {
        if (line.starts_with(field + ":\t"))
            return line.substr(field.size() + 2);
    }
    return {};
}

std::string View::mountAt(const std::string& point) const {
    std::string found;
    for (const std::string& line : values("mount")) {
        std::istringstream words(line);
        std::string word;
        for (int number = 0; number < 5; ++number)
            words >> word;
        if (word == point)
            found = line;
    }
    return found;
}

TestContainer::TestContainer(const TestBed& bed, const ContainerSpec& spec)
    : TestContainer(bed, spec, bed.context(spec), bed.options()) {
}

TestContainer::TestContainer(const TestBed& bed, const ContainerSpec& spec, const PlanContext& context,
                             const engine::StartOptions& options)
    : m_journal(bed.journal()) {
    auto plan = makePlan(spec, context);
    if (!plan) {
        m_error = plan.error().message();
        return;
    }
    m_plan = std::move(*plan);
    auto outcome = engine::start(m_plan, context, options);
    m_trace = std::move(outcome.trace);
    if (outcome.result) {
        m_container = std::move(*outcome.result);
    } else {
        m_error = outcome.result.error().message();
        m_hint = outcome.result.error().hint();
    }
}

TestContainer::~TestContainer() {
    finish();
}

View TestContainer::view() {
    return readView(m_container->init);
}

bool TestContainer::finish() {
    if (!m_container)
        return true;
    static_cast<void>(sys::pidfdSendSignal(m_container->init.pidfd.get(), SIGKILL));
    reap(m_container->init);
    bool removed = true;
    if (m_container->cgroup)
        removed = m_container->cgroup->remove(std::chrono::seconds(5)).has_value();
    ::unlink(m_journal.c_str());
    m_container.reset();
    return removed;
}

View readView(engine::StartedProcess& process) {
    const int output = outputOf(process);
    std::string text;
    std::array<char, 65536> buffer;
    for (;;) {
        pollfd ready{output, POLLIN, 0};
        if (::poll(&ready, 1, 10'000) <= 0)
            break;
        const ssize_t count = ::read(output, buffer.data(), buffer.size());
        if (count <= 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(count));
        if (text == "end\n" || text == "end\r\n" || text.ends_with("\nend\n") || text.ends_with("\nend\r\n"))
            break;
    }
    return View(text);
}

int reap(const engine::StartedProcess& process) {
    int status = -1;
    while (::waitpid(process.key.pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

std::string readText(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}
