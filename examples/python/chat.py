"""Asks a question and prints the answer."""

import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["RADIUM_BASE_URL"], api_key=os.environ["RADIUM_API_KEY"])

reply = client.chat.completions.create(
    model=os.environ["RADIUM_MODEL"],
    messages=[{"role": "user", "content": "Say hello in three words."}],
    max_tokens=32,
)
print(reply.choices[0].message.content)
print(f"{reply.usage.prompt_tokens} tokens in, {reply.usage.completion_tokens} out")
