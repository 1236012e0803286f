// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>

struct xcb_connection_t;

namespace vitrine::bench {

/// Watches an X server from outside for the windows of other programs, so that all of them are measured
/// alike. Also plays the part of a window manager that iconifies (ICCCM 4.1.4), for there is none.
class WindowWatch {
public:
    WindowWatch();
    ~WindowWatch();
    WindowWatch(const WindowWatch&) = delete;
    WindowWatch& operator=(const WindowWatch&) = delete;

    [[nodiscard]] bool isConnected() const;
    /// Forgets windows that were announced until now.
    void begin();
    /// Waits for a window of at least 200 x 200 to be mapped, and until something is painted in its middle.
    /// Its id; 0 after ten seconds.
    [[nodiscard]] std::uint32_t waitForPaint();
    void iconify(std::uint32_t window);
    void show(std::uint32_t window);

private:
    [[nodiscard]] std::uint32_t waitForMap(double deadline);
    [[nodiscard]] std::string middleOf(std::uint32_t drawable, std::uint16_t width,
                                       std::uint16_t height) const;
    void setState(std::uint32_t window, std::uint32_t state);

    xcb_connection_t* m_connection;
    std::uint32_t m_root = 0;
    std::uint32_t m_stateAtom = 0;
};

} // namespace vitrine::bench
