"""What Schemathesis is told of the platform that the description cannot say."""
import atexit
import collections
import itertools
import os
import re
import urllib.parse
import uuid

import requests
import schemathesis
import urllib3.util.connection
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

CHAT_MODEL = os.environ["RADIUM_MODEL"]
EMBEDDING_MODEL = os.environ["RADIUM_EMBEDDING_MODEL"]
MOUNT = os.environ["RADIUM_MOUNT"]
# The key and the user that ask: nobody changes or removes them.
OURS = os.environ["RADIUM_OURS"].split()
NOBODY = "nobody"

MOST_TOKENS = 2
LIMITS_OF_TOKENS = ("max_tokens", "max_completion_tokens", "max_output_tokens")
# No machine here runs it: a deployment of it is made, holds nothing and says NO_CAPACITY.
MODEL_TO_DEPLOY = "qwen3-235b"
# Of twenty that an account may have: the oldest goes.
MOST_DEPLOYMENTS = 12

EVENT = {
    "type": "object",
    "required": ["data"],
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
    "additionalProperties": False,
}

deployed = collections.deque()
asked = collections.Counter()
failed = collections.Counter()

connect = urllib3.util.connection.create_connection
sources = itertools.count(1)


def connect_from_elsewhere(address, timeout, source_address=None, socket_options=None):
    """Twenty wrong keys a minute from one address make further ones wait, of other tests too: each connection has its own address."""
    number = next(sources)
    return connect(address, timeout, (f"127.77.{number // 250 % 250}.{number % 250 + 1}", 0), socket_options)


urllib3.util.connection.create_connection = connect_from_elsewhere


@schemathesis.hook
def before_load_schema(context, raw_schema):
    close(raw_schema)
    only_mount(raw_schema)
    for path in raw_schema["paths"].values():
        only_mount(path)
        for operation in path.values():
            for reply in operation["responses"].values() if isinstance(operation, dict) else ():
                # Raw text to OpenAPI 3.0, one event after the other to Schemathesis.
                if "text/event-stream" in reply.get("content", {}):
                    reply["content"]["text/event-stream"]["schema"] = EVENT


def close(node):
    """Objects hold what they are said to hold, and nothing else: clients are to read less strictly than this."""
    if isinstance(node, dict):
        if node.get("type") == "object" and isinstance(node.get("properties"), dict):
            node.setdefault("additionalProperties", False)
        for child in node.values():
            close(child)
    elif isinstance(node, list):
        for child in node:
            close(child)


def only_mount(node):
    if "servers" in node:
        node["servers"] = [server for server in node["servers"] if server["url"] == MOUNT] or node["servers"]


@schemathesis.hook
def before_call(context, case, kwargs):
    asked[case.operation.label] += 1
    for name, value in case.path_parameters.items():
        if value in OURS:
            case.path_parameters[name] = NOBODY
    # One that is right is new: the same again, for another request, is 422.
    if re.fullmatch("(?=.*[!-~])[ -~]{1,255}", str(case.headers.get("Idempotency-Key", ""))):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if "inference" in case.operation.tags:
        call_a_model(case)
    if case.operation.label == "POST /deployments" and isinstance(case.body, dict) and case.body.get("modelId"):
        case.body["modelId"] = MODEL_TO_DEPLOY if isinstance(case.body["modelId"], str) else case.body["modelId"]


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code == 201 and case.operation.label in ("POST /deployments", "POST /deployments/{id}/clone"):
        deployed.append(response.json()["data"]["id"])
    if len(deployed) > MOST_DEPLOYMENTS:
        address = response.request.url.partition(MOUNT)[0] + MOUNT + "/deployments/" + deployed.popleft()
        requests.delete(address, headers={"X-API-Key": os.environ["RADIUM_API_KEY"]}, timeout=60)


def call_a_model(case):
    """A model that is there, and a short answer."""
    model = EMBEDDING_MODEL if "embeddings" in case.path else CHAT_MODEL
    if case.path_parameters.get("model"):
        case.path_parameters["model"] = model
    body = case.body
    if not isinstance(body, dict):
        return
    if isinstance(body.get("model"), str) and body["model"]:
        body["model"] = model
    for limit in LIMITS_OF_TOKENS:
        if type(body.get(limit)) is int and MOST_TOKENS < body[limit] < 2**31:
            body[limit] = MOST_TOKENS
    if case.path.endswith("/chat/completions") and body.get("max_tokens") is None and body.get("max_completion_tokens") is None:
        body["max_tokens"] = MOST_TOKENS
    if case.path.endswith("/responses") and body.get("max_output_tokens") is None:
        body["max_output_tokens"] = MOST_TOKENS


@schemathesis.check
def tells_the_callers_limits(ctx, response, case):
    """On every reply to a caller who is known; a target or headers that are no HTTP are refused before."""
    is_known = "x-radium-permission" in case.operation.definition.raw and "Authorization" in response.request.headers
    if not is_known or response.request.method == "OPTIONS" or response.status_code in (400, 401, 414, 431):
        return
    for name in ("Limit", "Remaining", "Reset"):
        told = response.headers.get(f"x-ratelimit-{name.lower()}", [""])[0]
        assert told.isdigit(), f"X-RateLimit-{name} is '{told}'"


# What a member may not be beside another one, now, or on this install: OpenAPI 3.0 has no words for it. Beginnings of what is said.
BESIDE_OTHERS = re.compile(
    "|".join(
        [
            r"stream_options needs stream",
            r"max_tokens and max_completion_tokens",
            r"top_logprobs needs logprobs",
            r"best_of must be 1 or n",
            r"echo can only be false|echo would give back",
            r"messages must be an array of at least one message that says",
            r"input must be a string, or an array that holds at least one message",
            r"thinking\.budget_tokens must be less than max_tokens",
            r"to must be after from|to must be at most 366 days after from|from is required beside to",
            r"expiresAt must be in the future|expiresAt may be at most",
            r"configuration\.acceleratorType must be one of|\S+ needs \d+ GiB of accelerator memory",
            r"modelId of a deployment cannot be changed",
            r"\S+ answers no (call|function_call) of an assistant message before it",
            r"tools\[\d+\]\.\S+ must be 1 to 64 letters, digits, _ or -, and no other tool's",
            r"tool_choice\S* must be one of tools",
            r"dimensions must be \d+: this model makes no other vectors",
            r"(prompt|input)\S* must be (the id of a token|a token id)",
            r"logit_bias\..* is not a token id",
            r"\S* ?the schema at \S* uses [\s\S]* which this model's engine cannot enforce",
            r"tool_choice required needs tools",
            r"messages\[\d+\]\.content must be a string or an array of text parts",
            r"\S+ must be followed by a tool message for each tool_call_id",
            r"Cannot have 2 or more assistant messages at the end",
            r"(tools|tool_choice|parallel_tool_calls) cannot stand beside functions or function_call",
            r"format is required",
            r"The part is longer than the whole file was said to be",
        ]
    )
)

# Times have offsets of up to 18 hours here, the ISO 8601 calendar of java.time.
A_TIME = ("from must be a date or a time", "to must be a date or a time")
FAR_OFFSET = re.compile(r"[+-](18|19|2[0-3]):\d\d$")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    if response.status_code == 416:  # A file's length is not known to the description.
        excused = isinstance(failure, RejectedPositiveData)
    elif isinstance(failure, RejectedPositiveData) and response.status_code == 400:
        said = words(response.json())
        excused = BESIDE_OTHERS.match(said) or said.startswith(A_TIME) and has_far_offset(response)
    else:
        excused = isinstance(failure, AcceptedNegativeData) and (
            only_says_nothing(failure, response) or names_the_paths_model(failure, case)
        )
    if not excused:
        failed[case.operation.label] += 1
    return not excused


def query(response):
    """Parameters that were given a value."""
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(response.request.url).query))


def has_far_offset(response):
    given = query(response)
    return any(FAR_OFFSET.search(given.get(name, "")) for name in ("from", "to"))


def only_says_nothing(failure, response):
    """What is wrong is a parameter without a value, which is as if it were not there; an empty object is written as nothing."""
    component = next((line for line in failure.message.splitlines() if "in query" in line), "")
    wrong = re.findall(r"`(\w+)`", component.partition("in query")[0])
    return wrong and query(response).keys().isdisjoint(wrong)


def names_the_paths_model(failure, case):
    """A model that is null is the path's."""
    return (
        case.path_parameters.get("model")
        and isinstance(case.body, dict)
        and case.body.get("model", "") is None
        and "in body - model: Incorrect type" in failure.message
    )


def words(problem):
    error = problem["error"]
    return error if isinstance(error, str) else error["message"]


@atexit.register
def report():
    for label in sorted(asked):
        print(f"{label:60} {asked[label]:7} requests {failed[label]:5} failures")
