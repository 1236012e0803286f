// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/runtime/arguments.h"
#include "helper/runtime/log.h"

/// The commands of an OCI runtime. Each returns the program's exit code.
namespace vitrine::runtime {

// lifecycle.cpp
[[nodiscard]] Result<int> create(const Request& request, const Log& log);
[[nodiscard]] Result<int> start(const Request& request, const Log& log);
[[nodiscard]] Result<int> run(const Request& request, const Log& log);
[[nodiscard]] Result<int> kill(const Request& request, const Log& log);
[[nodiscard]] Result<int> remove(const Request& request, const Log& log);
// exec.cpp
[[nodiscard]] Result<int> exec(const Request& request, const Log& log);
// looking.cpp
[[nodiscard]] Result<int> state(const Request& request, const Log& log);
[[nodiscard]] Result<int> list(const Request& request, const Log& log);
[[nodiscard]] Result<int> ps(const Request& request, const Log& log);
// limits.cpp
[[nodiscard]] Result<int> pause(const Request& request, const Log& log);
[[nodiscard]] Result<int> resume(const Request& request, const Log& log);
[[nodiscard]] Result<int> update(const Request& request, const Log& log);
// about.cpp
[[nodiscard]] Result<int> spec(const Request& request, const Log& log);
[[nodiscard]] Result<int> features(const Request& request, const Log& log);

/// To standard output.
[[nodiscard]] Result<> print(const std::string& text);

} // namespace vitrine::runtime
