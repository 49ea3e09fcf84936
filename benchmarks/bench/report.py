"""Tables and ratios of a run. Only ratios of one run mean something: the machine differs, and differs by the hour."""

import statistics

BARS = (
    # phase, figure, words, bar, goal
    ("closed", "us_per_request", "CPU per request", 1.2, 0.7),
    ("sse", "us_per_token", "CPU per paced token", 1.2, 0.9),
)
OTHERS = (
    ("closed32", "us_per_request", "CPU per request answered in 32 messages"),
    ("open", "us_per_request", "CPU per request at 500 a second"),
    ("open", ("lat", "p50"), "p50 at 500 a second"),
    ("open", ("lat", "p99"), "p99 at 500 a second"),
    ("closed", ("lat", "p99"), "p99 under saturation"),
    ("fast", "us_per_token", "CPU per token in bursts"),
    ("slow", "us_per_token", "CPU per token of 1,000 slow streams"),
)
TRACED_BAR = 1.05  # of the CPU per request, with 1 % of the requests sampled
AGAINST_BEFORE = {
    "CPU per request": ("us_per_request",),
    "CPU per token": ("us_per_token",),
    "requests/s": ("rps",),
    "p50": ("lat", "p50"),
    "p99": ("lat", "p99"),
    "first token p50": ("ttft", "p50"),
    "relay p99": ("relay", "p99"),
    "Redis per request": ("redis_us_per_request",),
    "memory": ("pss_mib",),
    "memory without the spool": ("pss_without_spool_mib",),
}


def show(result):
    """Prints everything; returns whether every bar is met."""
    print(f"\n{result['machine']}, {result['cores']} cores, {result['began']} to {result['ended']}\n")
    for name, target in result["targets"].items():
        if seconds := target.get("first_answer_s"):
            print(f"{name}: first answer {seconds:.2f} s after the start")
    print()
    for phase in result["phases"]:
        _table(result, phase)
    traced = _traced(result)
    if not {"ours", "nginx"} <= result["targets"].keys():
        return traced
    met = [traced] + [_ratio(result, *bar) for bar in BARS]
    for other in OTHERS:
        _ratio(result, *other)
    if "before" in result["targets"]:
        for phase in result["phases"]:
            for words, path in AGAINST_BEFORE.items():
                _against_before(result, phase, words, path)
    return all(met)


def values(result, target, phase, *path):
    """One figure of every round."""
    found = []
    for measured in result["targets"][target]["rounds"]:
        figure = measured.get(phase)
        for name in path:
            figure = figure.get(name) if figure else None
        if figure is not None:
            found.append(figure)
    return found


def _median(result, target, phase, *path):
    found = values(result, target, phase, *path)
    return statistics.median(found) if found else None


def _ratio(result, phase, figure, words, bar=None, goal=None):
    """Median of the rounds' ratios: a round's targets follow each other within seconds, so they share its noise."""
    path = (figure,) if isinstance(figure, str) else figure
    pairs = list(zip(values(result, "ours", phase, *path), values(result, "nginx", phase, *path)))
    if not pairs:
        return True
    ratios = sorted(ours / nginx for ours, nginx in pairs)
    ratio = statistics.median(ratios)
    judgement = f", bar {bar}: {'met' if ratio <= bar else 'MISSED'}, goal {goal}" if bar else ""
    print(f"ratio {phase}: {words} {ratio:.2f} x nginx (rounds {ratios[0]:.2f} to {ratios[-1]:.2f}){judgement}")
    return bar is None or ratio <= bar


def _traced(result):
    """What traces cost: the traced gateway beside the same one without, in the same rounds."""
    if not {"ours", "traced"} <= result["targets"].keys():
        return True
    met = True
    for phase in result["phases"]:
        for words, figure in (("CPU per request", "us_per_request"), ("CPU per token", "us_per_token")):
            pairs = zip(values(result, "traced", phase, figure), values(result, "ours", phase, figure))
            ratios = sorted(traced / ours for traced, ours in pairs if ours)
            if not ratios:
                continue
            ratio = statistics.median(ratios)
            judged = phase == "closed" and figure == "us_per_request"
            judgement = f", bar {TRACED_BAR}: {'met' if ratio <= TRACED_BAR else 'MISSED'}" if judged else ""
            print(f"traced {phase}: {words} {ratio:.3f} x (rounds {ratios[0]:.2f} to {ratios[-1]:.2f}){judgement}")
            met = met and (not judged or ratio <= TRACED_BAR)
    return met


def _against_before(result, phase, words, path):
    pairs = zip(values(result, "ours", phase, *path), values(result, "before", phase, *path))
    ratios = sorted(ours / before for ours, before in pairs if before)
    if ratios:
        median = statistics.median(ratios)
        print(f"before {phase}: {words} {median:.3f} x (rounds {ratios[0]:.2f} to {ratios[-1]:.2f})")


def _table(result, phase):
    columns = {
        "CPU us/request": ("us_per_request",),
        "CPU us/token": ("us_per_token",),
        "requests/s": ("rps",),
        "core used": ("utilisation",),
        "of it compilers": ("compiler_share",),
        "p50 us": ("lat", "p50"),
        "p99 us": ("lat", "p99"),
        "first token p50 us": ("ttft", "p50"),
        "relay p99 us": ("relay", "p99"),
        "Redis us/request": ("redis_us_per_request",),
        "PSS MiB": ("pss_mib",),
        "without spool": ("pss_without_spool_mib",),
    }
    print(f"| {phase} | does | {' | '.join(columns)} | failed |")
    print("|---|---" + "|--:" * (len(columns) + 1) + "|")
    for name, target in result["targets"].items():
        cells = [_cell(_median(result, name, phase, *path)) for path in columns.values()]
        failed = sum(sum(values(result, name, phase, kind)) for kind in ("bad", "errs", "incomplete"))
        print(f"| {name} | {target['job']} | {' | '.join(cells)} | {failed} |")
    print()


def _cell(value):
    if not value:
        return "-"
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
