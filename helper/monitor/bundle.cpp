// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/bundle.h"

#include "core/model/ociconfig.h"
#include "core/model/volume.h"
#include "core/sys/file.h"
#include "helper/monitor/jsonfields.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::monitor {

namespace {

constexpr int newestVersion = 1;
constexpr std::size_t maximumRecord = 256 * 1024; // two long paths for each volume
constexpr std::size_t maximumTrace = 1024 * 1024;
constexpr const char* recordFile = "vitrine.json";
constexpr const char* specFile = "config.json";
constexpr const char* exitFile = "exit.json";
constexpr const char* traceFile = "trace.json";
constexpr const char* runningFile = "running";
constexpr const char* interruptedFile = "interrupted";
constexpr const char* bootMarkFile = "at-boot";
constexpr std::string_view unfinishedSuffix = ".new";

constexpr std::array<std::pair<Stage, std::string_view>, 3> stageWords{
    {{Stage::Creating, "creating"}, {Stage::Ready, "ready"}, {Stage::Deleting, "deleting"}}};
constexpr std::array<std::pair<RootRecord::Kind, std::string_view>, 2> rootWords{
    {{RootRecord::Kind::Owned, "owned"}, {RootRecord::Kind::Folder, "folder"}}};

template <typename Enum, std::size_t Count>
std::string_view wordOf(const std::array<std::pair<Enum, std::string_view>, Count>& words, Enum value) {
    for (const auto& [candidate, word] : words) {
        if (candidate == value)
            return word;
    }
    return words.front().second;
}

template <typename Enum, std::size_t Count>
Result<Enum> enumFrom(const std::array<std::pair<Enum, std::string_view>, Count>& words, const Fields& fields,
                      std::string_view key) {
    const std::string word = VITRINE_TRY(fields.text(key, 32));
    for (const auto& [value, candidate] : words) {
        if (candidate == word)
            return value;
    }
    return failure(Error::invalid(fields.pathOf(key), "has no meaning here: \"" + word + "\""));
}

Error corrupt(const std::string& file, std::string reason) {
    return {ErrorKind::Corrupt, "read", file, std::move(reason)};
}

/// A file that is there but does not say what it must: its name and the reason, kind Corrupt. NotSupported (a
/// newer version) stays what it is.
Error corruptUnlessNewer(Error error, const std::string& file) {
    if (error.kind() == ErrorKind::NotSupported)
        return std::move(error).within(file);
    return corrupt(file, error.message());
}

/// Content of a regular file of the bundle. A symlink, a directory, a FIFO or too large a file is Corrupt.
Result<std::string> readFile(int directory, const std::string& name, std::size_t maximum) {
    auto fd = sys::openAt(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (!fd && (fd.error().errnum() == ELOOP || fd.error().errnum() == ENXIO))
        return failure(corrupt(name, "it is not a regular file"));
    if (!fd)
        return failure(std::move(fd).error());
    struct stat status{};
    if (::fstat(fd->get(), &status) != 0)
        return failure(Error::fromErrno("look at", name, errno));
    if (!S_ISREG(status.st_mode))
        return failure(corrupt(name, "it is not a regular file"));
    auto content = sys::readAll(fd->get(), maximum);
    if (!content && content.error().kind() == ErrorKind::LimitExceeded)
        return failure(corrupt(name, content.error().reason()));
    if (!content)
        return failure(std::move(content).error().within(name));
    return content;
}

Result<std::optional<std::string>> readOptionalFile(int directory, const std::string& name,
                                                    std::size_t maximum) {
    auto content = readFile(directory, name, maximum);
    if (!content && content.error().kind() == ErrorKind::NotFound)
        return std::nullopt;
    return VITRINE_TRY(std::move(content));
}

Result<std::optional<std::string>> readBootId(int directory, const char* name) {
    auto text = VITRINE_TRY(readOptionalFile(directory, name, 256));
    if (!text)
        return std::nullopt;
    while (text->ends_with('\n'))
        text->pop_back();
    const bool plain = std::ranges::all_of(*text, [](char c) { return c > ' ' && c < 0x7f; });
    if (text->empty() || !plain)
        return failure(corrupt(name, "it must hold one boot id"));
    return text;
}

/// config.json or a copy of it. Indents and Vitrine's own keys make it longer than what was read: what would
/// be too long to be read again is not written.
Result<> writeConfigFile(int directory, const char* name, const ContainerSpec& spec) {
    const std::string text = writeConfig(spec);
    if (text.size() > maximumConfigSize)
        return failure(Error(ErrorKind::LimitExceeded, "write", name,
                             "with its indents it is " + std::to_string(text.size()) + " bytes; at most " +
                                 std::to_string(maximumConfigSize) + " are allowed"));
    return sys::replaceFileAt(directory, name, text, 0600, sys::Durability::Synced);
}

Result<> removeFile(int directory, const char* name) {
    if (::unlinkat(directory, name, 0) != 0 && errno != ENOENT)
        return failure(Error::fromErrno("remove", name, errno));
    return {};
}

Result<> checkVersion(const Fields& fields) {
    const int version = VITRINE_TRY(fields.number<int>("version", 1));
    if (version <= newestVersion)
        return {};
    return failure(Error(ErrorKind::NotSupported, "read", fields.pathOf("version"),
                         "a newer Vitrine wrote it (version " + std::to_string(version) +
                             "; this one reads up to version " + std::to_string(newestVersion) + ")")
                       .withHint("Install the newer version of Vitrine again to use this container."));
}

Json recordJson(const BundleRecord& record) {
    Json root{{"kind", wordOf(rootWords, record.root.kind)}};
    if (record.root.kind == RootRecord::Kind::Folder) {
        root["path"] = record.root.path;
        root["device"] = record.root.device;
        root["inode"] = record.root.inode;
    }
    root["ownerUid"] = record.root.ownerUid;
    root["ownerGid"] = record.root.ownerGid;
    Json json{{"version", newestVersion},
              {"id", record.id},
              {"ownerUid", record.ownerUid},
              {"createdUs", record.createdUs},
              {"stage", wordOf(stageWords, record.stage)},
              {"idBase", record.idBase},
              {"root", std::move(root)}};
    for (const VolumeRecord& volume : record.volumes)
        json["volumes"].push_back(toJson(volume));
    return json;
}

Result<RootRecord> rootFrom(const Fields& fields) {
    RootRecord root;
    root.kind = VITRINE_TRY(enumFrom(rootWords, fields, "kind"));
    root.ownerUid = VITRINE_TRY(fields.number<std::uint32_t>("ownerUid"));
    root.ownerGid = VITRINE_TRY(fields.number<std::uint32_t>("ownerGid"));
    if (root.kind == RootRecord::Kind::Owned)
        return root;
    root.path = VITRINE_TRY(fields.path("path"));
    root.device = VITRINE_TRY(fields.number<std::uint64_t>("device"));
    root.inode = VITRINE_TRY(fields.number<std::uint64_t>("inode"));
    return root;
}

Result<BundleRecord> recordFrom(std::string_view text) {
    const Json json = VITRINE_TRY(parseObject(text));
    const Fields fields(json);
    VITRINE_CHECK(checkVersion(fields));
    BundleRecord record;
    record.id = VITRINE_TRY(fields.text("id", 64));
    VITRINE_CHECK(validateId(record.id));
    record.ownerUid = VITRINE_TRY(fields.number<std::uint32_t>("ownerUid"));
    record.createdUs = VITRINE_TRY(fields.number<std::uint64_t>("createdUs"));
    record.stage = VITRINE_TRY(enumFrom(stageWords, fields, "stage"));
    record.idBase = VITRINE_TRY(fields.number<std::uint32_t>("idBase"));
    const Fields root = VITRINE_TRY(fields.object("root"));
    record.root = VITRINE_TRY(rootFrom(root));
    if (!fields.has("volumes"))
        return record;
    for (const Fields& volume : VITRINE_TRY(fields.objects("volumes", maximumVolumes)))
        record.volumes.push_back(VITRINE_TRY(volumeRecordFrom(volume)));
    return record;
}

Result<ExitRecord> exitFrom(std::string_view text) {
    const Json json = VITRINE_TRY(parseObject(text));
    const Fields fields(json);
    VITRINE_CHECK(checkVersion(fields));
    return exitRecordFrom(fields);
}

} // namespace

Result<> validateId(std::string_view id) {
    const bool hexadecimal =
        std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (id.size() != 32 || !hexadecimal)
        return failure(Error::invalid("id", "must be 32 hexadecimal digits, 0-9 and a-f"));
    return {};
}

Result<Bundle> Bundle::open(int containersFd, const std::string& id) {
    VITRINE_CHECK(validateId(id));
    auto directory = sys::openDirectory(containersFd, id);
    if (!directory && directory.error().kind() == ErrorKind::NotFound)
        return failure(Error(ErrorKind::NotFound, "open the container", id, "there is none of this id"));
    if (!directory && (directory.error().errnum() == ELOOP || directory.error().errnum() == ENOTDIR))
        return failure(corrupt(id, "it is not a directory"));
    return Bundle(VITRINE_TRY(std::move(directory)));
}

bool isUnfinished(std::string_view name) {
    return name.ends_with(unfinishedSuffix) &&
           validateId(name.substr(0, name.size() - unfinishedSuffix.size()));
}

Result<> Bundle::fill(const BundleRecord& record, const ContainerSpec& spec) const {
    VITRINE_CHECK(writeRecord(record));
    VITRINE_CHECK(writeSpec(spec));
    if (record.root.kind == RootRecord::Kind::Owned) {
        // 0755, whatever the umask: it is "/" for every user inside. Nobody outside gets past the bundle.
        const auto root = VITRINE_TRY(sys::makeDirectoryAt(directory(), "rootfs", 0755));
        if (::fchmod(root.get(), 0755) != 0)
            return failure(Error::fromErrno("change the mode of", "rootfs", errno));
    }
    if (::fsync(directory()) != 0)
        return failure(Error::fromErrno("fsync the directory of", record.id, errno));
    return {};
}

Result<Bundle> Bundle::create(int containersFd, const BundleRecord& record, const ContainerSpec& spec) {
    VITRINE_CHECK(validateId(record.id));
    const std::string unfinished = record.id + std::string(unfinishedSuffix);
    Bundle bundle(VITRINE_TRY(sys::makeDirectoryAt(containersFd, unfinished, 0700)));
    Result<> made = bundle.fill(record, spec);
    // A directory that has something in it is never replaced (rename(2)).
    if (made && ::renameat(containersFd, unfinished.c_str(), containersFd, record.id.c_str()) != 0)
        made = failure(Error::fromErrno("name", record.id, errno == ENOTEMPTY ? EEXIST : errno));
    if (!made) {
        // The first error is the one to tell; what cannot be removed is found by its name at the next start.
        static_cast<void>(sys::removeTreeAt(containersFd, unfinished));
        return failure(std::move(made).error().within("create the container's directory"));
    }
    static_cast<void>(!::fsync(containersFd)); // without it a power cut takes the new name back: no harm
    return bundle;
}

Result<BundleRecord> Bundle::readRecord() const {
    const std::string text = VITRINE_TRY(readFile(directory(), recordFile, maximumRecord));
    auto record = recordFrom(text);
    if (!record)
        return failure(corruptUnlessNewer(std::move(record).error(), recordFile));
    return record;
}

Result<> Bundle::writeRecord(const BundleRecord& record) const {
    return sys::replaceFileAt(directory(), recordFile, textOf(recordJson(record), 2) + '\n', 0600,
                              sys::Durability::Synced);
}

Result<ContainerSpec> Bundle::readSpec() const {
    const std::string text = VITRINE_TRY(readFile(directory(), specFile, maximumConfigSize));
    auto spec = parseConfig(text);
    if (!spec)
        return failure(corruptUnlessNewer(std::move(spec).error(), specFile));
    return spec;
}

Result<> Bundle::writeSpec(const ContainerSpec& spec) const {
    if (spec.original.empty()) {
        ContainerSpec whole = spec;
        whole.original = readFile(directory(), specFile, maximumConfigSize).value_or(std::string());
        if (!whole.original.empty())
            return writeSpec(whole);
    }
    return writeConfigFile(directory(), specFile, spec);
}

Result<std::optional<ExitRecord>> Bundle::readExit() const {
    const auto text = VITRINE_TRY(readOptionalFile(directory(), exitFile, maximumRecord));
    if (!text)
        return std::nullopt;
    auto record = exitFrom(*text);
    if (!record)
        return failure(corruptUnlessNewer(std::move(record).error(), exitFile));
    return *record;
}

Result<> Bundle::writeExit(const ExitRecord& record, sys::Durability durability) const {
    Json json{{"version", newestVersion}};
    json.update(monitor::toJson(record));
    return sys::replaceFileAt(directory(), exitFile, textOf(json, 2) + '\n', 0600, durability);
}

void Bundle::syncExit() const {
    // Nothing can be done about a failure: the record is where every reader of this boot finds it.
    if (const auto file = sys::openAt(directory(), exitFile, O_RDONLY | O_NOFOLLOW))
        static_cast<void>(!::fsync(file->get()));
    static_cast<void>(!::fsync(directory()));
}

Result<std::string> Bundle::readTrace() const {
    // It is not synced: a power cut may leave it empty.
    const auto json = VITRINE_TRY(readOptionalFile(directory(), traceFile, maximumTrace));
    return json && !json->empty() ? *json : "[]";
}

Result<> Bundle::writeTrace(const std::string& json) const {
    if (json.size() > maximumTrace)
        return failure(Error(ErrorKind::LimitExceeded, "write", traceFile,
                             "it is larger than " + std::to_string(maximumTrace) + " bytes"));
    return sys::replaceFileAt(directory(), traceFile, json, 0600, sys::Durability::Cached);
}

Result<std::optional<std::string>> Bundle::readRunning() const {
    return readBootId(directory(), runningFile);
}

Result<> Bundle::writeRunning(const std::optional<std::string>& bootId) const {
    VITRINE_CHECK(removeFile(directory(), interruptedFile));
    if (bootId)
        return sys::replaceFileAt(directory(), runningFile, *bootId + '\n', 0600, sys::Durability::Cached);
    return removeFile(directory(), runningFile);
}

Result<std::optional<std::string>> Bundle::readInterrupted() const {
    return readBootId(directory(), interruptedFile);
}

Result<> Bundle::noteInterrupted() const {
    if (::renameat(directory(), runningFile, directory(), interruptedFile) != 0 && errno != ENOENT)
        return failure(Error::fromErrno("rename", runningFile, errno));
    return {};
}

Result<std::optional<ContainerSpec>> Bundle::readBootMark() const {
    const auto text = VITRINE_TRY(readOptionalFile(directory(), bootMarkFile, maximumConfigSize));
    if (!text)
        return std::nullopt;
    auto spec = parseConfig(*text);
    if (!spec)
        return failure(corruptUnlessNewer(std::move(spec).error(), bootMarkFile));
    return *spec;
}

Result<> Bundle::writeBootMark(const std::optional<ContainerSpec>& spec) const {
    if (spec)
        return writeConfigFile(directory(), bootMarkFile, *spec);
    VITRINE_CHECK(removeFile(directory(), bootMarkFile));
    if (::fsync(directory()) != 0)
        return failure(Error::fromErrno("fsync the directory of", bootMarkFile, errno));
    return {};
}

bool Bundle::isMarkedForBoot() const {
    return ::faccessat(directory(), bootMarkFile, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<sys::UniqueFd> Bundle::openRoot(const BundleRecord& record) const {
    if (record.root.kind == RootRecord::Kind::Owned) {
        auto root = sys::openDirectory(directory(), "rootfs");
        if (!root)
            return failure(std::move(root).error().within("open the container's root"));
        return root;
    }
    const std::string& path = record.root.path;
    const auto gone = [&](std::string reason) {
        return Error(ErrorKind::NotFound, "open the folder", path, std::move(reason))
            .withHint("Put the folder back where it was, or make a new container from the folder at its "
                      "present place.");
    };
    // O_PATH: looking at it must not start anything in a file system of the user's. Symlinks on the way are
    // fine, because device and inode say whether it is still the folder that was chosen.
    auto root = sys::openAt(AT_FDCWD, path, O_PATH | O_DIRECTORY);
    if (!root && (root.error().kind() == ErrorKind::NotFound || root.error().errnum() == ENOTDIR))
        return failure(gone("it is no longer there"));
    if (!root)
        return failure(std::move(root).error());
    struct stat status{};
    if (::fstat(root->get(), &status) != 0)
        return failure(Error::fromErrno("look at", path, errno));
    if (status.st_dev != record.root.device || status.st_ino != record.root.inode)
        return failure(gone("another folder is there now, not the one that was chosen"));
    return root;
}

} // namespace vitrine::monitor
