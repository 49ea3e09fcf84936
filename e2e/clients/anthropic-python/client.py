"""anthropic: the Messages API."""

from typing import Literal

import anthropic
import pydantic
from features import BASE_URL, HELLO, JUNE, KEY, LIMITED_KEY, MODEL, PARIS, PATIENT_KEY, SUNNY, WRONG_KEY, refused, report

MESSAGES = [{"role": "user", "content": HELLO}]
WEATHER = {
    "name": "weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string", "maxLength": 40}}, "required": ["city"]},
}
SERVER = BASE_URL.removesuffix("/v1")

embeddings = "Anthropic's API has no embeddings"
responses = responses_stream = "Anthropic's API has Messages alone"


class Weather(pydantic.BaseModel):
    sky: Literal["sunny", "cloudy", "rainy"]
    warm: bool


def client(key=KEY, retries=0):
    return anthropic.Anthropic(base_url=SERVER, api_key=key, max_retries=retries, timeout=60)


def ask(key=KEY, retries=0, **changed):
    return client(key, retries).messages.create(**{"model": MODEL, "messages": MESSAGES, "max_tokens": 12, **changed})


def streamed(**changed):
    return client().messages.stream(**{"model": MODEL, "messages": MESSAGES, "max_tokens": 12, **changed})


def models():
    assert MODEL in [model.id for model in client().models.list()]
    assert client().models.retrieve(MODEL).id == MODEL


def chat():
    answer = ask()
    assert answer.content[0].text
    assert answer.stop_reason in ("end_turn", "max_tokens")
    assert 1 <= answer.usage.output_tokens <= 12
    counted = client().messages.count_tokens(model=MODEL, messages=MESSAGES).input_tokens
    assert counted == answer.usage.input_tokens + answer.usage.cache_read_input_tokens


def stream():
    with streamed() as events:
        assert "".join(events.text_stream) == events.get_final_text() != ""


def stream_usage():
    with streamed() as events:
        usage = events.get_final_message().usage
    assert usage.input_tokens + usage.cache_read_input_tokens > 0
    assert 1 <= usage.output_tokens <= 12


def tools():
    asked = {"messages": [{"role": "user", "content": PARIS}], "tools": [WEATHER], "max_tokens": 100}
    called = ask(tool_choice={"type": "any"}, **asked)
    call = next(block for block in called.content if block.type == "tool_use")
    assert called.stop_reason == "tool_use"
    assert call.input["city"]
    with streamed(tool_choice={"type": "tool", "name": "weather"}, **asked) as events:
        assert events.get_final_message().content[-1].input["city"]
    result = {"type": "tool_result", "tool_use_id": call.id, "content": SUNNY}
    asked["messages"] += [{"role": "assistant", "content": called.content}, {"role": "user", "content": [result]}]
    assert ask(tool_choice={"type": "none"}, **asked).content[0].text


def structured():
    messages = [{"role": "user", "content": JUNE}]
    answer = client().messages.parse(model=MODEL, messages=messages, max_tokens=100, output_format=Weather)
    assert isinstance(answer.parsed_output, Weather)


def wrong_key():
    error = refused(anthropic.AuthenticationError, lambda: ask(WRONG_KEY))
    assert (error.status_code, error.body["error"]["type"]) == (401, "authentication_error")


def unknown_model():
    error = refused(anthropic.NotFoundError, lambda: ask(model="no-such-model"))
    assert error.body["error"]["type"] == "not_found_error"
    assert "no-such-model" in str(error)


def bad_parameter():
    error = refused(anthropic.BadRequestError, lambda: ask(max_tokens=0))
    assert error.body["error"]["type"] == "invalid_request_error"
    assert "max_tokens" in str(error)
    assert "prompt is too long" in str(refused(anthropic.BadRequestError, lambda: ask(system="word " * 20_000)))


def rate_limit():
    for _ in range(2):
        ask(LIMITED_KEY)
    error = refused(anthropic.RateLimitError, lambda: ask(LIMITED_KEY))
    assert error.status_code == 429
    assert 1 <= int(error.response.headers["retry-after"]) <= 60
    assert error.request_id


def retry():
    for _ in range(3):
        assert ask(PATIENT_KEY, retries=3).usage


def cancel():
    with streamed(max_tokens=2000) as events:
        next(iter(events.text_stream))
    assert ask().usage


report(globals())
