"""The unmodified `openai` package against a running Radium; prints one JSON object of what it saw."""

import json
import os

import openai

BASE_URL = os.environ["RADIUM_BASE_URL"]
MODEL = os.environ["RADIUM_MODEL"]
MESSAGES = [{"role": "user", "content": "Say hello in three words."}]


def client(key):
    return openai.OpenAI(base_url=BASE_URL, api_key=key, max_retries=0, timeout=60)


def failure(call):
    try:
        call()
    except openai.APIStatusError as error:
        return {
            "class": type(error).__name__,
            "status": error.status_code,
            "code": error.code,
            "message": error.message,
            "requestId": error.request_id,
        }
    return {"class": "none"}


def chat(key, model=MODEL):
    return client(key).chat.completions.create(model=model, messages=MESSAGES, max_tokens=12)


def stream():
    text, finish, usage = "", None, None
    for chunk in client(os.environ["RADIUM_API_KEY"]).chat.completions.create(
        model=MODEL, messages=MESSAGES, max_tokens=12, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            finish = chunk.choices[0].finish_reason or finish
        usage = chunk.usage or usage
    return {"text": text, "finish": finish, "completionTokens": usage.completion_tokens, "promptTokens": usage.prompt_tokens}


def over_limit():
    key = os.environ["RADIUM_LIMITED_KEY"]
    for _ in range(2):
        chat(key)
    return failure(lambda: chat(key))


answer = chat(os.environ["RADIUM_API_KEY"])
print(
    json.dumps(
        {
            "models": [model.id for model in client(os.environ["RADIUM_API_KEY"]).models.list().data],
            "chat": {
                "text": answer.choices[0].message.content,
                "finish": answer.choices[0].finish_reason,
                "completionTokens": answer.usage.completion_tokens,
                "promptTokens": answer.usage.prompt_tokens,
            },
            "stream": stream(),
            "wrongKey": failure(lambda: chat("sk-nobody")),
            "unknownModel": failure(lambda: chat(os.environ["RADIUM_API_KEY"], "no-such-model")),
            "overLimit": over_limit(),
        }
    )
)
