"""The requests, the keys, and the gateway's home folder with the snapshots that it starts from."""

import hashlib
import json
import random
from pathlib import Path

SYSTEM = "You are a helpful assistant for a customer support team. Answer briefly, politely and precisely. " * 3
QUESTION = "Explain how a token bucket limits the rate of requests in an API gateway. n={n} gap_us={gap}{more} end"

# name: (stream, tokens, microseconds between two, extra for the gRPC mock)
# Peers get the HTTP mock's fixed 1 kB for every plain request; the gRPC mock says as much in 1 message or in 32.
BODIES = {
    "plain": (False, 1, 0, " bytes=750"),
    "plain_32": (False, 32, 0, " bytes=23"),
    "stream_fast": (True, 256, 0, ""),
    "stream_10ms": (True, 64, 10_000, ""),
    "stream_100ms": (True, 100, 100_000, ""),
}
KEYS = 100
ACCOUNTS = 10
# As the tiers of paying accounts: counted per account, leased from Redis. Large enough that nobody is refused.
POLICY = {"name": "bench", "requests": 1_000_000_000, "windowSeconds": 600, "scope": "ACCOUNT"}


def write_inputs(run: Path):
    """Returns the file of keys."""
    for name, (stream, tokens, gap, more) in BODIES.items():
        question = QUESTION.format(n=tokens, gap=gap, more=more)
        body = {"model": "mock", **({"stream": True} if stream else {})}
        body["messages"] = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": question}]
        body |= {"max_tokens": 128, "temperature": 0.7}
        (run / f"{name}.json").write_text(json.dumps(body))
    source = random.Random(7)
    keys = [f"sk-bench-{source.getrandbits(128):032x}" for _ in range(KEYS)]
    (run / "keys.txt").write_text("\n".join(keys) + "\n")
    return run / "keys.txt"


def write_gateway_home(home: Path, keys: Path, worker_port: int):
    """Keys and routes as the gateway itself keeps them on disk."""
    home.mkdir(parents=True, exist_ok=True)
    records = [_key(number, key) for number, key in enumerate(keys.read_text().split())]
    (home / "keys.json").write_text(json.dumps({"format": 1, "keys": records}))
    (home / "routes.json").write_text(json.dumps({"routes": [_route(worker_port)], "suspended": []}))


def _key(number, key):
    return {
        "sha256": hashlib.sha256(key.encode()).hexdigest(),
        "keyId": f"key_bench{number:03d}",
        "account": f"acct_bench{number % ACCOUNTS}",
        "status": "ACTIVE",
        "scopes": [],
        "allowedModels": [],
        "ipAllowList": [],
        "version": 1,
        "accountPolicy": POLICY,
        "role": "developer",
    }


def _route(worker_port):
    return {
        "deploymentId": "dep_bench",
        "account": "acct_platform",
        "name": "mock",
        "model": "mock",
        "names": ["mock"],
        "servedModel": "mock",
        "serverless": True,
        "status": "ACTIVE",
        "revision": 1,
        "createdAt": "2026-01-01T00:00:00Z",
        "replicas": [{"id": "mock-0", "address": f"127.0.0.1:{worker_port}", "weight": 1, "adapters": []}],
        "version": 1,
    }
