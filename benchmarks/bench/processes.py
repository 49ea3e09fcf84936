"""Child processes, pinned to a core each, and what they cost. Only what was started here is ever stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

LOAD_CORE = "0"  # generator, mocks and Redis
GATEWAY_CORE = "1"  # what is measured
STOP_SECONDS = 10  # from SIGTERM to SIGKILL


class Processes:
    """Starts processes and stops them all at the end."""

    def __init__(self, run: Path):
        self.run = run
        self._started = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, name, command, core=None, environment=None):
        """On that core alone, if one is named; its output goes to NAME.log."""
        with open(self.run / f"{name}.log", "w") as log:
            process = subprocess.Popen(
                [*(["taskset", "-c", core] if core else []), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.run,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def stop(self):
        for process in self._started:
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._started:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)


def _signal(process, number):
    with contextlib.suppress(ProcessLookupError):  # ended by itself
        os.killpg(process.pid, number)


class RealTime:
    """While entered, the processes come before all others of the machine: keeps a shared machine's noise out."""

    def __init__(self, pids, wanted):
        self._pids = pids if wanted else []

    def __enter__(self):
        self._set("-r", "1", must=True)

    def __exit__(self, *_):
        self._set("-o", "0", must=False)  # those that have ended need it no more

    def _set(self, policy, priority, must):
        for pid in self._pids:
            command = ["chrt", "-a", policy, "-p", priority, str(pid)]
            subprocess.run(command, check=must, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for_port(port, seconds, process=None):
    """Whether something listens in time; not if the process has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.01)
    return False


def with_children(pids):
    """The processes and all that descend from them."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parent = int(stat[stat.rindex(")") + 2 :].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, unvisited = [], list(pids)
    while unvisited:
        pid = unvisited.pop()
        found.append(pid)
        unvisited += children.get(pid, [])
    return found


def cpu_seconds(pids):
    """User and system time, also of threads that have ended; to the nanosecond, for /proc's ticks are 5 % of a window."""
    return sum(_cpu_clock(pid) for pid in pids)


def _cpu_clock(pid):
    clock = (~pid << 3) | 2  # MAKE_PROCESS_CPUCLOCK(pid, CPUCLOCK_SCHED) of linux/posix-timers.h
    try:
        return time.clock_gettime_ns(clock) / 1e9
    except OSError:
        return 0.0


def compiler_seconds(pids):
    """CPU time of the JVM's compiler threads."""
    total = 0.0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*"):
            try:
                if "CompilerThre" in (thread / "comm").read_text():
                    total += int((thread / "schedstat").read_text().split()[0]) / 1e9
            except OSError:
                continue  # it has ended
    return total


def pss_mib(pids):
    """Memory with shared pages counted in proportion: all of it, and without the mapped files of the spool."""
    total = spool = 0
    for pid in pids:
        mapped = ""
        try:
            lines = Path(f"/proc/{pid}/smaps").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            word, _, rest = line.partition(" ")
            if not word.endswith(":"):
                mapped = rest
            elif word == "Pss:":
                kib = int(rest.split()[0])
                total += kib
                spool += kib if "/spool/" in mapped else 0
    return total / 1024, (total - spool) / 1024
