"""litellm as a library: openai/<model> with api_base."""

import json
import math
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it is fetched from a public site

import litellm  # noqa: E402
import pydantic  # noqa: E402
from features import (  # noqa: E402
    BASE_URL,
    EMBEDDING_MODEL,
    HELLO,
    JUNE,
    KEY,
    LIMITED_KEY,
    MODEL,
    PARIS,
    PATIENT_KEY,
    SUNNY,
    WRONG_KEY,
    refused,
    report,
)

litellm.telemetry = False
litellm.suppress_debug_info = True

WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string", "maxLength": 40}}, "required": ["city"]},
    },
}


class Weather(pydantic.BaseModel):
    degrees: int = pydantic.Field(ge=-40, le=50)


def server(key=KEY, retries=0):
    return {"api_base": BASE_URL, "api_key": key, "num_retries": retries, "max_retries": retries, "timeout": 60}


def ask(key=KEY, retries=0, model=MODEL, text=HELLO, **settings):
    messages = settings.pop("messages", [{"role": "user", "content": text}])
    settings = {"max_tokens": 12, **settings}
    return litellm.completion(model=f"openai/{model}", messages=messages, **server(key, retries), **settings)


def models():
    found = litellm.get_valid_models(check_provider_endpoint=True, custom_llm_provider="openai", api_base=BASE_URL, api_key=KEY)
    assert any(MODEL in name for name in found)


def chat():
    answer = ask()
    assert answer.choices[0].message.content
    assert 1 <= answer.usage.completion_tokens <= 12
    refused(litellm.ContextWindowExceededError, lambda: ask(text="word " * 20_000))


def stream():
    chunks = list(ask(stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason in ("stop", "length")


def stream_usage():
    chunks = list(ask(stream=True, stream_options={"include_usage": True}))
    assert any(1 <= chunk.usage.completion_tokens <= 12 for chunk in chunks if getattr(chunk, "usage", None))


def tools():
    asked = [{"role": "user", "content": PARIS}]
    message = ask(messages=asked, tools=[WEATHER], tool_choice="required", max_tokens=100, temperature=0).choices[0].message
    call = message.tool_calls[0]
    assert json.loads(call.function.arguments)["city"]
    asked += [message.model_dump(), {"role": "tool", "tool_call_id": call.id, "content": SUNNY}]
    assert ask(messages=asked, tools=[WEATHER], tool_choice="none").choices[0].message.content


def structured():
    answer = ask(text=JUNE, response_format=Weather, max_tokens=100)
    assert Weather.model_validate_json(answer.choices[0].message.content)


def embeddings():
    vectors = litellm.embedding(model=f"openai/{EMBEDDING_MODEL}", input=["a cat", "a dog"], **server())
    assert all(math.isclose(math.hypot(*item["embedding"]), 1, abs_tol=1e-4) for item in vectors.data)


def responses():
    # It asks for 16 at least, as many as OpenAI does.
    answer = litellm.responses(model=f"openai/{MODEL}", input=HELLO, max_output_tokens=16, **server())
    assert answer.output_text
    assert 1 <= answer.usage.output_tokens <= 16


def responses_stream():
    events = list(litellm.responses(model=f"openai/{MODEL}", input=HELLO, max_output_tokens=16, stream=True, **server()))
    assert "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert events[-1].type in ("response.completed", "response.incomplete")


def wrong_key():
    assert refused(litellm.AuthenticationError, lambda: ask(WRONG_KEY)).status_code == 401


def unknown_model():
    assert refused(litellm.NotFoundError, lambda: ask(model="no-such-model")).status_code == 404


def bad_parameter():
    error = refused(litellm.BadRequestError, lambda: ask(top_p=9))
    assert error.status_code == 400
    assert "top_p" in error.message


def rate_limit():
    for _ in range(2):
        ask(LIMITED_KEY)
    assert refused(litellm.RateLimitError, lambda: ask(LIMITED_KEY)).status_code == 429


def retry():
    for _ in range(3):
        assert ask(PATIENT_KEY, 3).usage


def cancel():
    chunks = ask(stream=True, max_tokens=2000)
    next(chunks)
    chunks.completion_stream.close()
    assert ask().usage


report(globals())
