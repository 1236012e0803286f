# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What every target of this project shares: warnings, hardening, sanitizers, and how a library or a test is declared.

add_library(vitrine_options INTERFACE)
target_compile_options(vitrine_options INTERFACE
    -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wformat=2 -Wimplicit-fallthrough
    -fstack-protector-strong)
target_include_directories(vitrine_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(vitrine_options INTERFACE VITRINE_VERSION="${PROJECT_VERSION}" _GNU_SOURCE)
target_link_options(vitrine_options INTERFACE -Wl,-z,relro,-z,now)
# Compiled several in one, a file's local names meet what its neighbours declare in unnamed namespaces.
if(CMAKE_UNITY_BUILD)
    target_compile_options(vitrine_options INTERFACE -Wshadow=local -Wno-subobject-linkage)
else()
    target_compile_options(vitrine_options INTERFACE -Wshadow)
endif()
if(CMAKE_BUILD_TYPE MATCHES "Rel")
    target_compile_definitions(vitrine_options INTERFACE _FORTIFY_SOURCE=2)
endif()
if(VITRINE_SANITIZE)
    target_compile_options(vitrine_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
                                                     -fno-sanitize-recover=undefined)
    target_link_options(vitrine_options INTERFACE -fsanitize=address,undefined)
endif()
if(VITRINE_FUZZ)
    target_compile_options(vitrine_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(VITRINE_CCACHE ccache)
if(VITRINE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${VITRINE_CCACHE}")
    set(CMAKE_C_COMPILER_LAUNCHER "${VITRINE_CCACHE}")
endif()
find_program(VITRINE_MOLD mold)
if(VITRINE_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# Most of the time of a build is spent on reading Qt's and the standard library's headers: they are read once.
set(vitrine_standard_headers <algorithm> <array> <chrono> <expected> <functional> <map> <memory> <optional> <ranges> <string> <string_view> <variant> <vector>)

# vitrine_precompiled_headers(target <header>…): for the target, and for those that reuse them.
function(vitrine_precompiled_headers name)
    target_precompile_headers(${name} PRIVATE ${ARGN})
    # clang-tidy reads the same command lines, and cannot use what gcc has precompiled.
    target_compile_options(${name} PRIVATE -Wno-ignored-gch)
endfunction()

# The headers that `other` has: a target with the same options and, as far as those headers ask, the same definitions.
function(vitrine_reuse_headers name other)
    target_precompile_headers(${name} REUSE_FROM ${other})
    target_compile_options(${name} PRIVATE -Wno-ignored-gch)
endfunction()

# A static library of this project: vitrine_library(core_model SOURCES a.cpp LINKS core_base)
function(vitrine_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC vitrine_options ${ARG_LINKS})
    # Everything without Qt stands on core_base.
    if(name STREQUAL "core_base")
        vitrine_precompiled_headers(${name} ${vitrine_standard_headers})
    elseif(name MATCHES "^(core|monitor|runtime)_")
        vitrine_reuse_headers(${name} core_base)
    endif()
endfunction()

# <QTest> says more where Qt's windows are linked, and the helper's headers forbid some casts: one set of headers for each (tests/CMakeLists.txt).
function(vitrine_test_headers name label links)
    # <QTest> would differ with the folder of every test (for QFINDTESTDATA, which has no use here).
    target_compile_options(${name} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
    if(links MATCHES "helper_(core|testclient)")
        vitrine_reuse_headers(${name} tests_headers_helper)
    elseif(links MATCHES "gui_app|Qt6::Widgets")
        vitrine_reuse_headers(${name} tests_headers_window)
    elseif(label MATCHES "^(unit|root)$")
        vitrine_reuse_headers(${name} tests_headers_core)
    endif()
endfunction()

# What moc makes of a test: asked for by name, because to search every one of them (AUTOMOC) took longer than all else about a small test.
function(vitrine_test_moc name)
    qt_generate_moc(${name}.cpp ${name}.moc TARGET ${name})
    target_sources(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
    target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
    list(FILTER ARGN INCLUDE REGEX "\\.h$")
    foreach(header IN LISTS ARGN)
        file(STRINGS "${header}" objects REGEX "^[ ]*Q_OBJECT" LIMIT_COUNT 1)
        if(objects)
            cmake_path(GET header STEM stem)
            qt_generate_moc("${header}" moc_${name}_${stem}.cpp TARGET ${name})
            target_sources(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/moc_${name}_${stem}.cpp")
        endif()
    endforeach()
endfunction()

# A QtTest program that is one ctest: vitrine_test(tst_x LABEL unit LINKS core_model [SOURCES …] [WRAPPER cmd …])
# The source is <name>.cpp. WRAPPER is put before the program's path on its command line.
function(vitrine_test name)
    cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINKS;WRAPPER" ${ARGN})
    add_executable(${name} ${name}.cpp ${ARG_SOURCES})
    vitrine_test_moc(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE vitrine_options ${ARG_LINKS} Qt6::Test)
    vitrine_test_headers(${name} ${ARG_LABEL} "${ARG_LINKS}")
    add_test(NAME ${ARG_LABEL}/${name} COMMAND ${ARG_WRAPPER} $<TARGET_FILE:${name}>)
    # cmake --build … --target tests_unit builds the tests of one label.
    if(NOT TARGET tests_${ARG_LABEL})
        add_custom_target(tests_${ARG_LABEL})
    endif()
    add_dependencies(tests_${ARG_LABEL} ${name})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    set_tests_properties(${ARG_LABEL}/${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT})
    # Tests that make containers, windows or processes by the thousand would disturb each other's clocks.
    if(NOT ARG_LABEL STREQUAL "unit")
        set_tests_properties(${ARG_LABEL}/${name} PROPERTIES RUN_SERIAL ON)
    endif()
endfunction()

# A test that needs a system of its own: private bus, real polkitd, the built helper (see tests/support/private-system.sh).
# vitrine_system_test(tst_x LABEL dbus|gui LINKS … [SOURCES …] [TIMEOUT s] [OPTIONS --uid 65534 --polkit-yes --xvfb …])
function(vitrine_system_test name)
    cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINKS;OPTIONS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    # The script ends the test before ctest would, because only the script can clean up.
    vitrine_test(${name} LABEL ${ARG_LABEL} SOURCES ${ARG_SOURCES} LINKS ${ARG_LINKS} TIMEOUT ${ARG_TIMEOUT}
        WRAPPER "${PROJECT_SOURCE_DIR}/tests/support/private-system.sh" --timeout ${ARG_TIMEOUT} ${ARG_OPTIONS} --)
    vitrine_system_test_properties(${ARG_LABEL}/${name} ${ARG_TIMEOUT})
endfunction()

# What a ctest needs whose command begins with private-system.sh: the programs of this build, and time to clean up.
function(vitrine_system_test_properties test timeout)
    math(EXPR total "${timeout} + 60")
    set_tests_properties(${test} PROPERTIES TIMEOUT ${total} RUN_SERIAL ON ENVIRONMENT
        "VITRINE_HELPER=$<$<TARGET_EXISTS:vitrine-helper>:$<TARGET_FILE:vitrine-helper>>;VITRINE_MONITOR=$<$<TARGET_EXISTS:vitrine-monitor>:$<TARGET_FILE:vitrine-monitor>>")
endfunction()
