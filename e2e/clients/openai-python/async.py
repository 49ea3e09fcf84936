import math

import openai
import pydantic
from features import (
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
    refused_async,
    report,
)

MESSAGES = [{"role": "user", "content": HELLO}]


class City(pydantic.BaseModel):
    city: str = pydantic.Field(max_length=40)


class Weather(pydantic.BaseModel):
    degrees: int = pydantic.Field(ge=-40, le=50)


def client(key=KEY, retries=0):
    return openai.AsyncOpenAI(base_url=BASE_URL, api_key=key, max_retries=retries, timeout=60)


async def ask(key=KEY, retries=0, **changed):
    return await client(key, retries).chat.completions.create(**{"model": MODEL, "messages": MESSAGES, "max_tokens": 12, **changed})


async def models():
    assert MODEL in [model.id async for model in client().models.list()]


async def chat():
    answer = await ask()
    assert answer.choices[0].message.content
    assert 1 <= answer.usage.completion_tokens <= 12


async def stream():
    assert "".join([chunk.choices[0].delta.content or "" async for chunk in await ask(stream=True)])


async def stream_usage():
    chunks = [chunk async for chunk in await ask(stream=True, stream_options={"include_usage": True})]
    assert 1 <= chunks[-1].usage.completion_tokens <= 12


async def tools():
    tool = openai.pydantic_function_tool(City, name="weather", description="The weather of a city.")
    asked = {"messages": [{"role": "user", "content": PARIS}], "tools": [tool], "temperature": 0, "max_tokens": 100}
    message = (await ask(tool_choice="required", **asked)).choices[0].message
    asked["messages"] += [message, {"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": SUNNY}]
    assert (await ask(tool_choice="none", **asked)).choices[0].message.content


async def structured():
    messages = [{"role": "user", "content": JUNE}]
    parsed = await client().chat.completions.parse(model=MODEL, messages=messages, response_format=Weather)
    assert isinstance(parsed.choices[0].message.parsed, Weather)


async def embeddings():
    vectors = await client().embeddings.create(model=EMBEDDING_MODEL, input=["a cat", "a dog"], encoding_format="float")
    assert all(math.isclose(math.hypot(*item.embedding), 1, abs_tol=1e-4) for item in vectors.data)


async def responses():
    assert (await client().responses.create(model=MODEL, input=HELLO, max_output_tokens=12)).output_text


async def responses_stream():
    events = [event async for event in await client().responses.create(model=MODEL, input=HELLO, max_output_tokens=12, stream=True)]
    assert events[0].type == "response.created"
    assert events[-1].response.output_text


async def wrong_key():
    assert (await refused_async(openai.AuthenticationError, ask(WRONG_KEY))).status_code == 401


async def unknown_model():
    assert (await refused_async(openai.NotFoundError, ask(model="no-such-model"))).code == "model_not_found"


async def bad_parameter():
    assert (await refused_async(openai.BadRequestError, ask(top_p=9))).param == "top_p"


async def rate_limit():
    for _ in range(2):
        await ask(LIMITED_KEY)
    assert (await refused_async(openai.RateLimitError, ask(LIMITED_KEY))).status_code == 429


async def retry():
    for _ in range(3):
        assert (await ask(PATIENT_KEY, retries=3)).usage


async def cancel():
    async with await ask(stream=True, max_tokens=2000) as chunks:
        await anext(chunks)
    assert (await ask()).choices


report(globals())
