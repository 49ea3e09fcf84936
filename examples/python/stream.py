"""Prints an answer while it is made."""

import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["RADIUM_BASE_URL"], api_key=os.environ["RADIUM_API_KEY"])

chunks = client.chat.completions.create(
    model=os.environ["RADIUM_MODEL"],
    messages=[{"role": "user", "content": "Say hello in three words."}],
    max_tokens=32,
    stream=True,
    stream_options={"include_usage": True},
)
for chunk in chunks:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
    if chunk.usage:  # in the last one
        print(f"\n{chunk.usage.prompt_tokens} tokens in, {chunk.usage.completion_tokens} out")
