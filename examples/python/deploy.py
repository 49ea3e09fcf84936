"""Deploys a model, waits until it is active, calls it by its own address and deletes it.

Management is plain JSON over HTTP: httpx2 comes with the openai package."""

import os
import time

import httpx2
from openai import OpenAI

base, key, model = (os.environ[name] for name in ("RADIUM_BASE_URL", "RADIUM_API_KEY", "RADIUM_MODEL"))
api = httpx2.Client(base_url=base, headers={"Authorization": f"Bearer {key}"})


def call(method, path, body=None):
    reply = api.request(method, path, json=body)
    if reply.is_error:
        raise SystemExit(f"{method} {path}: {reply.status_code} {reply.text}")
    return reply.json().get("data")


deployment = call(
    "POST",
    "/deployments",
    {"name": f"python-example-{os.getpid()}", "modelId": model, "configuration": {"minReplicas": 1, "maxReplicas": 1}},
)
try:
    print("deployed", deployment["id"])
    while deployment["status"] != "active":
        if deployment["status"] == "failed":
            raise SystemExit(f"it failed: {deployment['reason']} {deployment.get('reasonDetail', '')}")
        time.sleep(1)
        deployment = call("GET", f"/deployments/{deployment['id']}")
    print("it is active at", deployment["endpointUrl"])

    client = OpenAI(base_url=f"{base}/models/{deployment['id']}", api_key=key)
    reply = client.chat.completions.create(
        model=deployment["id"], messages=[{"role": "user", "content": "Who are you?"}], max_tokens=16
    )
    print(reply.choices[0].message.content)
finally:
    call("DELETE", f"/deployments/{deployment['id']}")
    print("deleted")
