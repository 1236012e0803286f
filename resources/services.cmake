# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `cmake --install`, when the prefix is known: fills in the two files that name the installed helper.

if(VITRINE_ACTIVATION STREQUAL "auto")
    if(EXISTS "/run/systemd/system" OR NOT "$ENV{DESTDIR}" STREQUAL "")
        set(VITRINE_ACTIVATION "systemd")
    else()
        set(VITRINE_ACTIVATION "direct")
    endif()
endif()

if(VITRINE_ACTIVATION STREQUAL "systemd")
    set(VITRINE_ACTIVATION_EXEC "/bin/false")
    set(VITRINE_ACTIVATION_UNIT "SystemdService=vitrine-helper.service")
elseif(VITRINE_ACTIVATION STREQUAL "direct")
    set(VITRINE_ACTIVATION_EXEC "${VITRINE_LIBEXEC}/vitrine-helper --monitor ${VITRINE_LIBEXEC}/vitrine-monitor")
    set(VITRINE_ACTIVATION_UNIT "")
else()
    message(FATAL_ERROR "VITRINE_ACTIVATION is auto, systemd or direct, not '${VITRINE_ACTIVATION}'")
endif()

configure_file("${VITRINE_SOURCE}/dbus/org.vitrine.Manager1.service.in" "${VITRINE_BINARY}/org.vitrine.Manager1.service" @ONLY)
configure_file("${VITRINE_SOURCE}/systemd/vitrine-helper.service.in" "${VITRINE_BINARY}/vitrine-helper.service" @ONLY)
