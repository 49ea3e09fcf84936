"""A worker as the one-machine stack starts it, and what else a measurement of it needs to run."""

import argparse
import os
import shutil
import sys
import time
import urllib.request
from pathlib import Path

from ..processes import Processes

ROOT = Path(__file__).resolve().parents[3]
RUN = ROOT / "benchmarks" / "run"
PORT, MANAGEMENT_PORT = 9510, 9511
SLOTS, CONTEXT, BATCH = 8, 2048, 128
READY_SECONDS = 60


def parser(name, description):
    """With the options that every measurement of the worker has."""
    made = argparse.ArgumentParser(prog=f"run.sh {name}", description=description)
    made.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) - 1), help="of each engine")
    made.add_argument("--model", required=True, type=os.path.abspath, help="GGUF file of the model")
    made.add_argument("--engine", required=True, type=program, help="llama-server")
    return made


def program(name):
    """Where it is, whatever folder its process runs in."""
    return os.path.abspath(shutil.which(name) or name)


def processes():
    """Those that are started with it; they are stopped at its end."""
    RUN.mkdir(exist_ok=True)
    return Processes(RUN)


def jdk(program):
    return str(Path(os.environ["JAVA_HOME"]) / "bin" / program)


def worker(options, started, jvm_options=(), environment=None):
    """Ready, with SLOTS slots of CONTEXT tokens, unless the environment says otherwise."""
    module = ROOT / "inference-worker" / "target"
    process = started.start("worker", [
        jdk("java"), *jvm_options, "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-Djdk.virtualThreadScheduler.parallelism=16",
        "-cp", f"{module}/inference-worker.jar:{module}/lib/*", "ai.radium.worker.Main",
    ], environment={
        "RADIUM_WORKER_MODEL": options.model,
        "RADIUM_LLAMA_SERVER": options.engine,
        "RADIUM_WORKER_PORT": str(PORT),
        "RADIUM_WORKER_MANAGEMENT_PORT": str(MANAGEMENT_PORT),
        "RADIUM_WORKER_SLOTS": str(SLOTS),
        "RADIUM_WORKER_CONTEXT": str(CONTEXT),
        "RADIUM_WORKER_BATCH": str(BATCH),
        "RADIUM_WORKER_THREADS": str(options.threads),
        **(environment or {}),
    })
    wait_until_ready(f"http://127.0.0.1:{MANAGEMENT_PORT}/health/ready")
    return process


def wait_until_ready(address):
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"bench: {address} is not ready after {READY_SECONDS} s, see benchmarks/run/*.log")


def metrics():
    """The worker's own counters and gauges, by name; those with labels are left out."""
    with urllib.request.urlopen(f"http://127.0.0.1:{MANAGEMENT_PORT}/metrics", timeout=5) as reply:
        lines = reply.read().decode().splitlines()
    pairs = (line.split(" ") for line in lines if line and not line.startswith("#") and "{" not in line)
    return {name: float(value) for name, value in pairs}
