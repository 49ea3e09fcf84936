"""Loads one target for one window, and says what it cost."""

import http.client
import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .processes import LOAD_CORE, RealTime, compiler_seconds, cpu_seconds, pss_mib, with_children
from .targets import Target

PATH = "/v1/chat/completions"


@dataclass(frozen=True)
class Phase:
    """One kind of load; seconds = None takes those of the command line."""

    mode: str
    body: str
    connections: int
    warm: float
    ramp: float = 0.0
    seconds: float | None = None


PHASES = {
    "closed": Phase("closed", "plain", 64, 0.5),
    "closed32": Phase("closed", "plain_32", 64, 0.5),
    "open": Phase("open", "plain", 64, 0.5),
    "sse": Phase("sse", "stream_10ms", 50, 1.5, ramp=1.0),
    "fast": Phase("sse", "stream_fast", 8, 0.3, seconds=2.4),
    "slow": Phase("sse", "stream_100ms", 1000, 4, ramp=3.0, seconds=8),
}
WARM_PLAIN = Phase("closed", "plain", 64, 0.1, seconds=2.5)
WARM_STREAMS = Phase("sse", "stream_10ms", 200, 0.3, ramp=0.3, seconds=6)
MOST_CYCLES = 24
QUIET = 0.03  # of the CPU time


class Meter:
    """Runs the generator against a target and reads the CPU clocks around the window."""

    def __init__(self, run: Path, loadkit: Path, keys: Path, mocks, redis, realtime=False):
        self._run = run
        self._load = str(loadkit / "load")
        self._keys = keys
        self._mocks = [mock.pid for mock in mocks]
        self._redis = [redis.pid]
        self._realtime = realtime

    def answers(self, target: Target):
        """None if one real request gets an answer, else what it got."""
        headers = {"Content-Type": "application/json"}
        if target.keyed:
            headers["Authorization"] = "Bearer " + self._keys.read_text().split()[0]
        connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10)
        try:
            connection.request("POST", PATH, (self._run / "plain.json").read_bytes(), headers)
            response = connection.getresponse()
            body = response.read()
        except OSError as error:
            return repr(error)
        finally:
            connection.close()
        return None if response.status == 200 and b'"choices"' in body else f"{response.status} {body[:200]!r}"

    def window(self, target: Target, pid, phase: Phase, seconds: float):
        """The generator's results together with the target's cost; raises if the generator failed."""
        seconds = phase.seconds or seconds
        pids = with_children([pid]) if pid else []
        generator = self._generator(target, phase, seconds)
        with RealTime([generator.pid, *pids, *self._mocks, *self._redis], self._realtime):
            result = self._read(target, pids, generator, seconds)
        if self._realtime:
            time.sleep(seconds / 2)  # the machine's others wait as long as we run
        return result

    def _read(self, target, pids, generator, seconds):
        if not generator.stdout.readline().startswith("MEASURE"):
            raise RuntimeError(f"{target.name}: {generator.communicate()[1].strip()}")
        began, cpu, redis = time.monotonic(), cpu_seconds(pids), cpu_seconds(self._redis)
        compiler = compiler_seconds(pids)
        time.sleep(seconds * 0.7)
        memory, memory_without_spool = pss_mib(pids)
        result = json.loads(generator.stdout.readline())
        elapsed = time.monotonic() - began
        cpu, redis = cpu_seconds(pids) - cpu, cpu_seconds(self._redis) - redis
        compiler = compiler_seconds(pids) - compiler
        generator.wait()
        answers, tokens = result["ok"] + result["bad"], result["relay"]["n"]
        return result | {
            "utilisation": cpu / elapsed,
            "compiler_share": compiler / cpu if cpu else 0.0,
            "us_per_request": cpu * 1e6 / answers if answers else None,
            "redis_us_per_request": redis * 1e6 / answers if answers else None,
            "us_per_token": cpu * 1e6 / tokens if tokens else None,
            "pss_mib": memory,
            "pss_without_spool_mib": memory_without_spool,
            "load_average": os.getloadavg()[0],
        }

    def _generator(self, target, phase, seconds):
        options = {
            "--port": target.port,
            "--mode": phase.mode,
            "--path": PATH,
            "--body": self._run / f"{phase.body}.json",
            "--c": phase.connections,
            "--ramp": phase.ramp,
            "--warm": phase.warm,
            "--secs": seconds,
        }
        if target.keyed:
            options["--keys"] = self._keys
        words = [str(word) for option in options.items() for word in option]
        command = ["taskset", "-c", LOAD_CORE, self._load, *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def warm_up(meter: Meter, target: Target, pid):
    """The costs of the cycles until the JVM's compilers were quiet in two of them: when traffic turns, they compile anew."""
    if not target.is_java:
        return [meter.window(target, pid, WARM_PLAIN, 1)["us_per_request"]]
    costs, quiet = [], 0
    for _ in range(MOST_CYCLES):
        windows = _cycle(meter, target, pid)
        costs += [windows[0]["us_per_request"], windows[-1]["us_per_token"]]
        quiet = quiet + 1 if all(window["compiler_share"] < QUIET for window in windows) else 0
        if quiet == 2:
            break
    return costs


def _cycle(meter, target, pid):
    phases = (WARM_PLAIN, PHASES["closed32"], PHASES["fast"], WARM_STREAMS)
    return [meter.window(target, pid, phase, 2) for phase in phases]
