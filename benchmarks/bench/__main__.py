"""python3 -m bench [--only NAMES] [--rounds N] [--phases NAMES] [--secs N]"""

import argparse
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from . import report
from .inputs import write_inputs
from .measure import PHASES, Meter, warm_up
from .processes import GATEWAY_CORE, LOAD_CORE, Processes, wait_for_port
from .spool import count_records
from .targets import COLLECTOR, GRPC_MOCK, HTTP_MOCK, REDIS, all_targets

HOME = Path(__file__).resolve().parent.parent
LOADKIT = HOME / "loadkit" / "target" / "release"
DEFAULT_PHASES = "closed,closed32,open,sse,fast,slow"
READY_SECONDS = 30


def main():
    options = arguments()
    run = HOME / "run"
    run.mkdir(exist_ok=True)
    with Processes(run) as processes:
        result = measure_all(options, run, processes)
    result["records"] = metering(result, run)
    file = HOME / "results" / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(result))
    bars_met = report.show(result)
    return 0 if bars_met and result["records"]["complete"] else 1


def arguments():
    parser = argparse.ArgumentParser(prog="run.sh", description="CPU cost of the gateway beside nginx")
    parser.add_argument("what", nargs="?", default="gateway", choices=["gateway"])
    parser.add_argument("--only", default="", help="targets, by comma; all that are installed by default")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--phases", default=DEFAULT_PHASES, help=f"of {','.join(PHASES)}")
    parser.add_argument("--secs", type=float, default=4, help="length of a window")
    parser.add_argument("--realtime", action="store_true", help="before all other processes of a shared machine (root)")
    parser.add_argument("--before", type=Path, help="a built tree of an earlier revision, whose gateway is measured too")
    parser.add_argument("--traced", action="store_true", help="our gateway with 1 %% of its requests traced is measured too")
    options = parser.parse_args()
    unknown = set(options.phases.split(",")) - set(PHASES)
    if unknown:
        parser.error(f"no such phase: {', '.join(sorted(unknown))}")
    return options


def measure_all(options, run, processes):
    keys = write_inputs(run)
    mocks, redis = start_surroundings(run, processes)
    meter = Meter(run, LOADKIT, keys, mocks, redis, options.realtime)
    if options.traced:
        start_collector(processes)
    chosen = choose(all_targets(run, LOADKIT, keys, options.before, options.traced), options.only)
    phases = options.phases.split(",")
    result = {"machine": processor(), "cores": os.cpu_count(), "began": time.strftime("%F %T"), "phases": phases}
    result["targets"] = {target.name: {"job": target.job, "answers": 0, "rounds": []} for target in chosen}
    pids = {}
    for target in chosen:
        pids[target.name], result["targets"][target.name]["first_answer_s"] = start(target, processes, meter)
    for target in chosen:
        costs = warm_up(meter, target, pids[target.name])
        print(f"{target.name}: warm, us {' '.join(f'{cost:.1f}' for cost in costs if cost)}", flush=True)
    for number in range(1, options.rounds + 1):
        for target in chosen:
            measured = {
                name: meter.window(target, pids[target.name], PHASES[name], options.secs) for name in phases
            }
            kept = result["targets"][target.name]
            kept["rounds"].append(measured)
            kept["answers"] += sum(window["all"] for window in measured.values())
            print(f"round {number} {target.name:16s} {line(measured)}", flush=True)
    result["ended"] = time.strftime("%F %T")
    return result


def start_surroundings(run, processes):
    mocks = [
        processes.start("http-mock", [str(LOADKIT / "mockup"), "--port", str(HTTP_MOCK)], LOAD_CORE),
        processes.start("grpc-mock", [str(LOADKIT / "grpcmock"), "--port", str(GRPC_MOCK)], LOAD_CORE),
    ]
    command = ["redis-server", "--port", str(REDIS), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    redis = processes.start("redis", [*command, "--dir", str(run)], LOAD_CORE)
    for port in (HTTP_MOCK, GRPC_MOCK, REDIS):
        if not wait_for_port(port, 10):
            sys.exit(f"bench: nothing listens on port {port}, see {run}")
    return mocks, redis


def start_collector(processes):
    """Its part of the path counts for nobody: it runs beside the generator."""
    command = [sys.executable, "-m", "bench.collector", str(COLLECTOR)]
    processes.start("collector", command, LOAD_CORE, {"PYTHONPATH": str(HOME)})
    if not wait_for_port(COLLECTOR, 10):
        sys.exit(f"bench: nothing listens on port {COLLECTOR}, see {processes.run}")


def choose(targets, only):
    wanted = [name for name in only.split(",") if name]
    missing = set(wanted) - {target.name for target in targets if target.is_installed}
    if missing:
        sys.exit(f"bench: asked for, but not available: {', '.join(sorted(missing))}")
    return [target for target in targets if target.is_installed and (not wanted or target.name in wanted)]


def start(target, processes, meter):
    """Its process id once it answers a request, and after how many seconds; None if it needs no process."""
    began = time.monotonic()
    process = processes.start(target.name, target.command, GATEWAY_CORE, target.environment) if target.command else None
    wait_for_port(target.port, READY_SECONDS, process)
    deadline = time.monotonic() + READY_SECONDS
    while (problem := meter.answers(target)) is not None:
        if time.monotonic() > deadline or (process and process.poll() is not None):
            sys.exit(f"bench: {target.name} does not answer: {problem}; see {processes.run}/{target.name}.log")
        time.sleep(0.01)
    seconds = time.monotonic() - began
    if process and process.poll() is not None:
        sys.exit(f"bench: port {target.port} is not ours, for {target.name} has ended; see {processes.run}/{target.name}.log")
    return (process.pid, seconds) if process else (None, None)


def metering(result, run):
    """Every answer that was counted in a window left a record in the spool, which outlives the gateway."""
    if "ours" not in result["targets"]:
        return {"complete": True}
    records = count_records(run / "gateway" / "spool")
    answers = result["targets"]["ours"]["answers"]
    print(f"\nusage records in the spool: {records}, answers in the measured windows: {answers}")
    shutil.rmtree(run / "gateway")
    return {"spooled": records, "answers": answers, "complete": records >= answers > 0}


def line(measured):
    return "  ".join(
        f"{name} {window['us_per_token'] or window['us_per_request'] or 0:.1f} us"
        + (f" ({failed} failed)" if (failed := window["bad"] + window["errs"] + window["incomplete"]) else "")
        for name, window in measured.items()
    ) + f"  load {os.getloadavg()[0]:.1f}"


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
