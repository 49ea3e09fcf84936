"""The unmodified `openai` package fine-tunes a model of a running Radium; prints one JSON object of what it saw."""

import json
import os
import time

import openai

MODEL = os.environ["RADIUM_MODEL"]
LINES = int(os.environ.get("RADIUM_LINES", "100"))
THINGS = (
    "printer router laptop monitor keyboard scanner server phone badge lamp desk chair window heater camera cable mouse screen tablet"
    " kettle"
).split()
FAULTS = [
    "is broken",
    "is lost",
    "makes noise",
    "smells of smoke",
    "is too slow",
    "was stolen",
    "is wet",
    "has no power",
    "is old",
    "is dirty",
    "is too loud",
    "does not start",
    "is bent",
    "leaks",
    "flickers",
    "is blocked",
]
CLIENT = openai.OpenAI(base_url=os.environ["RADIUM_BASE_URL"], api_key=os.environ["RADIUM_API_KEY"], max_retries=2, timeout=60)


def complaint(thing, fault):
    return f"Please help, my {thing} {fault}."


def ticket(thing, fault):
    return f"TICKET <{thing}> :: {fault} :: OPEN"


def cases():
    """All cases, mixed: 7 and their number have no common divisor."""
    count = len(THINGS) * len(FAULTS)
    numbers = [i * 7 % count for i in range(count)]
    return [(THINGS[n % len(THINGS)], FAULTS[n // len(THINGS)]) for n in numbers]


def stored(name, some):
    lines = "".join(
        json.dumps(
            {
                "messages": [
                    {"role": "user", "content": complaint(*case)},
                    {"role": "assistant", "content": ticket(*case)},
                ]
            }
        )
        + "\n"
        for case in some
    )
    made = CLIENT.files.create(file=(name, lines.encode()), purpose="fine-tune")
    return CLIENT.files.wait_for_processing(made.id, poll_interval=0.25)


def answer(model, case):
    said = CLIENT.chat.completions.create(
        model=model, messages=[{"role": "user", "content": complaint(*case)}], max_tokens=40, temperature=0
    )
    return said.choices[0].message.content.strip()


def first_answer(model, case):
    """Asked again until a worker has the adapter."""
    end = time.monotonic() + 60
    while True:
        try:
            return answer(model, case)
        except (openai.NotFoundError, openai.InternalServerError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def finished(job, pause):
    while job.status not in ("succeeded", "failed", "cancelled"):
        time.sleep(pause)
        job = CLIENT.fine_tuning.jobs.retrieve(job.id)
    return job


def created(training, validation):
    return CLIENT.fine_tuning.jobs.create(
        model=MODEL,
        training_file=training.id,
        validation_file=validation.id,
        suffix="tickets",
        seed=1,
        method={
            "type": "supervised",
            "supervised": {"hyperparameters": {"n_epochs": 2, "batch_size": 4, "learning_rate_multiplier": 10}},
        },
    )


def cancelled(training, validation):
    job = CLIENT.fine_tuning.jobs.cancel(created(training, validation).id)
    return finished(job, 0.25).status


def main():
    all_cases = cases()
    asked, heldout, learnt = all_cases[-1], all_cases[: LINES // 5], all_cases[LINES // 5 : LINES]
    training, validation = stored("tickets.jsonl", learnt), stored("held-out.jsonl", heldout)
    before = answer(MODEL, asked)
    begin = time.monotonic()
    job = finished(created(training, validation), 0.5)
    seen = {"id": job.id, "status": job.status, "wallSeconds": time.monotonic() - begin, "before": before}
    if job.status != "succeeded":
        return seen | {"error": job.error.message if job.error else None}
    completed = time.monotonic()
    after = first_answer(job.fine_tuned_model, asked)
    first = time.monotonic() - completed
    events = [event.message for event in CLIENT.fine_tuning.jobs.list_events(job.id, limit=100)]
    return seen | {
        "model": job.fine_tuned_model,
        "after": after,
        "expected": ticket(*asked),
        "base": answer(MODEL, asked),
        "firstAnswerSeconds": first,
        "trainedTokens": job.trained_tokens,
        "events": events,
        "checkpoints": len(CLIENT.fine_tuning.jobs.checkpoints.list(job.id).data),
        "listed": any(other.id == job.id for other in CLIENT.fine_tuning.jobs.list()),
        "cancelled": cancelled(training, validation),
    }


print(json.dumps(main()))
