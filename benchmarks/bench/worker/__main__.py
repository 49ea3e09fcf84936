"""python3 -m bench.worker [--rounds N] [--threads N]: the worker beside the llama-server that it runs."""

import argparse
import os
import secrets
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from ..processes import cpu_seconds
from . import measure
from .direct import DirectClient
from .protocol import WorkerClient

ROOT = Path(__file__).resolve().parents[3]
WORKER_PORT, MANAGEMENT_PORT, DIRECT_PORT = 9510, 9511, 9512
SLOTS, CONTEXT, BATCH = 8, 2048, 128
STREAMS = (1, 4, 8)
SHARED_WORDS = 250  # about 500 tokens
RATIO_BAR, PREFIX_BAR, HOG_BAR = 0.95, 0.3, 0.25
READY_SECONDS = 60


def main():
    options = arguments()
    started = []
    try:
        worker, clients = start(options, started)
        return show(options, worker, clients)
    finally:
        for process in started:
            stop(process)


def arguments():
    parser = argparse.ArgumentParser(prog="run.sh worker", description="the worker beside llama-server called directly")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) - 1), help="of each engine")
    parser.add_argument("--model", required=True, help="GGUF file of SmolLM2")
    parser.add_argument("--engine", required=True, help="llama-server")
    return parser.parse_args()


def start(options, started):
    """A worker with its engine, and an engine of the same making beside it; only one of them works at a time."""
    run = ROOT / "benchmarks" / "run"
    run.mkdir(exist_ok=True)
    module = ROOT / "inference-worker" / "target"
    java = str(Path(os.environ["JAVA_HOME"]) / "bin" / "java")
    environment = {
        "RADIUM_WORKER_MODEL": options.model,
        "RADIUM_LLAMA_SERVER": options.engine,
        "RADIUM_WORKER_PORT": str(WORKER_PORT),
        "RADIUM_WORKER_MANAGEMENT_PORT": str(MANAGEMENT_PORT),
        "RADIUM_WORKER_SLOTS": str(SLOTS),
        "RADIUM_WORKER_CONTEXT": str(CONTEXT),
        "RADIUM_WORKER_BATCH": str(BATCH),
        "RADIUM_WORKER_THREADS": str(options.threads),
    }
    worker = spawn(run / "worker.log", [
        java, "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-Djdk.virtualThreadScheduler.parallelism=16",
        "-cp", f"{module}/inference-worker.jar:{module}/lib/*", "ai.radium.worker.Main",
    ], environment, started)
    key = secrets.token_hex(16)
    spawn(run / "llama-server.log", [
        options.engine, "--model", options.model, "--host", "127.0.0.1", "--port", str(DIRECT_PORT),
        "--threads", str(options.threads), "--parallel", str(SLOTS), "--ctx-size", str(SLOTS * CONTEXT),
        "--batch-size", str(BATCH), "--ubatch-size", str(BATCH), "--cache-ram", "0", "--metrics", "--no-ui",
    ], {"LLAMA_API_KEY": key, "OMP_WAIT_POLICY": "PASSIVE"}, started)
    wait_until_ready(f"http://127.0.0.1:{MANAGEMENT_PORT}/health/ready")
    wait_until_ready(f"http://127.0.0.1:{DIRECT_PORT}/health")
    return worker, (WorkerClient(WORKER_PORT), DirectClient(DIRECT_PORT, key))


def spawn(log, command, environment, started):
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log.open("w"), stderr=subprocess.STDOUT,
        env={**os.environ, **environment}, start_new_session=True,
    )
    started.append(process)
    return process


def stop(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_until_ready(address):
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"bench: {address} is not ready after {READY_SECONDS} s, see benchmarks/run/*.log")


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
            for number in range(options.rounds):
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
