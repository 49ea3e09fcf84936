"""Tries a client's features one after the other and prints a JSON line of each: {feature, result, reason}."""

import asyncio
import inspect
import json
import os
import traceback

BASE_URL = os.environ["RADIUM_BASE_URL"]
KEY = os.environ["RADIUM_API_KEY"]
WRONG_KEY = "sk-nobody"
# Two requests a minute, and two in every three seconds.
LIMITED_KEY = os.environ["RADIUM_LIMITED_KEY"]
PATIENT_KEY = os.environ["RADIUM_PATIENT_KEY"]
MODEL = os.environ["RADIUM_MODEL"]
EMBEDDING_MODEL = os.environ["RADIUM_EMBEDDING_MODEL"]

HELLO = "Say hello in three words."
JUNE = "Describe a day in June."
PARIS = "What is the weather in Paris?"
SUNNY = "Sunny, 25 degrees."


def report(program):
    """A program's names: that of a feature is what to call, plain or async, or why there is nothing to call."""
    with asyncio.Runner() as runner:
        for feature in os.environ["RADIUM_FEATURES"].split():
            result, reason = outcome(runner, program.get(feature.replace("-", "_")))
            print(json.dumps({"feature": feature, "result": result, "reason": reason}), flush=True)


def outcome(runner, attempt):
    if isinstance(attempt, str):
        return "n/a", attempt
    try:
        called = attempt()
        if inspect.isawaitable(called):
            runner.run(called)
    except Exception as error:  # whatever a client raises is a finding
        return "fail", told(error)
    return "pass", ""


def told(error):
    """With the program's own line that it came from."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if os.path.dirname(frame.filename) == os.getcwd()]
    return f"{own[-1].line if own else ''}: {type(error).__name__} {error}"


def refused(kind, call):
    """The error of that class which the call raises."""
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


async def refused_async(kind, call):
    try:
        await call
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")
