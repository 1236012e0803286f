// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The OCI "process" object that exec takes.

#include "core/model/ociconfig.h"
#include "tests/fuzz/fuzz.h"

void fuzzOne(std::string_view input) {
    using namespace vitrine;
    const auto process = parseProcess(input);
    if (!process) {
        FUZZ_REQUIRE(process.error().subject().starts_with('$'));
        FUZZ_REQUIRE(fuzz::isShowable(process.error().message(), fuzz::Newlines::Refused));
        return;
    }
    FUZZ_REQUIRE(process->cwd.starts_with('/') && !process->args.empty());
    const auto again = parseProcess(writeProcess(*process));
    FUZZ_REQUIRE(again && *again == *process);
}
