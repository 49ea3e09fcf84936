"""Makes a key that may call one model twice a minute until tomorrow, meets its limit, and revokes it."""

import os
from datetime import datetime, timedelta, timezone

import httpx2
from openai import OpenAI, RateLimitError

base, key, model = (os.environ[name] for name in ("RADIUM_BASE_URL", "RADIUM_API_KEY", "RADIUM_MODEL"))
api = httpx2.Client(base_url=base, headers={"Authorization": f"Bearer {key}"})

made = api.post(
    "/api-keys",
    json={
        "name": "python example",
        "scopes": ["inference"],
        "allowedModels": [model],
        "rateLimit": {"requests": 2, "windowSeconds": 60},
        "expiresAt": (datetime.now(timezone.utc) + timedelta(days=1)).isoformat(timespec="seconds"),
    },
)
made.raise_for_status()
limited = made.json()["data"]
print("made", limited["id"])  # limited["keyFull"] is the key, and shown this once

client = OpenAI(base_url=base, api_key=limited["keyFull"], max_retries=0)
try:
    for number in (1, 2, 3):
        client.chat.completions.create(model=model, messages=[{"role": "user", "content": "Hello!"}], max_tokens=4)
        print("call", number, "was answered")
except RateLimitError as refused:
    print("call", number, "was refused; again in", refused.response.headers["Retry-After"], "s")
finally:
    api.delete(f"/api-keys/{limited['id']}").raise_for_status()
    print("revoked")
