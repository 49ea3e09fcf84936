"""openai-agents: agents and their runner, over Responses as by default, and once over chat completions."""

from typing import Literal

import agents
import openai
import pydantic
from features import BASE_URL, HELLO, JUNE, KEY, LIMITED_KEY, MODEL, PARIS, PATIENT_KEY, SUNNY, WRONG_KEY, refused_async, report

agents.set_tracing_disabled(True)

models = "openai-agents lists no models"
embeddings = "openai-agents makes no embeddings"


class Weather(pydantic.BaseModel):
    degrees: int = pydantic.Field(ge=-40, le=50)


# The runner takes a response that max_tokens cut for an error. This one the demo's model answers in three tokens.
GREETING = "Hello!"


@agents.function_tool
def weather(city: Literal["Paris", "Lyon"]) -> str:
    """The weather of a city."""
    return SUNNY


def agent(
    key=KEY, retries=0, model=MODEL, kind=agents.OpenAIResponsesModel, tools=(), after_tool="run_llm_again", output_type=None, **settings
):
    api = openai.AsyncOpenAI(base_url=BASE_URL, api_key=key, max_retries=retries, timeout=60)
    return agents.Agent(
        name="Assistant",
        instructions="Be brief.",
        model=kind(model=model, openai_client=api),
        model_settings=agents.ModelSettings(**{"max_tokens": 400, "temperature": 0, **settings}),
        tools=list(tools),
        tool_use_behavior=after_tool,
        output_type=output_type,
    )


async def run(asked=GREETING, **settings):
    return await agents.Runner.run(agent(**settings), asked)


async def streamed(**settings):
    result = agents.Runner.run_streamed(agent(**settings), GREETING)
    events = [event.data async for event in result.stream_events() if event.type == "raw_response_event"]
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(deltas) == result.final_output != ""
    return result


async def chat():
    assert (await run(kind=agents.OpenAIChatCompletionsModel)).final_output


async def stream():
    await streamed(kind=agents.OpenAIChatCompletionsModel)


async def stream_usage():
    result = await streamed(kind=agents.OpenAIChatCompletionsModel, include_usage=True)
    assert 1 <= result.context_wrapper.usage.output_tokens <= 400


async def tools():
    for kind, after in ((agents.OpenAIResponsesModel, "stop_on_first_tool"), (agents.OpenAIChatCompletionsModel, "run_llm_again")):
        # After the call the runner's choice is auto again.
        result = await run(PARIS, kind=kind, tools=[weather], after_tool=after, tool_choice="weather")
        assert any(item.type == "tool_call_output_item" and item.output == SUNNY for item in result.new_items)


async def structured():
    for kind in (agents.OpenAIResponsesModel, agents.OpenAIChatCompletionsModel):
        assert isinstance((await run(JUNE, kind=kind, output_type=Weather)).final_output, Weather)


async def responses():
    result = await run()
    assert result.final_output
    assert 1 <= result.context_wrapper.usage.output_tokens <= 400
    assert (await run([*result.to_input_list(), {"role": "user", "content": GREETING}])).final_output


async def responses_stream():
    await streamed()


async def wrong_key():
    assert (await refused_async(openai.AuthenticationError, run(key=WRONG_KEY))).status_code == 401


async def unknown_model():
    assert (await refused_async(openai.NotFoundError, run(model="no-such-model"))).code == "model_not_found"


async def bad_parameter():
    assert (await refused_async(openai.BadRequestError, run(top_p=9.0))).param == "top_p"


async def rate_limit():
    for _ in range(2):
        await run(key=LIMITED_KEY)
    assert (await refused_async(openai.RateLimitError, run(key=LIMITED_KEY))).status_code == 429


async def retry():
    for _ in range(3):
        assert (await run(key=PATIENT_KEY, retries=3)).final_output


async def cancel():
    result = agents.Runner.run_streamed(agent(max_tokens=2000), HELLO)
    async for event in result.stream_events():
        if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
            result.cancel()
    assert (await run()).final_output


report(globals())
