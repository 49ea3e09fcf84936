"""Windows of equal work on both sides."""

import random
import threading
import time
from dataclasses import dataclass, field

WORDS = "amber basin cedar delta ember fjord grove harbor island jungle kernel lagoon meadow nectar orchard prairie".split()
DECODE_TOKENS = 96
PREFILL_WORDS = 400


@dataclass
class Window:
    """What some chats at once gave."""

    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    first: list = field(default_factory=list)  # seconds to each first token

    @property
    def decode_rate(self):
        """Completion tokens per second over all streams, first tokens and the time to the last of them left out."""
        return (self.completion_tokens - len(self.first)) / (self.seconds - max(self.first))

    @property
    def prefill_rate(self):
        """Prompt tokens per second until the last stream had its first token."""
        return self.prompt_tokens / max(self.first)


def run_together(client, prompts, tokens):
    """Starts all chats at the same time and waits for the last."""
    window, lock, failures = Window(), threading.Lock(), []

    def answered(first, prompt_tokens, completion_tokens):
        with lock:
            window.first.append(first)
            window.prompt_tokens += prompt_tokens
            window.completion_tokens += completion_tokens

    def run(prompt):
        try:
            client.chat(prompt, tokens, answered)
        except Exception as failure:  # of a thread: told below
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(prompt,)) for prompt in prompts]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    window.seconds = time.perf_counter() - began
    if failures:
        raise failures[0]
    return window


def decode(client, streams, seed):
    """Short prompts, long answers."""
    return run_together(client, [f"Tell me about the {text(seed + i, 3)}." for i in range(streams)], DECODE_TOKENS)


def prefill(client, streams, seed):
    """Long prompts that share no prefix, answers of one token."""
    return run_together(client, [text(seed + i, PREFILL_WORDS) for i in range(streams)], 1)


def text(seed, words):
    """The same seed gives the same words."""
    source = random.Random(seed)
    return " ".join(source.choice(WORDS) for _ in range(words))
