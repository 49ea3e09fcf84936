"""anthropic: the Messages API, where the platform has it."""

import anthropic
from features import BASE_URL, HELLO, JUNE, KEY, LIMITED_KEY, MODEL, PARIS, PATIENT_KEY, SUNNY, WRONG_KEY, NotOffered, refused, report

MESSAGES = [{"role": "user", "content": HELLO}]
WEATHER = {
    "name": "weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string", "maxLength": 40}}, "required": ["city"]},
}
DEGREES = {
    "type": "object",
    "properties": {"degrees": {"type": "integer"}},
    "required": ["degrees"],
    "additionalProperties": False,
}
SERVER = BASE_URL.removesuffix("/v1")

embeddings = "Anthropic's API has no embeddings"
responses = responses_stream = "Anthropic's API has Messages alone"


def client(key=KEY, retries=0):
    return anthropic.Anthropic(base_url=SERVER, api_key=key, max_retries=retries, timeout=60)


def ask(key=KEY, retries=0, **changed):
    return client(key, retries).messages.create(**{"model": MODEL, "messages": MESSAGES, "max_tokens": 12, **changed})


def offered(feature):
    """The feature, or n/a as long as the platform has no such route."""

    def attempt():
        try:
            ask(max_tokens=1)
        except anthropic.NotFoundError as error:
            if MODEL not in str(error):
                raise NotOffered("the platform has no /messages yet") from error
        feature()

    return attempt


def models():
    assert MODEL in [model.id for model in client().models.list()]


@offered
def chat():
    answer = ask()
    assert answer.content[0].text
    assert answer.stop_reason in ("end_turn", "max_tokens")
    assert 1 <= answer.usage.output_tokens <= 12


@offered
def stream():
    with client().messages.stream(model=MODEL, messages=MESSAGES, max_tokens=12) as events:
        assert "".join(events.text_stream) == events.get_final_text() != ""


@offered
def stream_usage():
    with client().messages.stream(model=MODEL, messages=MESSAGES, max_tokens=12) as events:
        usage = events.get_final_message().usage
    assert usage.input_tokens > 0 and 1 <= usage.output_tokens <= 12


@offered
def tools():
    asked = {"messages": [{"role": "user", "content": PARIS}], "tools": [WEATHER], "max_tokens": 100}
    called = ask(tool_choice={"type": "any"}, **asked)
    call = next(block for block in called.content if block.type == "tool_use")
    assert called.stop_reason == "tool_use"
    assert call.input["city"]
    result = {"type": "tool_result", "tool_use_id": call.id, "content": SUNNY}
    asked["messages"] += [{"role": "assistant", "content": called.content}, {"role": "user", "content": [result]}]
    assert ask(tool_choice={"type": "none"}, **asked).content


@offered
def structured():
    forced = {"type": "tool", "name": "day"}
    tool = {"name": "day", "input_schema": DEGREES}
    call = ask(messages=[{"role": "user", "content": JUNE}], tools=[tool], tool_choice=forced, max_tokens=100).content[0]
    assert isinstance(call.input["degrees"], int)


@offered
def wrong_key():
    assert refused(anthropic.AuthenticationError, lambda: ask(WRONG_KEY)).status_code == 401


@offered
def unknown_model():
    assert "no-such-model" in str(refused(anthropic.NotFoundError, lambda: ask(model="no-such-model")))


@offered
def bad_parameter():
    assert "temperature" in str(refused(anthropic.BadRequestError, lambda: ask(temperature=9)))


@offered
def rate_limit():
    for _ in range(2):
        ask(LIMITED_KEY)
    assert refused(anthropic.RateLimitError, lambda: ask(LIMITED_KEY)).status_code == 429


@offered
def retry():
    for _ in range(3):
        assert ask(PATIENT_KEY, retries=3).usage


@offered
def cancel():
    with client().messages.stream(model=MODEL, messages=MESSAGES, max_tokens=2000) as events:
        next(iter(events.text_stream))
    assert ask().usage


report(globals())
