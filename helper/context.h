// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "helper/options.h"

namespace vitrine::helper {

class Authorizer;
class Clients;
class ContainerStore;
class Jobs;
class GroupStore;
class Lifecycle;
class MonitorSpawner;
class PanicStop;
class Sampling;
class Tasks;

/// What the verbs work with. Made in Helper, lives as long as the program.
struct Context {
    const Options& options;
    const HostFacts& facts;
    Clients& clients;
    Authorizer& authorizer;
    ContainerStore& store;
    GroupStore& groups;
    Lifecycle& lifecycle;
    PanicStop& panicStop;
    MonitorSpawner& spawner;
    Jobs& jobs;
    Tasks& tasks;
    Sampling& sampling;
};

} // namespace vitrine::helper
