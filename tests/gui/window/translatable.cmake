# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later

# All words of the window can be found by lupdate: cmake -DLUPDATE=… -DSOURCE=… -DTEMPORARY=… -P translatable.cmake
# It says on stderr what it cannot make out, such as tr() in a function of no class; whoever translates never sees such a word.
execute_process(COMMAND "${LUPDATE}" -I "${SOURCE}" -locations none "${SOURCE}/gui" "${SOURCE}/core/diagnosis" -ts "${TEMPORARY}/translatable.ts"
    OUTPUT_VARIABLE found ERROR_VARIABLE problems RESULT_VARIABLE result)
file(REMOVE "${TEMPORARY}/translatable.ts")
if(NOT result EQUAL 0 OR NOT problems STREQUAL "")
    message(FATAL_ERROR "lupdate (${result}): ${problems}")
endif()
string(REGEX MATCH "Found ([0-9]+) source" number "${found}")
if(CMAKE_MATCH_1 LESS 400)
    message(FATAL_ERROR "Only ${CMAKE_MATCH_1} texts were found:\n${found}")
endif()
