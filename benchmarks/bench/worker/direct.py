"""The same work on llama-server itself."""

import http.client
import json
import time

from .protocol import NO_END


class DirectClient:
    """One HTTP connection for each chat that runs."""

    name = "llama-server"

    def __init__(self, port, key):
        self._port = port
        self._headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}

    def chat(self, text, tokens, answered):
        """As WorkerClient.chat."""
        body = {
            "messages": [{"role": "user", "content": text}],
            "max_tokens": tokens,
            "temperature": 0,
            "logit_bias": NO_END,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        began = time.perf_counter()
        connection.request("POST", "/v1/chat/completions", json.dumps(body), self._headers)
        reply = connection.getresponse()
        if reply.status != 200:
            raise RuntimeError(f"llama-server: {reply.status} {reply.read(300)}")
        first, usage = None, {}
        for line in reply:
            if not line.startswith(b"data: {"):
                continue
            chunk = json.loads(line[6:])
            if first is None and any(choice["delta"].get("content") for choice in chunk["choices"]):
                first = time.perf_counter() - began
            usage = chunk.get("usage") or usage
        connection.close()
        answered(first, usage["prompt_tokens"], usage["completion_tokens"])

    def embed(self, connection, text):
        """Bytes of the reply with the vector of one text, over a connection that is kept."""
        connection.request("POST", "/v1/embeddings", json.dumps({"input": text}), self._headers)
        reply = connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            raise RuntimeError(f"llama-server: {reply.status} {body[:300]}")
        return len(body)

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self._port)

    def close(self):
        pass
