// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/gui/windowwatch.h"

#include <xcb/xcb.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

namespace vitrine::bench {

namespace {

struct Free {
    void operator()(void* reply) const { std::free(reply); }
};
template <typename Reply>
using Owned = std::unique_ptr<Reply, Free>;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void waitALittle() {
    std::this_thread::sleep_for(std::chrono::microseconds(500));
}

constexpr std::uint16_t strip = 64; ///< pixels that are looked at

} // namespace

WindowWatch::WindowWatch()
    : m_connection(xcb_connect(nullptr, nullptr)) {
    if (!isConnected())
        return;
    m_root = xcb_setup_roots_iterator(xcb_get_setup(m_connection)).data->root;
    const std::uint32_t events = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
    xcb_change_window_attributes(m_connection, m_root, XCB_CW_EVENT_MASK, &events);
    const Owned<xcb_intern_atom_reply_t> atom(
        xcb_intern_atom_reply(m_connection, xcb_intern_atom(m_connection, 0, 8, "WM_STATE"), nullptr));
    m_stateAtom = atom ? atom->atom : 0;
}

WindowWatch::~WindowWatch() {
    xcb_disconnect(m_connection);
}

bool WindowWatch::isConnected() const {
    return xcb_connection_has_error(m_connection) == 0;
}

void WindowWatch::begin() {
    // An answer comes after all events that were before it.
    const Owned<xcb_get_input_focus_reply_t> answer(
        xcb_get_input_focus_reply(m_connection, xcb_get_input_focus(m_connection), nullptr));
    while (const Owned<xcb_generic_event_t> event{xcb_poll_for_event(m_connection)}) {
    }
}

std::uint32_t WindowWatch::waitForMap(double deadline) {
    for (; now() < deadline; waitALittle()) {
        while (const Owned<xcb_generic_event_t> event{xcb_poll_for_event(m_connection)}) {
            if ((event->response_type & 0x7f) != XCB_MAP_NOTIFY)
                continue;
            const auto* mapped = reinterpret_cast<const xcb_map_notify_event_t*>(event.get());
            const Owned<xcb_get_geometry_reply_t> size(xcb_get_geometry_reply(
                m_connection, xcb_get_geometry(m_connection, mapped->window), nullptr));
            if (size && size->width >= 200 && size->height >= 200)
                return mapped->window;
        }
    }
    return 0;
}

std::string WindowWatch::middleOf(std::uint32_t drawable, std::uint16_t width, std::uint16_t height) const {
    const Owned<xcb_get_image_reply_t> image(xcb_get_image_reply(
        m_connection,
        xcb_get_image(m_connection, XCB_IMAGE_FORMAT_Z_PIXMAP, drawable, static_cast<std::int16_t>(width / 2),
                      static_cast<std::int16_t>(height / 2), strip, 1, ~0U),
        nullptr));
    if (!image)
        return {};
    const auto* data = reinterpret_cast<const char*>(xcb_get_image_data(image.get()));
    return {data, static_cast<std::size_t>(xcb_get_image_data_length(image.get()))};
}

// Qt's windows have no background of their own: until it paints, there is what was there before, the root's
// black.
std::uint32_t WindowWatch::waitForPaint() {
    const double deadline = now() + 10;
    const std::uint32_t window = waitForMap(deadline);
    if (window == 0)
        return 0;
    const Owned<xcb_get_geometry_reply_t> size(
        xcb_get_geometry_reply(m_connection, xcb_get_geometry(m_connection, window), nullptr));
    for (; size && now() < deadline; waitALittle()) {
        const std::string pixels = middleOf(window, size->width, size->height);
        if (pixels.find_first_not_of('\0') != std::string::npos)
            return window;
    }
    return 0;
}

void WindowWatch::setState(std::uint32_t window, std::uint32_t state) {
    const std::uint32_t data[] = {state, 0};
    xcb_change_property(m_connection, XCB_PROP_MODE_REPLACE, window, m_stateAtom, m_stateAtom, 32, 2, data);
}

void WindowWatch::iconify(std::uint32_t window) {
    setState(window, 3); // IconicState
    xcb_unmap_window(m_connection, window);
    xcb_flush(m_connection);
}

void WindowWatch::show(std::uint32_t window) {
    setState(window, 1); // NormalState
    xcb_map_window(m_connection, window);
    xcb_flush(m_connection);
}

} // namespace vitrine::bench
