// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/started.h"

#include "helper/bus/wiretypes.h"

namespace vitrine::helper {

QDBusUnixFileDescriptor handOver(sys::UniqueFd& fd) {
    QDBusUnixFileDescriptor descriptor;
    descriptor.giveFileDescriptor(fd.release());
    return descriptor;
}

void sendStarted(Reply& reply, Result<MonitorAnswer> answer) {
    if (!answer)
        return reply.fail(answer.error());
    QList<QDBusUnixFileDescriptor> streams;
    for (sys::UniqueFd& fd : answer->fds)
        streams.append(handOver(fd));
    const int pid = answer->started ? answer->started->pid : 0;
    reply.send({QVariant::fromValue(streams), pid});
}

} // namespace vitrine::helper
