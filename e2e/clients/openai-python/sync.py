import json
import math
from typing import Literal

import openai
import pydantic
from features import BASE_URL, EMBEDDING_MODEL, HELLO, JUNE, KEY, LIMITED_KEY, MODEL, PARIS, PATIENT_KEY, SUNNY, WRONG_KEY, refused, report

MESSAGES = [{"role": "user", "content": HELLO}]


class City(pydantic.BaseModel):
    city: str = pydantic.Field(max_length=40)


class Weather(pydantic.BaseModel):
    sky: Literal["sunny", "cloudy", "rainy"]
    degrees: int = pydantic.Field(ge=-40, le=50)


def client(key=KEY, retries=0):
    return openai.OpenAI(base_url=BASE_URL, api_key=key, max_retries=retries, timeout=60)


def ask(key=KEY, retries=0, **changed):
    return client(key, retries).chat.completions.create(**{"model": MODEL, "messages": MESSAGES, "max_tokens": 12, **changed})


def models():
    assert MODEL in [model.id for model in client().models.list()]
    assert client().models.retrieve(MODEL).id == MODEL


def chat():
    answer = ask()
    assert answer.choices[0].message.content
    assert answer.choices[0].finish_reason in ("stop", "length")
    assert 1 <= answer.usage.completion_tokens <= 12
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def stream():
    chunks = list(ask(stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason in ("stop", "length")


def stream_usage():
    last = list(ask(stream=True, stream_options={"include_usage": True}))[-1]
    assert not last.choices
    assert 1 <= last.usage.completion_tokens <= 12
    assert last.usage.prompt_tokens > 0


def tools():
    tool = openai.pydantic_function_tool(City, name="weather", description="The weather of a city.")
    asked = {"messages": [{"role": "user", "content": PARIS}], "tools": [tool], "temperature": 0, "max_tokens": 100}
    choice = ask(tool_choice="required", **asked).choices[0]
    call = choice.message.tool_calls[0]
    assert choice.finish_reason == "tool_calls"
    assert (call.function.name, list(json.loads(call.function.arguments))) == ("weather", ["city"])
    asked["messages"] += [choice.message, {"role": "tool", "tool_call_id": call.id, "content": SUNNY}]
    assert ask(tool_choice="none", **asked).choices[0].message.content
    asked["messages"] = asked["messages"][:1]
    with client().chat.completions.stream(model=MODEL, tool_choice="required", **asked) as events:
        assert events.get_final_completion().choices[0].message.tool_calls[0].function.parsed_arguments.city


def structured():
    messages = [{"role": "user", "content": JUNE}]
    parsed = client().chat.completions.parse(model=MODEL, messages=messages, response_format=Weather).choices[0].message.parsed
    assert isinstance(parsed, Weather)


def embeddings():
    vectors = client().embeddings.create(model=EMBEDDING_MODEL, input=["a cat", "a dog"])
    assert [item.index for item in vectors.data] == [0, 1]
    assert all(math.isclose(math.hypot(*item.embedding), 1, abs_tol=1e-4) for item in vectors.data)
    assert vectors.usage.prompt_tokens > 0


def responses():
    api = client().responses
    whole = api.create(model=MODEL, input=HELLO, instructions="Be brief.", max_output_tokens=12)
    assert whole.output_text
    assert 1 <= whole.usage.output_tokens <= 12
    asked = [{"role": "user", "content": PARIS}]
    function = openai.pydantic_function_tool(City, name="weather")["function"]
    tools = {"model": MODEL, "tools": [{"type": "function", **function}], "temperature": 0, "max_output_tokens": 100}
    call = api.create(input=asked, tool_choice="required", **tools).output[0]
    assert (call.type, call.name) == ("function_call", "weather")
    output = {"type": "function_call_output", "call_id": call.call_id, "output": SUNNY}
    assert api.create(input=[*asked, call, output], tool_choice="none", **tools).output_text
    assert isinstance(api.parse(model=MODEL, input=JUNE, text_format=Weather).output_parsed, Weather)


def responses_stream():
    with client().responses.stream(model=MODEL, input=HELLO, max_output_tokens=12) as stream:
        events = list(stream)
    assert [event.sequence_number for event in events] == list(range(len(events)))
    deltas = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert events[-1].type in ("response.completed", "response.incomplete")
    assert deltas == events[-1].response.output_text != ""


def wrong_key():
    error = refused(openai.AuthenticationError, lambda: ask(WRONG_KEY))
    assert error.status_code == 401
    assert "key" in error.message.lower()


def unknown_model():
    error = refused(openai.NotFoundError, lambda: ask(model="no-such-model"))
    assert (error.status_code, error.code, error.param) == (404, "model_not_found", "model")


def bad_parameter():
    error = refused(openai.BadRequestError, lambda: ask(temperature=9))
    assert (error.status_code, error.type, error.param) == (400, "invalid_request_error", "temperature")


def rate_limit():
    for _ in range(2):
        ask(LIMITED_KEY)
    error = refused(openai.RateLimitError, lambda: ask(LIMITED_KEY))
    assert error.status_code == 429
    assert 1 <= int(error.response.headers["retry-after"]) <= 60
    assert error.request_id


def retry():
    for _ in range(3):
        assert ask(PATIENT_KEY, retries=3).usage


def cancel():
    with ask(stream=True, max_tokens=2000) as chunks:
        next(chunks)
    assert ask().choices


report(globals())
