#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine of the system tests: Debian 13 with systemd, cgroup v2 and polkit, emulated by qemu, Vitrine installed, no network.

  vm.py image                 makes the disk image, if its inputs changed (minutes)
  vm.py boot                  boots a fresh copy of it (half a minute) and waits until systemd has started everything
  vm.py install FOLDER        installs the packages (*.deb) in it; of a build folder, what `cmake --install` puts below /usr
  vm.py run CASE.sh           runs one case in it
  vm.py exec -- CMD …         runs one command as root in it; vm.py exec --user alice -- CMD … as another
  vm.py get PATH TARGET       copies a file out
  vm.py halt                  ends it

All as root. `ctest --preset system` does all of this in order (CMakeLists.txt). By hand, for one case over and over:
  vm.py boot && vm.py install build/dev && vm.py run tests/system/cases/activation.sh; …; vm.py halt

A case by itself takes minutes on a busy machine: an emulated processor is ten times slower.

How to add a case: a file in cases/, executable bash, run as root in the machine with guest/lib.sh sourced for it (login sessions:
guest/logins.sh; a desktop in one of them: guest/with-desktop); it says with `check` what
must be true, and ends with 0 if all was. It leaves the machine as it found it: all cases share one boot. What it puts into the folder
$RESULTS comes out to build/system/results/CASE/. A case may end with `reboot_machine` or
`cut_power`; it is then run again, with $BOOT one higher, when the machine is back (same disk, after a power cut without what was not
written).

The machine ends with the process that --with-parent or --with PID names, or with halt, or after two hours: it is never left behind.
"""

import argparse
import base64
import contextlib
import ctypes
import fcntl
import hashlib
import io
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATE = Path(os.environ.get("VITRINE_SYSTEM_STATE", HERE.parent.parent / "build" / "system"))
# A machine of its own may be asked for beside the shared one.
MACHINE = STATE / os.environ.get("VITRINE_SYSTEM_MACHINE", "machine")
IMAGE_INPUTS = ["image.sh", "guest/init", "guest/packages.txt", "guest/agent.py", "guest/vitrine-test-agent.service"]
LIFETIME = 7200  # seconds
BOOT_TIME = 400  # seconds; 30 on an idle machine
REBOOT, POWER_CUT = 100, 101  # exit codes of a case
PUT_CHUNK = 1 << 19


def say(text):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    sys.exit(f"vm.py: {text}")


# The image ------------------------------------------------------------------------------------------------------------------------


def image_folder():
    digest = hashlib.sha256()
    for name in IMAGE_INPUTS:
        digest.update(name.encode() + b"\0" + (HERE / name).read_bytes())
    return STATE / f"image-{digest.hexdigest()[:16]}"


def make_image():
    """The folder with root.ext4, vmlinuz and initrd of today's inputs; older ones are removed."""
    STATE.mkdir(parents=True, exist_ok=True)
    with open(STATE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = image_folder()
        if folder.is_dir():
            return folder
        for old in STATE.glob("image-*"):
            shutil.rmtree(old)
        new = STATE / "image-new"
        began = time.monotonic()
        subprocess.run([HERE / "image.sh", new], check=True, stdin=subprocess.DEVNULL)
        new.rename(folder)
        say(f"image made in {time.monotonic() - began:.0f} s: {folder}")
        return folder


# The machine ----------------------------------------------------------------------------------------------------------------------


def qemu_command(image):
    kernel = "console=ttyS0 quiet mitigations=off systemd.show_status=no systemd.log_target=journal random.trust_cpu=on"
    return [
        "qemu-system-x86_64",
        # KVM is not everywhere, and where it is nested it may fail to start a stock kernel; Nehalem is the newest model that runs stably.
        *["-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-smp", "2", "-m", "2048"],
        # A guest that restarts ends qemu, which the supervisor then starts anew: its virtio serial ports do not survive a reset.
        "-no-reboot",
        *["-nodefaults", "-no-user-config", "-display", "none", "-vga", "std", "-nic", "none"],
        *["-kernel", image / "vmlinuz", "-initrd", image / "initrd", "-append", kernel],
        *["-drive", f"file={MACHINE}/disk.qcow2,if=virtio,format=qcow2,cache=unsafe,discard=unmap"],
        *["-device", "virtio-rng-pci", "-device", "virtio-serial-pci"],
        *["-chardev", f"socket,id=agent,path={MACHINE}/agent,server=on,wait=off", "-device", "virtserialport,chardev=agent,name=vitrine"],
        *["-chardev", f"file,id=console,path={MACHINE}/console.log,append=on", "-serial", "chardev:console"],
    ]


def die_with_parent():
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def supervise(image, watched):
    """Runs qemu until halt (SIGTERM), the end of the watched process, or the end of its lifetime; SIGUSR1 is a power cut."""
    signals = [signal.SIGTERM, signal.SIGUSR1, signal.SIGCHLD]
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    watched_fd = os.pidfd_open(watched) if watched else -1
    deadline = time.monotonic() + LIFETIME

    def start():
        output = open(MACHINE / "qemu.log", "ab")
        return subprocess.Popen(qemu_command(image), stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=prepare_qemu)

    def prepare_qemu():
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        die_with_parent()

    qemu = start()
    while time.monotonic() < deadline:
        received = signal.sigtimedwait(signals, 1)
        if received and received.si_signo == signal.SIGUSR1:
            qemu.kill()
            qemu.wait()
            qemu = start()
        elif received and received.si_signo == signal.SIGTERM:
            break
        if qemu.poll() == 0:
            qemu = start()
        if qemu.poll() is not None or (watched and select.select([watched_fd], [], [], 0)[0]):
            break
    qemu.kill()
    qemu.wait()
    (MACHINE / "supervisor").unlink(missing_ok=True)


def supervisor_pid():
    """The supervisor's pid, if that process still is the one that was noted."""
    try:
        pid, start_time = (MACHINE / "supervisor").read_text().split()
    except (OSError, ValueError):
        return None
    return int(pid) if process_start_time(int(pid)) == start_time else None


def emulator_seconds():
    """CPU time that qemu has taken since boot, all its runs together: tells, unlike a clock, the same on a busy machine (proc(5))."""
    supervisor = supervisor_pid()
    seconds = 0
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
        for pid, fields in [(supervisor, (16, 17)), *((child, (14, 15)) for child in children)]:
            values = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            seconds += sum(int(values[field - 3]) for field in fields)
    return seconds / os.sysconf("SC_CLK_TCK")


def process_start_time(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except OSError:
        return None


def start_supervisor(image, watched):
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    (MACHINE / "supervisor").write_text(f"{os.getpid()} {process_start_time(os.getpid())}\n")
    try:
        supervise(image, watched)
    finally:
        os._exit(0)


def boot(watched):
    if supervisor_pid():
        fail("it runs already; vm.py halt ends it")
    image = make_image()
    shutil.rmtree(MACHINE, ignore_errors=True)
    MACHINE.mkdir(parents=True)
    subprocess.run(
        ["qemu-img", "create", "-q", "-f", "qcow2", "-b", image / "root.ext4", "-F", "raw", MACHINE / "disk.qcow2"], check=True
    )
    start_supervisor(image, watched)
    wait_for_boot()


def wait_for_boot(previous_id=None):
    """Until systemd has started everything of a boot that is not the previous one."""
    began = time.monotonic()
    while time.monotonic() - began < BOOT_TIME:
        with contextlib.suppress(OSError, TimeoutError):
            with Agent(patience=5) as agent:
                boot_id = agent.output(["cat", "/proc/sys/kernel/random/boot_id"])
                if boot_id != previous_id:
                    state = agent.output(["timeout", "300", "systemctl", "is-system-running", "--wait"], timeout=320)
                    say(f"booted in {time.monotonic() - began:.0f} s: {state}")
                    return
        if time.monotonic() - began > 5 and not supervisor_pid():
            fail(f"qemu ended: {(MACHINE / 'qemu.log').read_text(errors='replace')}")
        time.sleep(1)
    fail(f"no answer from the machine within {BOOT_TIME} s; see {MACHINE}/console.log")


def halt():
    pid = supervisor_pid()
    if not pid:
        return
    fd = os.pidfd_open(pid)
    signal.pidfd_send_signal(fd, signal.SIGTERM)
    if not select.select([fd], [], [], 30)[0]:
        fail(f"the supervisor (pid {pid}) does not end")


# Commands in it -------------------------------------------------------------------------------------------------------------------


class Agent:
    """A connection to guest/agent.py. Raises TimeoutError if it says nothing for as long as the request may take."""

    def __init__(self, patience=60):
        self.patience = patience

    def __enter__(self):
        self.lock = open(MACHINE / "agent.lock", "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(MACHINE / "agent"))
        self.file = self.socket.makefile("rb")
        self.send({"id": "", "exec": ["true"], "timeout": 1}, prefix=b"\n")  # ends what a connection before may have left half sent
        return self

    def __exit__(self, *_):
        self.socket.close()
        self.lock.close()

    def send(self, request, prefix=b""):
        self.socket.settimeout(self.patience)
        self.socket.sendall(prefix + json.dumps(request).encode() + b"\n")

    def request(self, request, out, err, limit):
        request["id"] = os.urandom(8).hex()
        self.send(request)
        self.socket.settimeout(limit)
        for line in self.file:
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if message.get("id") != request["id"]:
                continue
            if "exit" in message:
                return message["exit"]
            for name, target in (("out", out), ("err", err)):
                if name in message:
                    target.write(base64.b64decode(message[name]))
                    target.flush()
        raise ConnectionResetError("the machine has gone")

    def execute(self, argv, out=None, err=None, timeout=60):
        out, err = out or sys.stdout.buffer, err or sys.stderr.buffer
        return self.request({"exec": argv, "timeout": timeout}, out, err, timeout + self.patience)

    def output(self, argv, timeout=60):
        out = io.BytesIO()
        self.execute(argv, out, io.BytesIO(), timeout)
        return out.getvalue().decode(errors="replace").strip()

    def must(self, argv, timeout=60):
        errors = io.BytesIO()
        if self.execute(argv, errors, errors, timeout) != 0:
            fail(f"{' '.join(argv)}: {errors.getvalue().decode(errors='replace')}")

    def put(self, data, path):
        for offset in range(0, max(len(data), 1), PUT_CHUNK):
            part = base64.b64encode(data[offset : offset + PUT_CHUNK]).decode()
            if self.request({"put": path, "data": part}, sys.stderr.buffer, sys.stderr.buffer, self.patience) != 0:
                fail(f"{path} could not be written")

    def put_tree(self, folder, target):
        """Copies the contents of a folder over the folder target."""
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w:gz", compresslevel=1) as tar:
            tar.add(folder, arcname=".", filter=as_root)
        self.must(["rm", "-f", "/run/vitrine-test/put.tar.gz"])
        self.put(archive.getvalue(), "/run/vitrine-test/put.tar.gz")
        self.must(["mkdir", "-p", target])
        self.must(["tar", "-C", target, "--no-overwrite-dir", "-xzf", "/run/vitrine-test/put.tar.gz"], timeout=300)

    def get_tree(self, folder, target):
        archive = io.BytesIO()
        if self.execute(["tar", "-C", folder, "-cf", "-", "."], archive, io.BytesIO()) == 0:
            archive.seek(0)
            with tarfile.open(fileobj=archive) as tar:
                tar.extractall(target, filter="data")


def as_root(entry):
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def install(folder):
    packages = sorted(folder.glob("*.deb"))
    if (folder / "CMakeCache.txt").exists():
        install_build(folder)
    elif packages:
        install_packages(packages)
    else:
        fail(f"{folder} has neither packages nor a build")


def install_build(build):
    """What `cmake --install` puts below /usr, without debugging symbols."""
    with tempfile.TemporaryDirectory() as stage:
        environment = dict(os.environ, DESTDIR=stage)
        subprocess.run(
            ["cmake", "--install", build, "--prefix", "/usr", "--strip"], check=True, env=environment, stdout=subprocess.DEVNULL
        )
        with Agent() as agent:
            agent.put_tree(stage, "/")
            agent.must(["systemctl", "daemon-reload"])
            agent.must(["busctl", "call", "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "ReloadConfig"])


def install_packages(packages):
    """By dpkg, which refuses what the image has no libraries for. The cases find them in /var/lib/vitrine-packages."""
    names = [f"/var/lib/vitrine-packages/{package.name}" for package in packages]
    with Agent() as agent:
        agent.must(["rm", "-rf", "/var/lib/vitrine-packages"])
        for package, name in zip(packages, names):
            agent.put(package.read_bytes(), name)
        agent.must(["dpkg", "--install", *names], timeout=300)


def run_case(case, timeout):
    name = case.stem
    results = STATE / "results" / name
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    for boot_number in range(20):
        with Agent() as agent:
            if boot_number == 0:
                agent.must(["rm", "-rf", "/var/lib/vitrine-test"])
            agent.put_tree(HERE / "guest", "/var/lib/vitrine-test")
            agent.put_tree(case.parent, "/var/lib/vitrine-test/cases")
            agent.must(["mkdir", "-p", f"/var/lib/vitrine-test/results/{name}"])
            boot_id = agent.output(["cat", "/proc/sys/kernel/random/boot_id"])
            code = agent.execute(
                ["env", f"BOOT={boot_number}", "/var/lib/vitrine-test/run-case", f"/var/lib/vitrine-test/cases/{case.name}"],
                timeout=timeout,
            )
            if code not in (REBOOT, POWER_CUT):
                agent.get_tree(f"/var/lib/vitrine-test/results/{name}", results)
                return code
            if code == REBOOT:
                with contextlib.suppress(OSError):  # it may be gone before it has answered
                    agent.execute(["systemctl", "reboot"])
        if code == POWER_CUT:
            os.kill(supervisor_pid(), signal.SIGUSR1)
        wait_for_boot(boot_id)
    fail("twenty boots are enough")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("image")
    boot_verb = verbs.add_parser("boot")
    boot_verb.add_argument("--with", dest="watched", type=int)
    boot_verb.add_argument("--with-parent", dest="watched", action="store_const", const=os.getppid())
    verbs.add_parser("install").add_argument("folder", type=Path)
    run = verbs.add_parser("run")
    run.add_argument("case", type=Path)
    run.add_argument("--timeout", type=int, default=300)
    execute = verbs.add_parser("exec")
    execute.add_argument("--user")
    execute.add_argument("--timeout", type=int, default=300)
    execute.add_argument("argv", nargs="+")
    get = verbs.add_parser("get")
    get.add_argument("path")
    get.add_argument("target", type=Path)
    verbs.add_parser("halt")
    arguments = parser.parse_args()

    if arguments.verb == "image":
        print(make_image())
    elif arguments.verb == "boot":
        boot(arguments.watched)
    elif arguments.verb == "halt":
        halt()
    elif not supervisor_pid():
        fail("no machine is running; vm.py boot starts one")
    elif arguments.verb == "install":
        install(arguments.folder)
    elif arguments.verb == "run":
        began, taken = time.monotonic(), emulator_seconds()
        code = run_case(arguments.case, arguments.timeout)
        say(f"{arguments.case.stem}: {time.monotonic() - began:.0f} s, {emulator_seconds() - taken:.0f} s of them the emulator's CPU time")
        return code
    elif arguments.verb == "exec":
        argv = ["runuser", "-u", arguments.user, "--", *arguments.argv] if arguments.user else arguments.argv
        with Agent() as agent:
            return agent.execute(argv, timeout=arguments.timeout)
    elif arguments.verb == "get":
        with Agent() as agent, open(arguments.target, "wb") as file:
            return agent.execute(["cat", arguments.path], out=file)
    return 0


if __name__ == "__main__":
    code = main()
    sys.exit(code if code >= 0 else 128 - code)
