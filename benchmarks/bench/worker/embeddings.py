"""python3 -m bench.worker.embeddings [--rounds N]: vectors per second of the worker beside the llama-server that it runs."""

import secrets
import statistics
import sys
import threading
import time

from . import launch, measure
from .direct import DirectClient
from .protocol import WorkerClient

DIRECT_PORT = 9512
CONTEXT = 512  # all that all-MiniLM-L6-v2 reads
PARALLEL = (1, 16)
CALLS = 96  # of one window, by all callers together
WORDS = 40  # about 60 tokens: a passage of a document
RATIO_BAR = 0.95


def main():
    parser = launch.parser("embeddings", "the worker's embeddings beside llama-server called directly")
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    with launch.processes() as started:
        environment = {"RADIUM_WORKER_EMBEDDINGS": "true", "RADIUM_WORKER_CONTEXT": str(CONTEXT)}
        launch.worker(options, started, environment=environment)
        key = secrets.token_hex(16)
        started.start("llama-server", [
            options.engine, "--model", options.model, "--host", "127.0.0.1", "--port", str(DIRECT_PORT),
            "--threads", str(options.threads), "--parallel", str(launch.SLOTS), "--ctx-size", str(launch.SLOTS * CONTEXT),
            "--batch-size", str(CONTEXT), "--ubatch-size", str(CONTEXT), "--cache-ram", "0", "--metrics", "--no-ui",
            "--embeddings",
        ], environment={"LLAMA_API_KEY": key, "OMP_WAIT_POLICY": "PASSIVE"})
        launch.wait_until_ready(f"http://127.0.0.1:{DIRECT_PORT}/health")
        return show(options, Worker(), Direct(key))


class Worker:
    """One connection for all callers, as the edge has."""

    name = "worker"

    def __init__(self):
        self._client = WorkerClient(launch.PORT)

    def caller(self):
        return self._client.embed


class Direct:
    """A connection for each caller."""

    name = "llama-server"

    def __init__(self, key):
        self._client = DirectClient(DIRECT_PORT, key)

    def caller(self):
        connection = self._client.connect()
        return lambda text: self._client.embed(connection, text)


def show(options, ours, direct):
    for side in (ours, direct, ours, direct):
        window(side, max(PARALLEL), 1)
    met = True
    for parallel in PARALLEL:
        pairs = []
        for number in range(options.rounds):
            order = (ours, direct) if number % 2 == 0 else (direct, ours)
            rates = {side.name: window(side, parallel, 1_000 * parallel + number) for side in order}
            pairs.append((rates[ours.name], rates[direct.name]))
        ratios = sorted(mine / other for mine, other in pairs)
        ratio = statistics.median(ratios)
        met &= ratio >= RATIO_BAR
        mine, other = (statistics.median(side) for side in zip(*pairs))
        print(f"embeddings, {parallel} calls at once: worker {mine:.0f} vectors/s, llama-server {other:.0f} vectors/s, "
              f"ratio {ratio:.2f} (rounds {ratios[0]:.2f} to {ratios[-1]:.2f}; "
              f"bar {RATIO_BAR}: {'met' if ratio >= RATIO_BAR else 'MISSED'})", flush=True)
    return 0 if met else 1


def window(side, parallel, seed):
    """Vectors per second while so many callers share the calls."""
    each = CALLS // parallel
    texts = [[measure.text(100_000 * seed + each * caller + call, WORDS) for call in range(each)] for caller in range(parallel)]
    failures = []

    def run(call, own):
        try:
            for text in own:
                call(text)
        except Exception as failure:  # of a thread: told below
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(side.caller(), own)) for own in texts]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return parallel * each / (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
