# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody has of a window who hears it read and types: nothing here does more than read, wait and press keys.

It reads by AT-SPI's own D-Bus interfaces (at-spi2-core, xml/*.xml) and not by libatspi, which waits for each answer: an emulated processor
needs a tenth of a second for one, so all questions of a level of the tree are asked at once.
"""

import subprocess
import time
from dataclasses import dataclass

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

Role = Atspi.Role
State = Atspi.StateType
PATIENCE = 120  # seconds; an emulated processor is slow
CALL_TIME = 60_000  # ms

ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
EVENTS = ["Object:StateChanged", "Object:ChildrenChanged", "Object:PropertyChange", "Object:TextChanged", "Object:Announcement", "Window"]
CONTROLS = {Role.PUSH_BUTTON, Role.TOGGLE_BUTTON, Role.CHECK_BOX, Role.RADIO_BUTTON, Role.COMBO_BOX, Role.SPIN_BUTTON, Role.SLIDER,
            Role.TEXT, Role.PASSWORD_TEXT, Role.ENTRY, Role.LIST, Role.TABLE, Role.TREE, Role.TREE_TABLE, Role.PAGE_TAB, Role.MENU_ITEM,
            Role.CHECK_MENU_ITEM, Role.TERMINAL}  # fmt: skip


class Failure(Exception):
    pass


@dataclass
class Thing:
    """Something of a window, as it was when it was read."""

    reference: tuple  # bus name, object path
    depth: int
    role: Role
    name: str
    states: int
    children: list

    def __str__(self):
        words = [word for word in ("FOCUSABLE", "FOCUSED", "SELECTED", "CHECKED", "EXPANDED") if self.has(getattr(State, word))]
        return f"{'  ' * self.depth}{Atspi.role_get_name(self.role)} “{self.name}” {' '.join(words).lower()}"

    def has(self, state):
        return bool(self.states >> int(state) & 1)

    def is_shown(self):
        return self.has(State.SHOWING) and self.has(State.VISIBLE)


class ScreenReader:
    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, CALL_TIME, None)
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(address.unpack()[0], flags)
        self.focus = None  # the reference of what has the keyboard
        self.said = []  # announcements
        self.printed = ""  # what was told of new text
        self.changes = 0
        self.bus.signal_subscribe(None, "org.a11y.atspi.Event.Object", None, None, None, 0, self.on_event)
        self.bus.signal_subscribe(None, "org.a11y.atspi.Event.Window", None, None, None, 0, self.on_event)
        for event in EVENTS:
            self.ask((REGISTRY, "/org/a11y/atspi/registry"), "org.a11y.atspi.Registry", "RegisterEvent", "(sass)", event, [], "")

    # Asking -----------------------------------------------------------------------------------------------------------------------

    def ask(self, reference, interface, method, types=None, *arguments):
        return self.ask_all([(reference, interface, method, types, *arguments)])[0]

    def ask_all(self, questions):
        """The answers, None of what has gone meanwhile."""
        answers = [None] * len(questions)
        missing = len(questions)

        def on_answer(bus, result, number):
            nonlocal missing
            missing -= 1
            try:
                values = bus.call_finish(result).unpack()
                answers[number] = values[0] if len(values) == 1 else values
            except GLib.Error:
                pass

        for number, ((name, path), interface, method, types, *arguments) in enumerate(questions):
            parameters = GLib.Variant(types, tuple(arguments)) if types else None
            self.bus.call(name, path, interface, method, parameters, None, 0, CALL_TIME, None, on_answer, number)
        while missing:
            GLib.MainContext.default().iteration(True)
        return answers

    def properties(self, references, interface, name):
        return self.ask_all([(r, "org.freedesktop.DBus.Properties", "Get", "(ss)", interface, name) for r in references])

    # Waiting ----------------------------------------------------------------------------------------------------------------------

    def on_event(self, _bus, sender, path, _interface, member, parameters):
        kind, first, _second, value = parameters.unpack()[:4]
        self.changes += 1
        if member == "Announcement":
            self.said.append(value)
        if member == "TextChanged" and kind == "insert":
            self.printed += value
        if member == "StateChanged" and kind == "focused" and first:
            self.focus = (sender, path)

    def listen(self, seconds):
        """Until something changes, or so long."""
        changes = self.changes
        timer = GLib.timeout_add(int(seconds * 1000), lambda: setattr(self, "changes", self.changes + 1))
        while self.changes == changes:
            GLib.MainContext.default().iteration(True)
        if source := GLib.MainContext.default().find_source_by_id(timer):
            source.destroy()

    def wait(self, what, condition, seconds=PATIENCE):
        """What the condition gives, as soon as that is something."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := condition():
                return found
            self.listen(1)
        raise Failure(f"waited {seconds} s for {what}")

    # Reading ----------------------------------------------------------------------------------------------------------------------

    def things(self, references, depth=0):
        questions = []
        for each in references:
            questions += [(each, ACCESSIBLE, "GetState", None), (each, ACCESSIBLE, "GetRole", None), (each, ACCESSIBLE, "GetChildren", None),
                          (each, "org.freedesktop.DBus.Properties", "Get", "(ss)", ACCESSIBLE, "Name")]  # fmt: skip
        answers = self.ask_all(questions)
        read = []
        for number, each in enumerate(references):
            states, role, children, name = answers[4 * number : 4 * number + 4]
            if states is not None and role is not None and children is not None and name is not None:
                read.append(Thing(each, depth, Role(role), name, states[0] | states[1] << 32, children))
        return read

    def walk(self, root):
        """Everything that is shown below it, in the order of the tree, itself first."""
        level = self.things([root.reference])
        order = level[:]
        while level:
            references = [child for each in level for child in each.children]
            known = {each.reference: each for each in self.things(references, level[0].depth + 1)}
            following = []
            for each in level:
                shown = [known[c] for c in each.children if c in known and known[c].is_shown()]
                at = order.index(each) + 1
                order[at:at] = shown
                following += shown
            level = following
        return order

    def windows(self, application):
        desktop = (REGISTRY, ROOT)
        for program in self.things(self.ask(desktop, ACCESSIBLE, "GetChildren")):
            if program.name == application:
                return [window for window in self.things(program.children) if window.is_shown()]
        return []

    def find(self, root, role, name):
        matches = name if callable(name) else lambda text: text == name
        return next((each for each in self.walk(root) if each.role == role and matches(each.name)), None)

    def texts(self, root):
        """What can be read in it, a line each."""
        return "\n".join(each.name for each in self.walk(root) if each.name)

    def refreshed(self, thing):
        return next(iter(self.things([thing.reference])), thing)

    def has(self, thing, state):
        return self.refreshed(thing).has(state)

    def focused(self):
        return next(iter(self.things([self.focus])), None) if self.focus else None

    def has_keyboard(self, role, name):
        thing = self.focused()
        return thing if thing and (thing.role, thing.name) == (role, name) else None

    def text_of(self, thing):
        return self.ask(thing.reference, "org.a11y.atspi.Text", "GetText", "(ii)", 0, -1) or ""

    def size_of(self, table):
        """Rows and columns."""
        interface = "org.a11y.atspi.Table"
        return self.properties([table.reference], interface, "NRows")[0], self.properties([table.reference], interface, "NColumns")[0]

    def rows_of(self, table, columns):
        """The cells' names below these headings, a dictionary a row."""
        interface = "org.a11y.atspi.Table"
        rows, all_columns = self.size_of(table)
        headings = self.ask_all([(table.reference, interface, "GetColumnDescription", "(i)", i) for i in range(all_columns)])
        numbers = [headings.index(column) for column in columns]
        places = [(row, column) for row in range(rows) for column in numbers]
        cells = self.ask_all([(table.reference, interface, "GetAccessibleAt", "(ii)", *place) for place in places])
        names = dict(zip(places, self.properties(cells, ACCESSIBLE, "Name")))
        return [{headings[i]: names[row, i] for i in numbers} for row in range(rows)]

    def problems(self, things):
        """What keeps somebody who does not see it from knowing what something is, a line each."""
        found = [f"no name: {each.name} {path_of(each, things)}" for each in things
                 if (each.role in CONTROLS or each.has(State.FOCUSABLE)) and each.role != Role.TABLE_CELL and not each.name.strip()]  # fmt: skip
        # Qt gives a combo box the name of what is chosen in it.
        boxes = [each for each in things if each.role == Role.COMBO_BOX]
        descriptions = self.properties([each.reference for each in boxes], ACCESSIBLE, "Description")
        relations = self.ask_all([(each.reference, ACCESSIBLE, "GetRelationSet", None) for each in boxes])
        for each, description, related in zip(boxes, descriptions, relations):
            if not description and int(Atspi.RelationType.LABELLED_BY) not in {kind for kind, _ in related or []}:
                found.append(f"nothing says what is chosen here: {path_of(each, things)}")
        return found

    # Keys -------------------------------------------------------------------------------------------------------------------------

    def press(self, *keys):
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "60", text], check=True)

    def tab_to(self, role, name):
        self.tab_until(f"{Atspi.role_get_name(role)} “{name}”", lambda: self.has_keyboard(role, name))

    def tab_until(self, what, condition):
        """Presses Tab until the keyboard is where it is wanted."""
        seen = []
        while not condition():
            before, self.focus = self.focused(), None
            self.press("Tab")
            now = self.wait(f"the keyboard to go on from {before}", self.focused)
            if now.reference in seen:
                raise Failure(f"Tab does not lead to {what}, but in a circle")
            seen.append(now.reference)


def path_of(thing, things):
    """It and what it is in."""
    path = [thing]
    for each in reversed(things[: things.index(thing)]):
        if each.depth < path[-1].depth:
            path.append(each)
    return " in ".join(str(each).strip() for each in path)
