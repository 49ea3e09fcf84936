"""python3 -m bench.worker [--rounds N] [--threads N]: the worker beside the llama-server that it runs."""

import os
import secrets
import statistics
import subprocess
import sys

from ..processes import cpu_seconds
from . import launch, measure
from .direct import DirectClient
from .launch import SLOTS
from .protocol import WorkerClient

DIRECT_PORT = 9512
STREAMS = (1, 4, 8)
SHARED_WORDS = 250  # about 500 tokens
RATIO_BAR, PREFIX_BAR, HOG_BAR = 0.95, 0.3, 0.25


def main():
    parser = launch.parser("worker", "the worker beside llama-server called directly")
    parser.add_argument("--rounds", type=int, default=5, help="of 8 streams; of fewer, whose windows are shorter, as many more")
    options = parser.parse_args()
    with launch.processes() as started:
        worker, clients = start(options, started)
        return show(options, worker, clients)


def start(options, started):
    """A worker with its engine, and an engine of the same making beside it; only one of them works at a time."""
    worker = launch.worker(options, started)
    key = secrets.token_hex(16)
    started.start("llama-server", [
        options.engine, "--model", options.model, "--host", "127.0.0.1", "--port", str(DIRECT_PORT),
        "--threads", str(options.threads), "--parallel", str(SLOTS), "--ctx-size", str(SLOTS * launch.CONTEXT),
        "--batch-size", str(launch.BATCH), "--ubatch-size", str(launch.BATCH), "--cache-ram", "0", "--metrics", "--no-ui",
    ], environment={"LLAMA_API_KEY": key, "OMP_WAIT_POLICY": "PASSIVE"})
    launch.wait_until_ready(f"http://127.0.0.1:{DIRECT_PORT}/health")
    return worker, (WorkerClient(launch.PORT), DirectClient(DIRECT_PORT, key))


def show(options, worker, clients):
    ours, direct = clients
    warm_up(clients)
    met = engine_figures(options, ours, direct)
    print(f"gRPC: {overhead(ours, worker):.0f} us of the worker's own CPU for each token, engine not counted")
    cold, warm = shared_prefix(ours)
    print(f"time to the first token behind a shared prefix: {cold * 1000:.0f} ms, then {warm * 1000:.0f} ms, "
          f"{warm / cold:.2f} x ({judge(warm / cold <= PREFIX_BAR, PREFIX_BAR)})")
    quiet, hogged = beside_hogs(ours)
    print(f"with a CPU hog on every core: {hogged:.0f} of {quiet:.0f} tokens/s, {hogged / quiet:.2f} x "
          f"({judge(hogged / quiet >= HOG_BAR, HOG_BAR)})")
    return 0 if met and warm / cold <= PREFIX_BAR and hogged / quiet >= HOG_BAR else 1


def judge(met, bar):
    return f"bar {bar}: {'met' if met else 'MISSED'}"


def warm_up(clients):
    for number in range(3):
        for client in clients:
            measure.decode(client, SLOTS, 1_000 * number)
            measure.prefill(client, 2, 1_000 * number + 500)


def engine_figures(options, ours, direct):
    """Both sides do the same work in turns, and take turns at who begins; the figure is the median of the rounds."""
    met = True
    for kind, run in (("decode", measure.decode), ("prefill", measure.prefill)):
        for streams in STREAMS:
            pairs = []
            for number in range(options.rounds * SLOTS // streams):
                seed = 10_000 * streams + 100 * number
                order = (ours, direct) if number % 2 == 0 else (direct, ours)
                rates = {client.name: getattr(run(client, streams, seed), f"{kind}_rate") for client in order}
                pairs.append((rates[ours.name], rates[direct.name]))
            ratios = sorted(mine / other for mine, other in pairs)
            ratio = statistics.median(ratios)
            met &= ratio >= RATIO_BAR
            mine, other = (statistics.median(side) for side in zip(*pairs))
            print(f"{kind}, {streams} streams: worker {mine:.0f} tokens/s, llama-server {other:.0f} tokens/s, "
                  f"ratio {ratio:.2f} (rounds {ratios[0]:.2f} to {ratios[-1]:.2f}; {judge(ratio >= RATIO_BAR, RATIO_BAR)})",
                  flush=True)
    return met


def overhead(ours, worker):
    """Microseconds of the worker's JVM for a token, requests included."""
    before = cpu_seconds([worker.pid])
    window = measure.decode(ours, SLOTS, 777)
    return (cpu_seconds([worker.pid]) - before) * 1e6 / window.completion_tokens


def shared_prefix(ours):
    """Seconds to the first token of a prompt, and of the next that begins alike: medians."""
    cold, warm = [], []
    for number in range(5):
        prefix = measure.text(90_000 + number, SHARED_WORDS)
        cold += measure.run_together(ours, [prefix + " What is first?"], 4).first
        warm += measure.run_together(ours, [prefix + " And what is last?"], 4).first
    return statistics.median(cold), statistics.median(warm)


def beside_hogs(ours):
    """Tokens per second of four streams without and with a busy process for each core."""
    quiet = measure.decode(ours, 4, 555).decode_rate
    hogs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 2)]
    try:
        return quiet, measure.decode(ours, 4, 556).decode_rate
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


if __name__ == "__main__":
    sys.exit(main())
