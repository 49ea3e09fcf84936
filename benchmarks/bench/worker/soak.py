"""python3 -m bench.worker.soak [--minutes N]: whether a worker and its engine keep their memory at full slots."""

import random
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from ..processes import with_children
from . import launch, measure
from .protocol import WorkerClient

GROWTH_BAR = 0.02
HEAP_BAR_MIB = 0.5
JVM_OPTIONS = (
    "-Xms96m", "-XX:+AlwaysPreTouch",  # present from the start, for the heap fills with garbage before it is collected
    "-XX:MarkSweepAlwaysCompactCount=1",  # else three of four full collections leave up to 5 % of the old generation as garbage
)
BUSY_BAR = 0.99
WAITING = 2  # clients beyond the slots: a slot that is given back is taken at once
SETTLE_SECONDS = 1


def main():
    parser = launch.parser("soak", "the memory of the worker and its llama-server at full slots")
    parser.add_argument("--minutes", type=int, default=20, help="after a warm-up of a quarter of it")
    options = parser.parse_args()
    if options.minutes < 4:
        parser.error("--minutes must be 4 at least: the figure is made of quarters of it")
    with launch.processes() as started:
        worker = launch.worker(options, started, JVM_OPTIONS)
        engine = engine_of(worker)
        load = Load(launch.SLOTS + WAITING)
        with load:
            watch("warm-up", -(-options.minutes // 4), worker, engine, load)
        heap = [live_heap_mib(worker.pid)]
        with load:
            samples = watch("minute", options.minutes, worker, engine, load)
        time.sleep(SETTLE_SECONDS)
        still_running = launch.metrics()["radium_worker_running"]
        heap.append(live_heap_mib(worker.pid))
        return verdict(samples, heap, engine == engine_of(worker), still_running, load)


class Load:
    """Clients that keep a worker busy while it is entered: answers of many lengths, every fourth of them cancelled."""

    def __init__(self, clients):
        self.answered = self.cancelled = 0
        self.failures = []
        self._sources = [random.Random(number) for number in range(clients)]
        self._lock = threading.Lock()
        self._over = threading.Event()

    def __enter__(self):
        self._over.clear()
        self._client = WorkerClient(launch.PORT)
        self._threads = [threading.Thread(target=self._run, args=(source,)) for source in self._sources]
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._client.close()

    def _run(self, source):
        while not self._over.is_set():
            text = measure.text(source.random(), source.randint(3, 200))
            tokens = source.randint(16, 160)
            try:
                if source.randrange(4):
                    self._client.chat(text, tokens, lambda *_: None)
                    self._count(answered=1)
                else:
                    self._client.cancel(text, source.randint(1, tokens))
                    self._count(cancelled=1)
            except Exception as failure:  # of a thread: told in the verdict
                self.failures.append(failure)
                self._over.wait(1)

    def _count(self, answered=0, cancelled=0):
        with self._lock:
            self.answered += answered
            self.cancelled += cancelled


def engine_of(worker):
    return next(pid for pid in with_children([worker.pid]) if pid != worker.pid)


def watch(name, minutes, worker, engine, load):
    """Samples every second, (MiB of the worker, MiB of the engine, slots in use); a line every minute."""
    samples = []
    for minute in range(1, minutes + 1):
        before, answered, cancelled = launch.metrics(), load.answered, load.cancelled
        began, these = time.monotonic(), []
        while len(these) < 60:
            time.sleep(max(0.0, began + len(these) + 1 - time.monotonic()))
            these.append((resident_mib(worker.pid), resident_mib(engine), launch.metrics()["radium_worker_running"]))
        tokens = launch.metrics()["radium_worker_completion_tokens_total"] - before["radium_worker_completion_tokens_total"]
        ours, its, busy = (statistics.median(side) for side in zip(*these))
        print(f"{name} {minute:2}: {load.answered - answered} answers, {load.cancelled - cancelled} cancelled, "
              f"{tokens / (time.monotonic() - began):.0f} tokens/s, {busy:.0f} of {launch.SLOTS} slots, "
              f"worker {ours:.1f} MiB, llama-server {its:.1f} MiB", flush=True)
        samples += these
    return samples


def resident_mib(pid):
    """VmRSS: anonymous, file and shared memory pages that are present (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)[1]) / 1024


def live_heap_mib(pid):
    """What is reachable in the heap of a worker without work: the least of three, for references die late."""
    return min(reachable_mib(pid) for _ in range(3))


def reachable_mib(pid):
    """Counted in the same pause as the full collection before it; GC.heap_info would count what came after it too."""
    told = subprocess.run(
        [launch.jdk("jcmd"), str(pid), "GC.class_histogram"], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)$", told, re.MULTILINE)[1]) / 2**20


def verdict(samples, heap, same_engine, still_running, load):
    """Growth is that of the last quarter's median over the first quarter's."""
    quarter = len(samples) // 4
    kept = heap[1] - heap[0] <= HEAP_BAR_MIB
    met = kept and same_engine and not load.failures and still_running == 0
    print(f"worker's live heap without work: {heap[0]:.2f} MiB after the warm-up, then {heap[1]:.2f} MiB "
          f"({heap[1] - heap[0]:+.2f} MiB; bar +{HEAP_BAR_MIB} MiB: {'met' if kept else 'MISSED'})")
    for name, side in (("worker", 0), ("llama-server", 1)):
        first, last = (statistics.median(sample[side] for sample in part) for part in (samples[:quarter], samples[-quarter:]))
        growth = last / first - 1
        met &= growth <= GROWTH_BAR
        print(f"{name}: {first:.1f} MiB, then {last:.1f} MiB, {growth:+.2%} (bar +{GROWTH_BAR:.0%}: "
              f"{'met' if growth <= GROWTH_BAR else 'MISSED'})")
    busy = statistics.mean(sample[2] for sample in samples) / launch.SLOTS
    met &= busy >= BUSY_BAR
    print(f"slots in use {busy:.1%} of the time (bar {BUSY_BAR:.0%}), {still_running:.0f} a second after the last stream; "
          f"{load.answered} answers, {load.cancelled} cancelled, {len(load.failures)} failed; "
          f"engine {'never restarted' if same_engine else 'RESTARTED'}")
    for failure in load.failures[:3]:
        print(f"failed: {failure}")
    print("flat" if met else "NOT flat")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
