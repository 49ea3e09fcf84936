"""What is measured: each target does more for a request than the one before."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from .inputs import write_gateway_home

HTTP_MOCK = 9100
GRPC_MOCK = 9200
REDIS = 9300
FLOOR = 9190
NGINX = 9301
NGINX_LUA = 9302
OURS = 9400
BEFORE = 9410
TRACED = 9420
COLLECTOR = 9500
NOTHING = 9  # the discard port: Kafka, Keycloak and the services are away

CONF = Path(__file__).resolve().parent.parent / "conf"
ROOT = CONF.parent.parent
LUA_MODULES = Path("/usr/lib/nginx/modules")


@dataclass
class Target:
    """A way for a request to a mock of the model."""

    name: str
    job: str
    port: int
    command: list = field(default_factory=list)
    environment: dict = field(default_factory=dict)
    keyed: bool = False
    is_java: bool = False

    @property
    def is_installed(self):
        return not self.command or shutil.which(self.command[0]) is not None


def all_targets(run: Path, loadkit: Path, keys: Path, before=None, traced=False):
    """In the order of a round; before = the tree of an earlier revision, built, whose gateway is one more target; traced = so is ours
    with traces on, as they are sampled by default."""
    targets = [
        Target("direct", "nothing (generator to mock)", HTTP_MOCK),
        Target("floor", "key, forward: the yardstick", FLOOR, [str(loadkit / "floor"), "--keys", str(keys)], keyed=True),
        Target("nginx", "forward", NGINX, ["nginx", "-c", _configuration(run, "nginx-plain.conf")]),
        gateway("ours", ROOT, run / "gateway", keys, OURS),
    ]
    if traced:
        target = gateway("traced", ROOT, run / "gateway-traced", keys, TRACED)
        target.job = "ours, 1 % of its traces to a collector"
        target.environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = f"http://127.0.0.1:{COLLECTOR}"
        targets.append(target)
    if before:
        targets.append(gateway("before", before, run / "gateway-before", keys, BEFORE))
    if (LUA_MODULES / "ngx_http_lua_module.so").exists():
        command = ["nginx", "-c", _configuration(run, "nginx-lua.conf")]
        targets.append(Target("nginx+lua+redis", "key, Redis bucket, forward", NGINX_LUA, command, keyed=True))
    return targets


def gateway(name, tree: Path, home: Path, keys: Path, port):
    """A tree's gateway as it is shipped, with the snapshots of a home folder of its own."""
    shutil.rmtree(home, ignore_errors=True)
    write_gateway_home(home, keys, GRPC_MOCK)
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java"
    module = tree / "gateway-service"
    command = [
        str(java),
        f"@{module}/jvm.args",
        *os.environ.get("BENCH_JAVA_OPTIONS", "").split(),
        "-cp",
        f"{module}/target/gateway-service.jar:{module}/target/lib/*",
        "ai.radium.gateway.Main",
    ]
    job = "key, limit, scan, route, gRPC, metering"
    return Target(name, job, port, command, _environment(home, port), True, True)


def _environment(home, port):
    services = {f"RADIUM_{name}_SERVICE": f"http://127.0.0.1:{NOTHING}" for name in
                ("ACCOUNT", "MODEL", "DEPLOYMENT", "BILLING", "ANALYTICS", "FINETUNE")}
    return services | {
        "RADIUM_GATEWAY_HOME": str(home),
        "RADIUM_GATEWAY_PORTS": f"{port},{port + 1}",
        "RADIUM_GATEWAY_MANAGEMENT_PORT": str(port + 2),
        "RADIUM_GATEWAY_SPOOL_BYTES": str(16 << 30),
        "RADIUM_REDIS": f"redis://127.0.0.1:{REDIS}",
        "RADIUM_KAFKA": f"127.0.0.1:{NOTHING}",
        "RADIUM_KEYCLOAK": f"http://127.0.0.1:{NOTHING}",
    }


def _configuration(run, name):
    text = (CONF / name).read_text()
    for word, value in {"RUN": run, "CONF": CONF, "MODULES": LUA_MODULES}.items():
        text = text.replace(f"@{word}@", str(value))
    (run / name).write_text(text)
    return str(run / name)
