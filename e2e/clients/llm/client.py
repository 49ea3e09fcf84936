"""llm's command line: models of extra-openai-models.yaml, and `llm openai endpoint`."""

import json
import os
import pathlib
import signal
import subprocess
import sys

from features import BASE_URL, HELLO, JUNE, KEY, MODEL, PARIS, PATIENT_KEY, SUNNY, WRONG_KEY, report

HOME = pathlib.Path("llm-home")
COMMAND = [str(pathlib.Path(sys.executable).parent / "llm")]

rate_limit = "the command line waits and asks again by itself: see retry"
embeddings = "llm's embedding models of OpenAI have no address of their own"


def write_models():
    """chat and responses are the model by its two APIs, unknown is one that is not there."""
    HOME.mkdir(exist_ok=True)
    server = {"api_base": BASE_URL, "supports_schema": True, "supports_tools": True, "api_key_name": "radium"}
    models = [
        {"model_id": "chat", "model_name": MODEL, **server},
        {"model_id": "responses", "model_name": MODEL, "responses": True, **server},
        {"model_id": "unknown", "model_name": "no-such-model", **server},
    ]
    (HOME / "extra-openai-models.yaml").write_text(json.dumps(models))  # JSON is YAML


def llm(*arguments, key=KEY, good=True):
    """What it printed, and what it said beside that."""
    command = [*COMMAND, *arguments, "--key", key]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, "LLM_USER_PATH": str(HOME)})
    assert (done.returncode == 0) == good, done.stdout + done.stderr
    return done.stdout.strip(), done.stderr.strip()


def ask(*arguments, model="chat", most=("-o", "max_tokens", "12"), **settings):
    return llm("prompt", "-m", model, *most, *arguments, **settings)


def models():
    assert MODEL in llm("openai", "endpoint", BASE_URL, "--models")[0].split()


def chat():
    assert ask(HELLO, "--no-stream")[0]
    assert llm("openai", "endpoint", BASE_URL, HELLO, "-m", MODEL, "-o", "max_tokens", "12")[0]


def stream():
    assert ask(HELLO)[0]


def stream_usage():
    assert "12 output" in ask(HELLO, "-u")[1]


def tools():
    # A call cannot be forced: what counts is that an answer comes, after a call or without one.
    function = f'def weather(city: str) -> str:\n    "The weather of a city."\n    return "{SUNNY}"'
    assert ask(PARIS, "--functions", function, "--chain-limit", "2", "-o", "temperature", "0", most=("-o", "max_tokens", "100"))


def structured():
    schema = {"type": "object", "properties": {"degrees": {"type": "integer"}}, "required": ["degrees"], "additionalProperties": False}
    printed = ask(JUNE, "--schema", json.dumps(schema), most=("-o", "max_tokens", "100"))[0]
    assert isinstance(json.loads(printed)["degrees"], int)


def responses():
    assert ask(HELLO, "--no-stream", model="responses", most=("-o", "max_tokens", "16"))[0]


def responses_stream():
    assert ask(HELLO, model="responses", most=("-o", "max_tokens", "16"))[0]


def wrong_key():
    assert "401" in ask(HELLO, key=WRONG_KEY, good=False)[1]


def unknown_model():
    assert "no-such-model" in ask(HELLO, model="unknown", good=False)[1]


def bad_parameter():
    said = ask(HELLO, "-o", "seed", "99999999999999999999", good=False)[1]
    assert "400" in said and "seed" in said, said


def retry():
    for _ in range(3):
        ask(HELLO, key=PATIENT_KEY)


def cancel():
    command = [*COMMAND, "prompt", "-m", "chat", HELLO, "--key", KEY, "-o", "max_tokens", "2000"]
    leaving = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "LLM_USER_PATH": str(HOME)})
    assert leaving.stdout.read(1)
    leaving.send_signal(signal.SIGINT)
    leaving.communicate(timeout=30)
    assert ask(HELLO)[0]


write_models()
report(globals())
