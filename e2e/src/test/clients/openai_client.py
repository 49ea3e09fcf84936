"""The unmodified `openai` package against a running Radium; prints one JSON object of what it saw."""

import json
import os
import time
from typing import Literal

import openai
import pydantic

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


WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string", "maxLength": 40}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}


def tool_round_trip():
    """A call, its result, an answer; the call once more as a stream."""
    completions = client(os.environ["RADIUM_API_KEY"]).chat.completions
    messages = [{"role": "user", "content": "What is the weather in Paris?"}]
    ask = {"model": MODEL, "tools": [WEATHER], "temperature": 0}
    asked = completions.create(messages=messages, tool_choice="required", **ask).choices[0]
    call = asked.message.tool_calls[0]
    result = {"role": "tool", "tool_call_id": call.id, "content": "Sunny, 25 degrees."}
    answered = completions.create(
        messages=[*messages, asked.message, result], tool_choice="none", max_tokens=24, **ask
    ).choices[0]
    streamed, finish = {"id": "", "name": "", "arguments": ""}, None
    for chunk in completions.create(messages=messages, tool_choice="required", stream=True, **ask):
        for delta in chunk.choices[0].delta.tool_calls or []:
            streamed["id"] += delta.id or ""
            streamed["name"] += delta.function.name or ""
            streamed["arguments"] += delta.function.arguments or ""
        finish = chunk.choices[0].finish_reason or finish
    return {
        "id": call.id,
        "name": call.function.name,
        "arguments": json.loads(call.function.arguments),
        "content": asked.message.content,
        "finish": asked.finish_reason,
        "answer": answered.message.content,
        "streamed": {**streamed, "arguments": json.loads(streamed["arguments"]), "finish": finish},
    }


class Weather(pydantic.BaseModel):
    sky: Literal["sunny", "cloudy", "rainy"]
    degrees: int = pydantic.Field(ge=-40, le=50)


def structured():
    parsed = client(os.environ["RADIUM_API_KEY"]).chat.completions.parse(
        model=MODEL, messages=[{"role": "user", "content": "Describe a day in June."}], response_format=Weather
    )
    return parsed.choices[0].message.parsed.model_dump()


FUNCTION = {"type": "function", "strict": True, **WEATHER["function"]}


def responses():
    """Whole, as a stream, a function's call and its output, structured output; all by the Responses API."""
    api = client(os.environ["RADIUM_API_KEY"]).responses
    whole = api.create(model=MODEL, input="Say hello in three words.", instructions="Be brief.", max_output_tokens=12)
    events = list(api.create(model=MODEL, input=MESSAGES, max_output_tokens=12, stream=True))
    asked = [{"role": "user", "content": "What is the weather in Paris?"}]
    tools = {"model": MODEL, "tools": [FUNCTION], "temperature": 0}
    call = api.create(input=asked, tool_choice="required", **tools).output[0]
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "Sunny, 25 degrees."}
    answered = api.create(input=[*asked, call, output], tool_choice="none", max_output_tokens=24, **tools)
    with api.stream(input=asked, tool_choice="required", **tools) as stream:
        streamed = stream.get_final_response().output[0]
    parsed = api.parse(model=MODEL, input="Describe a day in June.", text_format=Weather).output_parsed
    return {
        "text": whole.output_text,
        "status": whole.status,
        "outputTokens": whole.usage.output_tokens,
        "events": [event.type for event in events],
        "numbered": [event.sequence_number for event in events] == list(range(len(events))),
        "deltas": "".join(event.delta for event in events if event.type == "response.output_text.delta"),
        "streamText": events[-1].response.output_text,
        "call": {"id": call.call_id, "name": call.name, "arguments": json.loads(call.arguments)},
        "answer": answered.output_text,
        "streamedCall": {"name": streamed.name, "arguments": json.loads(streamed.arguments)},
        "structured": parsed.model_dump(),
        "kept": failure(lambda: api.create(model=MODEL, input="x", previous_response_id="resp_1")),
    }


def usage():
    """What the calls above used and cost, by the part of the package that is for administrators; it comes some seconds later."""
    key = os.environ["RADIUM_API_KEY"]
    admin = openai.OpenAI(base_url=BASE_URL, api_key=key, admin_api_key=key, max_retries=0, timeout=60).admin
    told = admin.organization.usage
    day = {"start_time": int(time.time()) - 86_400, "limit": 2}
    for _ in range(120):
        results = [
            result
            for bucket in told.completions(group_by=["model", "api_key_id"], **day).data
            for result in bucket.results
            if result.api_key_id
        ]
        if results:
            break
        time.sleep(0.5)
    costs = told.costs(group_by=["line_item"], **day)
    return {
        "object": results[0].object,
        "requests": results[0].num_model_requests,
        "outputTokens": results[0].output_tokens,
        "model": results[0].model,
        "costs": [result.object for bucket in costs.data for result in bucket.results],
        "hours": len(told.embeddings(**{**day, "bucket_width": "1h", "limit": 12}).data),
        "images": [len(bucket.results) for bucket in told.images(**day).data],
        "projects": failure(lambda: told.completions(group_by=["project_id"], **day)),
    }


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
            "tools": tool_round_trip(),
            "structured": structured(),
            "responses": responses(),
            "wrongKey": failure(lambda: chat("sk-nobody")),
            "unknownModel": failure(lambda: chat(os.environ["RADIUM_API_KEY"], "no-such-model")),
            "overLimit": over_limit(),
            "usage": usage(),
        }
    )
)
