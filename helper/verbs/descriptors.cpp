// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/descriptors.h"

#include "core/model/diskimage.h"
#include "core/model/textrules.h"
#include "core/sys/file.h"
#include "helper/access/clients.h"
#include "helper/containers/containerstore.h"
#include "helper/verbs/common.h"
#include "helper/verbs/diskspace.h"

#include <QVersionNumber>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <filesystem>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

namespace vitrine::helper {

namespace {

constexpr off_t maximumProgram = off_t{256} << 20U;
constexpr off_t maximumPrograms = off_t{1} << 30U; ///< together
constexpr std::size_t maximumGiven = 16;           ///< as many as the bus lets through (max_fds)
constexpr std::size_t chunk = std::size_t{256} << 10U;

Error badFile(const QString& name, std::string allowed) {
    return Error::invalid("given", '\'' + name.toStdString() + "' " + std::move(allowed));
}

Result<> checkFileName(const char* field, const QString& name) {
    const bool isPlain = std::ranges::all_of(name, [](QChar c) { return c.isPrint() && c != u'/'; });
    if (name.isEmpty() || name.toUtf8().size() > NAME_MAX || !isPlain || name == u"." || name == u"..")
        return failure(Error::invalid(field, "needs file names of 1 to 255 printable characters without /"));
    return {};
}

/// Ordinary file systems: their files stay what they are, and no other user's program answers for them.
constexpr std::array<long, 16> ordinaryKinds{
    EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC,       BTRFS_SUPER_MAGIC, F2FS_SUPER_MAGIC,     TMPFS_MAGIC,
    RAMFS_MAGIC,      OVERLAYFS_SUPER_MAGIC, MSDOS_SUPER_MAGIC, EXFAT_SUPER_MAGIC,    NFS_SUPER_MAGIC,
    SQUASHFS_MAGIC,   EROFS_SUPER_MAGIC_V1,  ISOFS_SUPER_MAGIC, ECRYPTFS_SUPER_MAGIC,
    0xca451a4e, // bcachefs
    0x2fc12fc1, // zfs
};

std::string kindName(long kind) {
    constexpr std::array<std::pair<long, const char*>, 7> names{{{FUSE_SUPER_MAGIC, "fuse"},
                                                                 {PROC_SUPER_MAGIC, "proc"},
                                                                 {SYSFS_MAGIC, "sysfs"},
                                                                 {CGROUP2_SUPER_MAGIC, "cgroup2"},
                                                                 {SMB2_SUPER_MAGIC, "smb2"},
                                                                 {CIFS_SUPER_MAGIC, "cifs"},
                                                                 {V9FS_MAGIC, "9p"}}};
    for (const auto& [magic, name] : names)
        if (magic == kind)
            return name;
    std::ostringstream text;
    text << "0x" << std::hex << kind;
    return text.str();
}

Result<> checkFileSystem(int fd, const std::string& field, const std::string& subject) {
    struct statfs status{};
    if (::fstatfs(fd, &status) != 0)
        return failure(Error::fromErrno("examine the file system of", field, errno));
    const auto kind = static_cast<long>(status.f_type);
    if (std::ranges::find(ordinaryKinds, kind) != ordinaryKinds.end())
        return {};
    return failure(Error::invalid(field, subject +
                                             "must be on an ordinary file system, and is on one of type " +
                                             kindName(kind))
                       .withHint("Copy it to a local disk first."));
}

/// Its size.
Result<off_t> checkProgram(int fd, const QString& name) {
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_PATH) != 0 || (flags & O_ACCMODE) == O_WRONLY)
        return failure(badFile(name, "must be opened for reading"));
    struct stat status{};
    if (::fstat(fd, &status) != 0)
        return failure(Error::fromErrno("examine", name.toStdString(), errno));
    if (!S_ISREG(status.st_mode))
        return failure(badFile(name, "must be a regular file"));
    if (status.st_size > maximumProgram)
        return failure(badFile(name, "must be at most 256 MiB"));
    VITRINE_CHECK(checkFileSystem(fd, "given", '\'' + name.toStdString() + "' "));
    return status.st_size;
}

Result<std::string> pathOf(int fd, const char* field) {
    std::array<char, PATH_MAX> buffer{};
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    const ssize_t length = ::readlink(link.c_str(), buffer.data(), buffer.size());
    if (length <= 0)
        return failure(Error::fromErrno("find the path of", "the folder", errno));
    std::string path(buffer.data(), static_cast<std::size_t>(length));
    if (!path.starts_with('/') || path.ends_with(" (deleted)"))
        return failure(Error::invalid(field, "must be a directory or file that has a path"));
    const QString text = QString::fromUtf8(path);
    if (!std::ranges::all_of(text, [](QChar c) { return c.isPrint() || c.isSurrogate(); }))
        return failure(Error::invalid(field, "must have a path without control characters"));
    return path;
}

/// Writes what is not zero, by the block; the rest is a hole. (Looking for the holes of the caller's file
/// would move its position, which the caller may use.)
Result<> writeSparsely(int fd, std::string_view data, off_t offset) {
    constexpr std::size_t block = 4096;
    const auto isZero = [&](std::size_t at) {
        return std::ranges::all_of(data.substr(at, block), [](char c) { return c == '\0'; });
    };
    for (std::size_t begin = 0; begin < data.size();) {
        const bool isHole = isZero(begin);
        std::size_t end = begin + block;
        while (end < data.size() && isZero(end) == isHole)
            end += block;
        const std::string_view run = data.substr(begin, end - begin);
        if (!isHole && ::lseek(fd, offset + static_cast<off_t>(begin), SEEK_SET) < 0)
            return failure(Error::fromErrno("write", "the private copy", errno));
        if (!isHole)
            VITRINE_CHECK(sys::writeAll(fd, run));
        begin = end;
    }
    return {};
}

/// Belongs to the caller, and is not this computer's root.
Result<struct stat> checkDirectory(const GivenFolder& folder, const char* field) {
    struct stat status{};
    struct stat root{};
    if (::fstat(folder.fd.get(), &status) != 0 || ::stat("/", &root) != 0)
        return failure(Error::fromErrno("examine", field, errno));
    if (!S_ISDIR(status.st_mode))
        return failure(Error::invalid(field, "must be a directory"));
    VITRINE_CHECK(checkFileSystem(folder.fd.get(), field, {}));
    if (status.st_dev == root.st_dev && status.st_ino == root.st_ino)
        return failure(Error::invalid(field, "must not be the root directory of this computer"));
    // A directory that the caller can only read would become writable for it through the container.
    if (folder.caller != 0 && status.st_uid != folder.caller)
        return failure(Error::invalid(field, "must belong to you")
                           .withHint("Only root may use other people's folders."));
    // The group becomes the container's, and what root inside makes there acts for it outside.
    if (folder.caller != 0 && !folder.groups.contains(uint{status.st_gid}))
        return failure(Error::invalid(field, "must belong to a group that you are in")
                           .withHint("Give it your own group first: chgrp \"$(id -g)\" FOLDER. If you were "
                                     "added to the group just now, log in again."));
    return status;
}

/// Where a wrong choice would take this computer along. Whoever is no root owns none of it but parts of /run,
/// whose sockets command the services of a whole session.
Result<> checkVolumePath(const std::string& path, const VolumeOptions& options, const VolumeRules& rules) {
    const auto isIn = [&](std::string_view place) { return isAtOrBelow(path, place); };
    const auto touches = [&](std::string_view place) { return isIn(place) || isAtOrBelow(place, path); };
    for (const char* place : {"/proc", "/sys", "/dev", "/run", "/boot"})
        if (isIn(place))
            return failure(Error::invalid("volumes", "must not be in " + std::string(place) +
                                                         ", which this computer itself works with"));
    for (const std::string& place : rules.ownPlaces)
        if (touches(place))
            return failure(
                Error::invalid("volumes", "must not be, or hold, " + place + ", where containers are kept"));
    if (options.access == VolumeAccess::ReadOnly)
        return {};
    for (const char* place : {"/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"})
        if (isIn(place))
            return failure(Error::invalid("volumes", "must be read-only in " + std::string(place) +
                                                         ", which this computer itself works with"));
    return {};
}

/// FS_ALLOW_IDMAP of the kernel (mount_setattr(2), "ID mappings").
bool canMapOwners(long kind, const VolumeRules& rules) {
    constexpr std::array<long, 8> kinds{EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC,     BTRFS_SUPER_MAGIC,
                                        F2FS_SUPER_MAGIC, MSDOS_SUPER_MAGIC,   EXFAT_SUPER_MAGIC,
                                        SQUASHFS_MAGIC,   EROFS_SUPER_MAGIC_V1};
    return rules.mapsOwners &&
           (std::ranges::contains(kinds, kind) || (kind == TMPFS_MAGIC && rules.mapsTmpfs));
}

Result<sys::UniqueFd> duplicate(const QDBusUnixFileDescriptor& descriptor) {
    const int fd = ::fcntl(descriptor.fileDescriptor(), F_DUPFD_CLOEXEC, 3);
    if (fd < 0)
        return failure(Error::fromErrno("keep", "a descriptor", errno));
    return sys::UniqueFd(fd);
}

} // namespace

const QDBusArgument& operator>>(const QDBusArgument& argument, GivenFile& file) {
    argument.beginStructure();
    argument >> file.name >> file.descriptor;
    argument.endStructure();
    return argument; // NOLINT(bugprone-return-const-ref-from-parameter): the form QtDBus asks for
}

Result<std::vector<GivenSource>> takeGiven(const Call& call, int index) {
    const auto reader = call.message.arguments().at(index).value<QDBusArgument>();
    const QDBusArgument& given = reader;
    std::vector<GivenFile> files;
    // Everything is checked after endArray(): without it QtDBus keeps the message, with its descriptors, for
    // ever.
    given.beginArray();
    while (!given.atEnd() && files.size() <= maximumGiven)
        given >> files.emplace_back();
    given.endArray();
    if (files.size() > maximumGiven)
        return failure(Error::invalid("given", "must be at most 16 files"));
    std::vector<GivenSource> sources;
    std::set<QString> names;
    for (const GivenFile& file : files) {
        VITRINE_CHECK(checkFileName("given", file.name));
        if (!names.insert(file.name).second)
            return failure(badFile(file.name, "must be given once"));
        sys::UniqueFd fd = VITRINE_TRY(duplicate(file.descriptor));
        sources.push_back({file.name.toStdString(), std::move(fd)});
    }
    return sources;
}

Result<std::vector<std::string>> takePrograms(const Call& call, int index) {
    constexpr qsizetype mostNames = 2000;
    const auto names = argument<QStringList>(call, index);
    if (names.size() > mostNames)
        return failure(Error::invalid("programs", "must be at most 2000 names"));
    std::vector<std::string> programs;
    for (const QString& name : names) {
        VITRINE_CHECK(checkFileName("programs", name));
        programs.push_back(name.toStdString());
    }
    return programs;
}

Result<> checkGiven(const std::vector<GivenSource>& given) {
    off_t total = 0;
    for (const GivenSource& source : given)
        total += VITRINE_TRY(checkProgram(source.fd.get(), toQString(source.name)));
    if (total > maximumPrograms)
        return failure(Error::invalid("given", "must be at most 1 GiB together"));
    return {};
}

Result<std::vector<GivenFolder>> takeFolders(const Context& context, const Call& call, int index) {
    const auto descriptors = argument<QList<QDBusUnixFileDescriptor>>(call, index);
    if (descriptors.size() > qsizetype{maximumGiven})
        return failure(Error::invalid("folder", "must be exactly one descriptor of a directory"));
    const QList<uint> groups = context.clients.groupsOf(call.caller.name);
    std::vector<GivenFolder> folders;
    for (const QDBusUnixFileDescriptor& descriptor : descriptors)
        folders.push_back({VITRINE_TRY(duplicate(descriptor)), call.caller.uid, groups});
    return folders;
}

Result<std::vector<GivenVolume>> takeVolumes(const Context& context, const Call& call, int index) {
    const auto reader = call.message.arguments().at(index).value<QDBusArgument>();
    const QDBusArgument& given = reader;
    std::vector<GivenFile> entries;
    given.beginArray(); // and all is checked after its end: see takeGiven()
    while (!given.atEnd() && entries.size() <= maximumVolumes)
        given >> entries.emplace_back();
    given.endArray();
    if (entries.size() > maximumVolumes)
        return failure(Error::invalid("volumes", "must be at most 15"));
    const QList<uint> groups = context.clients.groupsOf(call.caller.name);
    std::vector<GivenVolume> volumes;
    std::set<std::string> places;
    for (const GivenFile& entry : entries) {
        VITRINE_CHECK(validateVolumePlace(entry.name.toStdString(), "volumes"));
        std::string place = cleanPath(entry.name.toStdString());
        if (!places.insert(place).second)
            return failure(Error::invalid("volumes", "must not have two at " + place));
        sys::UniqueFd fd = VITRINE_TRY(duplicate(entry.descriptor));
        volumes.push_back({std::move(place), {std::move(fd), call.caller.uid, groups}});
    }
    return volumes;
}

Result<GivenVolume> takeVolume(const Context& context, const Call& call, int index, std::string place) {
    sys::UniqueFd fd = VITRINE_TRY(duplicate(argument<QDBusUnixFileDescriptor>(call, index)));
    return GivenVolume{std::move(place),
                       {std::move(fd), call.caller.uid, context.clients.groupsOf(call.caller.name)}};
}

Result<monitor::RootRecord> checkFolder(const std::vector<GivenFolder>& folders) {
    if (folders.size() != 1)
        return failure(Error::invalid("folder", "must be exactly one descriptor of a directory"));
    const int fd = folders.front().fd.get();
    const struct stat status = VITRINE_TRY(checkDirectory(folders.front(), "folder"));
    monitor::RootRecord record;
    record.kind = monitor::RootRecord::Kind::Folder;
    record.path = VITRINE_TRY(pathOf(fd, "folder"));
    record.device = status.st_dev;
    record.inode = status.st_ino;
    record.ownerUid = status.st_uid;
    record.ownerGid = status.st_gid;
    return record;
}

std::vector<std::string> ownPlaces(const Options& options) {
    std::vector<std::string> places;
    for (const std::string& given : {options.stateDir, options.runDir}) {
        std::error_code error;
        const std::filesystem::path real = std::filesystem::weakly_canonical(given, error);
        places.push_back(cleanPath(error ? given : real.string()));
    }
    return places;
}

VolumeRules volumeRules(const Context& context) {
    VolumeRules rules;
    rules.ownPlaces = ownPlaces(context.options);
    rules.mapsOwners = context.options.mode == Mode::System && context.facts.idMappedMounts;
    // Since Linux 6.3 (tmpfs(5)).
    rules.mapsTmpfs =
        QVersionNumber::fromString(toQString(context.facts.kernelRelease)) >= QVersionNumber(6, 3);
    return rules;
}

namespace {

/// What the caller may read, or write, by itself anyway. Returns the file system in it.
Result<std::string> checkImage(const GivenFolder& file, const VolumeOptions& options) {
    const int fd = file.fd.get();
    const int flags = ::fcntl(fd, F_GETFL);
    const bool writes = options.access == VolumeAccess::ReadWrite;
    const bool isReadable = flags >= 0 && (flags & O_PATH) == 0 && (flags & O_ACCMODE) != O_WRONLY;
    if (!isReadable || (writes && (flags & O_ACCMODE) != O_RDWR))
        return failure(Error::invalid("volumes", writes ? "must be opened for reading and writing"
                                                        : "must be opened for reading"));
    struct stat status{};
    if (::fstat(fd, &status) != 0)
        return failure(Error::fromErrno("examine", "volumes", errno));
    if (file.caller != 0 && status.st_uid != file.caller)
        return failure(Error::invalid("volumes", "must belong to you")
                           .withHint("Only root may use other people's disk images."));
    VITRINE_CHECK(checkFileSystem(fd, "volumes", "a disk image "));
    std::string head(imageHeadSize, '\0');
    const ssize_t length = ::pread(fd, head.data(), head.size(), 0);
    if (length < 0)
        return failure(Error::fromErrno("read", "the disk image", errno));
    const auto found = fileSystemOf(std::string_view(head).substr(0, static_cast<std::size_t>(length)));
    if (!found)
        return failure(Error::invalid("volumes",
                                      "must be a directory, or a disk image that begins with a file "
                                      "system out of btrfs, erofs, ext4, iso9660, squashfs, vfat "
                                      "and xfs"));
    if (writes && !isWritable(*found))
        return failure(
            Error::invalid("volumes", "must be read-only, which " + std::string(*found) + " always is"));
    if (options.propagation == VolumePropagation::Follow)
        return failure(
            Error::invalid("volumes", "must not follow later mounts, which a disk image has none of"));
    return std::string(*found);
}

} // namespace

Result<CheckedVolume> checkVolume(const GivenVolume& given, const VolumeOptions& options,
                                  const VolumeRules& rules) {
    const int fd = given.folder.fd.get();
    struct stat kind{};
    if (::fstat(fd, &kind) != 0)
        return failure(Error::fromErrno("examine", "volumes", errno));
    std::string fileSystem;
    if (S_ISREG(kind.st_mode))
        fileSystem = VITRINE_TRY(checkImage(given.folder, options));
    else
        VITRINE_CHECK(checkDirectory(given.folder, "volumes"));
    CheckedVolume volume{.record = {}, .options = options};
    std::string path = VITRINE_TRY(pathOf(fd, "volumes"));
    VITRINE_CHECK(checkVolumePath(path, options, rules));
    volume.record = VITRINE_TRY(monitor::identify(fd, std::move(path)));
    volume.record.destination = given.place;
    volume.record.fileSystem = fileSystem;
    // It is opened by its path at every start. A directory of another mount namespace has none here.
    if (auto found = monitor::openVolume(volume.record, options.access); !found)
        return failure(Error::invalid("volumes", "must be found again by their paths (" +
                                                     found.error().message() + ")"));
    struct statfs status{};
    if (::fstatfs(fd, &status) != 0)
        return failure(Error::fromErrno("examine the file system of", volume.record.path, errno));
    if (!fileSystem.empty()) {
        if (rules.mapsOwners && mapsOwners(fileSystem))
            volume.owners = OwnersAppear::AsRootInside;
        return volume;
    }
    if (canMapOwners(static_cast<long>(status.f_type), rules))
        volume.owners = OwnersAppear::AsRootInside;
    return volume;
}

Result<sys::UniqueFd> privateCopy(int directory, const GivenSource& source) {
    const std::string name = VITRINE_TRY(randomId());
    sys::UniqueFd copy = VITRINE_TRY(sys::openAt(directory, name, O_RDWR | O_CREAT | O_EXCL, 0700));
    if (::unlinkat(directory, name.c_str(), 0) != 0)
        return failure(Error::fromErrno("unlink", name, errno));
    std::string buffer(chunk, '\0');
    off_t offset = 0;
    for (;;) {
        const ssize_t length = ::pread(source.fd.get(), buffer.data(), buffer.size(), offset);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return failure(Error::fromErrno("read", source.name, errno));
        if (length == 0)
            break;
        const std::string_view data(buffer.data(), static_cast<std::size_t>(length));
        if (offset + length > maximumProgram)
            return failure(badFile(toQString(source.name), "must be at most 256 MiB"));
        VITRINE_CHECK(checkSpace(directory, data.size()));
        VITRINE_CHECK(writeSparsely(copy.get(), data, offset));
        offset += length;
    }
    if (::ftruncate(copy.get(), offset) != 0)
        return failure(Error::fromErrno("write", name, errno));
    return copy;
}

} // namespace vitrine::helper
