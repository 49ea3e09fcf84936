"""The worker protocol (contracts, `radium.worker.v1.Worker`): the few fields that a measurement needs."""

import json
import struct
import time

import grpc

GENERATE = "/radium.worker.v1.Worker/Generate"
EMBED = "/radium.worker.v1.Worker/Embed"


class WorkerClient:
    """Runs chats on a worker over one connection, as the edge does."""

    name = "worker"

    def __init__(self, port):
        self._channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self._generate = self._channel.unary_stream(GENERATE, request_serializer=None, response_deserializer=None)
        self._embed = self._channel.unary_stream(EMBED, request_serializer=None, response_deserializer=None)

    def embed(self, text):
        """Bytes of the vector of one text."""
        request = _bytes(1, json.dumps(text).encode()) + _bytes(2, b"acct_bench")
        return sum(len(reply) for reply in self._embed(request))

    def chat(self, text, tokens, answered):
        """Runs one chat to its end; `answered` gets (seconds to the first token, prompt tokens, completion tokens)."""
        began = time.perf_counter()
        first = prompt = completion = None
        for kind, body in _events(self._generate(_request(text, tokens))):
            if kind == 3 and first is None:
                first = time.perf_counter() - began
            elif kind == 4:
                ended = dict(_fields(body))
                prompt, completion = ended.get(2, 0), ended.get(3, 0)
        answered(first, prompt, completion)

    def cancel(self, text, deltas):
        """Begins a chat and cancels it when so much of it has come."""
        call = self._generate(_request(text, 2 * deltas + 16))
        for kind, _ in _events(call):
            deltas -= kind == 3
            if deltas == 0:
                break
        call.cancel()

    def close(self):
        self._channel.close()


def _events(call):
    """(field of Event, its message) of each; raises for the one that says that the worker failed."""
    for event in call:
        kind, body = next(_fields(event))
        if kind == 5:
            raise RuntimeError(f"the worker failed: {dict(_fields(body)).get(3, b'').decode()}")
        yield kind, body


def _request(text, tokens):
    messages = json.dumps([{"role": "user", "content": text}]).encode()
    no_end = json.dumps(NO_END).encode()
    return b"".join((
        _bytes(1, b"bench"),
        _bytes(2, messages),
        _int(3, tokens),
        _bytes(6, b"acct_bench"),
        _varint(10 << 3 | 5) + struct.pack("<f", 0.0),  # temperature
        _bytes(24, no_end),
    ))


# Without the tokens that end an answer of SmolLM2 every answer has the length that was asked for.
NO_END = {"0": -100, "2": -100}


def _fields(message):
    """(number, int or bytes) of each field."""
    at = 0
    while at < len(message):
        tag, at = _read_varint(message, at)
        if tag & 7 == 0:
            value, at = _read_varint(message, at)
        else:
            length, at = _read_varint(message, at)
            value, at = message[at : at + length], at + length
        yield tag >> 3, value


def _read_varint(message, at):
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _int(field, value):
    return _varint(field << 3) + _varint(value)


def _bytes(field, value):
    return _varint(field << 3 | 2) + _varint(len(value)) + value
