"""pydantic-ai: agents over OpenAIChatModel and OpenAIResponsesModel, and an Embedder."""

import math
from typing import Literal

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
from pydantic_ai import Agent, Embedder, NativeOutput, ToolOutput
from pydantic_ai.embeddings.openai import OpenAIEmbeddingModel
from pydantic_ai.exceptions import (
    ModelAuthenticationError,
    ModelContextWindowExceededError,
    ModelHTTPError,
    ModelNotFoundError,
    ModelRateLimitError,
)
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

models = "pydantic-ai lists no models"


class Weather(pydantic.BaseModel):
    """A day's weather."""

    degrees: int = pydantic.Field(ge=-40, le=50)


def provider(key=KEY, retries=0):
    return OpenAIProvider(openai_client=openai.AsyncOpenAI(base_url=BASE_URL, api_key=key, max_retries=retries, timeout=60))


def agent(key=KEY, retries=0, model=MODEL, kind=OpenAIChatModel, **settings):
    settings = {"max_tokens": 12, **settings}
    output = settings.pop("output_type", str)
    return Agent(kind(model, provider=provider(key, retries)), output_type=output, model_settings=settings, retries=0)


async def chat():
    result = await agent().run(HELLO)
    assert result.output
    assert 1 <= result.usage.output_tokens <= 12
    await refused_async(ModelContextWindowExceededError, agent().run("word " * 20_000))


async def stream():
    async with agent().run_stream(HELLO) as result:
        assert [text async for text in result.stream_text(delta=True)]


async def stream_usage():
    async with agent().run_stream(HELLO) as result:
        await result.get_output()
        assert 1 <= result.usage.output_tokens <= 12


async def tools():
    calls = []
    asking = agent(temperature=0, max_tokens=100)

    @asking.tool_plain
    def weather(city: Literal["Paris", "Lyon"]) -> str:
        """The weather of a city."""
        calls.append(city)
        return SUNNY

    assert (await asking.run(PARIS, model_settings=lambda _: {"tool_choice": "none" if calls else ["weather"]})).output
    assert len(calls) == 1


async def structured():
    assert isinstance((await agent(output_type=NativeOutput(Weather), max_tokens=100).run(JUNE)).output, Weather)
    assert isinstance((await agent(output_type=ToolOutput(Weather), max_tokens=100).run(JUNE)).output, Weather)


async def embeddings():
    vectors = await Embedder(OpenAIEmbeddingModel(EMBEDDING_MODEL, provider=provider())).embed_documents(["a cat", "a dog"])
    assert all(math.isclose(math.hypot(*vector), 1, abs_tol=1e-4) for vector in vectors.embeddings)


async def responses():
    result = await agent(kind=OpenAIResponsesModel).run(HELLO)
    assert result.output
    output = NativeOutput(Weather)
    assert isinstance((await agent(kind=OpenAIResponsesModel, output_type=output, max_tokens=100).run(JUNE)).output, Weather)
    again = await agent(kind=OpenAIResponsesModel).run(JUNE, message_history=result.all_messages())
    assert again.output


async def responses_stream():
    async with agent(kind=OpenAIResponsesModel).run_stream(HELLO) as result:
        assert [text async for text in result.stream_text(delta=True)]
        assert 1 <= result.usage.output_tokens <= 12


async def wrong_key():
    assert (await refused_async(ModelAuthenticationError, agent(WRONG_KEY).run(HELLO))).status_code == 401


async def unknown_model():
    error = await refused_async(ModelNotFoundError, agent(model="no-such-model").run(HELLO))
    assert error.body["code"] == "model_not_found"


async def bad_parameter():
    error = await refused_async(ModelHTTPError, agent(top_p=9).run(HELLO))
    assert (error.status_code, error.body["param"]) == (400, "top_p")


async def rate_limit():
    for _ in range(2):
        await agent(LIMITED_KEY).run(HELLO)
    assert (await refused_async(ModelRateLimitError, agent(LIMITED_KEY).run(HELLO))).status_code == 429


async def retry():
    for _ in range(3):
        assert (await agent(PATIENT_KEY, 3).run(HELLO)).output


async def cancel():
    async with agent(max_tokens=2000).run_stream(HELLO) as result:
        async for _ in result.stream_text(delta=True):
            break
    assert (await agent().run(HELLO)).output


report(globals())
