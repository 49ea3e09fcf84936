"""langchain-openai: ChatOpenAI over both APIs, OpenAIEmbeddings, and an agent of langchain that calls a tool."""

import math
from typing import Literal

import openai
import pydantic
from features import BASE_URL, EMBEDDING_MODEL, HELLO, JUNE, KEY, LIMITED_KEY, MODEL, PARIS, PATIENT_KEY, SUNNY, WRONG_KEY, refused, report
from langchain.agents import create_agent
from langchain.agents.middleware import wrap_model_call
from langchain_core.exceptions import ContextOverflowError
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

models = "langchain-openai lists no models"


class Weather(pydantic.BaseModel):
    """A day's weather."""

    degrees: int = pydantic.Field(ge=-40, le=50)


@tool
def weather(city: Literal["Paris", "Lyon"]) -> str:
    """The weather of a city."""
    return SUNNY


@wrap_model_call
def weather_first(request, handler):
    """An agent's first step is the call, its second the answer: no model decides."""
    called = isinstance(request.messages[-1], ToolMessage)
    return handler(request.override(tool_choice="none" if called else "weather"))


def model(key=KEY, retries=0, **settings):
    server = {"base_url": BASE_URL, "api_key": key, "max_retries": retries, "timeout": 60}
    return ChatOpenAI(**{**server, "model": MODEL, "max_tokens": 100, **settings})


def chat():
    answer = model(max_tokens=12).invoke(HELLO)
    assert answer.content
    assert 1 <= answer.usage_metadata["output_tokens"] <= 12
    assert answer.response_metadata["finish_reason"] in ("stop", "length")
    assert isinstance(refused(openai.BadRequestError, lambda: model().invoke("word " * 20_000)), ContextOverflowError)


def stream():
    assert "".join(chunk.content for chunk in model().stream(HELLO))


def stream_usage():
    chunks = list(model(stream_usage=True).stream(HELLO))
    assert sum(chunk.usage_metadata["output_tokens"] for chunk in chunks if chunk.usage_metadata) >= 1


def tools():
    asked = [HumanMessage(PARIS)]
    called = model(temperature=0).bind_tools([weather], tool_choice="required").invoke(asked)
    call = called.tool_calls[0]
    assert call["name"] == "weather" and call["args"]["city"]
    result = weather.invoke(call)
    assert isinstance(result, ToolMessage)
    assert model().bind_tools([weather], tool_choice="none").invoke([*asked, called, result]).content
    chunks = list(model(temperature=0).bind_tools([weather], tool_choice="weather").stream(asked))
    assert "".join(piece["args"] or "" for chunk in chunks for piece in chunk.tool_call_chunks).startswith("{")
    for api in (False, True):
        agent = create_agent(model(temperature=0, use_responses_api=api), [weather], middleware=[weather_first])
        said = agent.invoke({"messages": asked})["messages"]
        assert [message.type for message in said] == ["human", "ai", "tool", "ai"]
        assert said[-1].text


def structured():
    for method in ("json_schema", "function_calling"):
        assert isinstance(model().with_structured_output(Weather, method=method).invoke(JUNE), Weather)


def embeddings():
    # Texts, not token ids of a tokenizer that is OpenAI's: langchain's own word for servers that are not OpenAI.
    api = OpenAIEmbeddings(base_url=BASE_URL, api_key=KEY, model=EMBEDDING_MODEL, check_embedding_ctx_length=False)
    vectors = api.embed_documents(["a cat", "a dog"])
    assert all(math.isclose(math.hypot(*vector), 1, abs_tol=1e-4) for vector in vectors)
    assert len(api.embed_query("a cat")) == len(vectors[0])


def responses():
    answer = model(use_responses_api=True).invoke(HELLO)
    assert answer.text
    assert answer.usage_metadata["output_tokens"] >= 1
    asked = [HumanMessage(PARIS)]
    called = model(use_responses_api=True, temperature=0).bind_tools([weather], tool_choice="required").invoke(asked)
    result = weather.invoke(called.tool_calls[0])
    assert model(use_responses_api=True).bind_tools([weather], tool_choice="none").invoke([*asked, called, result]).text
    assert isinstance(model(use_responses_api=True).with_structured_output(Weather).invoke(JUNE), Weather)


def responses_stream():
    assert "".join(chunk.text for chunk in model(use_responses_api=True).stream(HELLO))


def wrong_key():
    assert refused(openai.AuthenticationError, lambda: model(WRONG_KEY).invoke(HELLO)).status_code == 401


def unknown_model():
    assert refused(openai.NotFoundError, lambda: model(model="no-such-model").invoke(HELLO)).code == "model_not_found"


def bad_parameter():
    assert refused(openai.BadRequestError, lambda: model(top_p=9).invoke(HELLO)).param == "top_p"


def rate_limit():
    for _ in range(2):
        model(LIMITED_KEY, max_tokens=1).invoke(HELLO)
    assert refused(openai.RateLimitError, lambda: model(LIMITED_KEY).invoke(HELLO)).status_code == 429


def retry():
    for _ in range(3):
        assert model(PATIENT_KEY, 3, max_tokens=1).invoke(HELLO).usage_metadata


def cancel():
    chunks = model(max_tokens=2000).stream(HELLO)
    next(chunks)
    chunks.close()
    assert model(max_tokens=1).invoke(HELLO).usage_metadata


report(globals())
