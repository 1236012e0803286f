#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""In the test machine, as root: does what the host asks for through a virtio serial port.

One JSON object a line. The host sends {"id", "put": path, "data": base64} (appends to a file) or {"id", "exec": argv, "timeout": seconds};
back come {"id", "out": base64} and {"id", "err": base64} while the command runs, and {"id", "exit": code} at its end (a signal as a
negative number; -9 too when the time was up). The commands stand in no login session, as services do.
"""

import base64
import json
import os
import selectors
import signal
import subprocess
import sys
import time

CHUNK = 1 << 16


class Port:
    def __init__(self, path):
        self.fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self.buffer = b""

    def lines(self):
        while True:
            data = os.read(self.fd, CHUNK)
            if not data:  # nobody is connected at the host's end
                self.buffer = b""
                time.sleep(0.1)
                continue
            *lines, self.buffer = (self.buffer + data).split(b"\n")
            yield from (line for line in lines if line)

    def send(self, message):
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(self.fd, data) :]


def put(request):
    os.makedirs(os.path.dirname(request["put"]), exist_ok=True)
    with open(request["put"], "ab") as file:
        file.write(base64.b64decode(request["data"]))
    return 0


def forward(port, request, process, deadline):
    """Sends what the process says until it ends. What it left in the background may keep the pipes open."""
    selector = selectors.DefaultSelector()
    for name, pipe in (("out", process.stdout), ("err", process.stderr)):
        os.set_blocking(pipe.fileno(), False)
        selector.register(pipe, selectors.EVENT_READ, name)
    while selector.get_map():
        ended = process.poll() is not None
        events = selector.select(0 if ended else 0.2)
        if ended and not events:
            return
        for key, _ in events:
            data = os.read(key.fd, CHUNK)
            if data:
                port.send({"id": request["id"], key.data: base64.b64encode(data).decode()})
            else:
                selector.unregister(key.fileobj)
        if time.monotonic() > deadline and not ended:
            os.killpg(process.pid, signal.SIGKILL)


def execute(port, request):
    process = subprocess.Popen(
        request["exec"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, cwd="/"
    )
    deadline = time.monotonic() + request["timeout"]
    forward(port, request, process, deadline)
    try:
        return process.wait(max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def main():
    port = Port(sys.argv[1])
    for line in port.lines():
        try:
            request = json.loads(line)
        except ValueError:  # the end of a line whose beginning went to an earlier boot
            continue
        try:
            code = put(request) if "put" in request else execute(port, request)
        except OSError as error:
            port.send({"id": request["id"], "err": base64.b64encode(f"agent: {error}\n".encode()).decode()})
            code = 127
        port.send({"id": request["id"], "exit": code})


main()
